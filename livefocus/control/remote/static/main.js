// Puts the page together.

import { Link, pair } from "./link.js";
import { Marks } from "./marks.js";
import { Panels } from "./panels.js";
import { Preview } from "./preview.js";
import { Racks } from "./racks.js";
import { Wheel } from "./wheel.js";

const byId = (id) => document.getElementById(id);
const link = new Link();
const racks = new Racks(byId);
const marks = new Marks(byId("marks"), link, act, (letter) => racks.action(letter));
const panels = new Panels(byId, link, act);
const wheel = new Wheel(byId("wheel"), link);
new Preview(byId("picture"), link, act);

function act(...actions) {
  if (!link.act(...actions)) say("livefocus is away: nothing was done", true);
}

// messages

function say(text, wrong = false) {
  const toast = document.createElement("p");
  toast.className = wrong ? "toast wrong" : "toast";
  toast.textContent = text;
  const toasts = byId("toasts");
  toasts.append(toast);
  while (toasts.children.length > 3) toasts.firstChild.remove();
  setTimeout(() => toast.remove(), 4500);
}

function notice(text) {
  byId("notice").hidden = !text;
  byId("notice").textContent = text;
}

// the state

link.addEventListener("hello", ({ detail }) => {
  document.body.classList.remove("away");
  byId("board").inert = false;
  byId("pairing").hidden = true;
  notice("");
  racks.offer(detail.curves);
});

link.addEventListener("state", ({ detail: changed }) => {
  document.body.classList.add("ready");
  panels.take(changed);
  marks.take();
  wheel.take(changed);
  if (changed.has("learning")) learning(link.state.learning);
});

link.addEventListener("message", ({ detail }) => say(detail.text, detail.wrong));

link.addEventListener("lost", () => {
  document.body.classList.add("away");
  byId("board").inert = true;
  notice("The show is away. Looking for it …");
});

wheel.onshow = (value) => {
  const { marks: set, names, target, far, near } = link.state;
  const close = 0.004 * (near - far);
  const mark = Object.keys(set).find((letter) => Math.abs(set[letter].inverse_depth - value) < close);
  const name = Object.keys(names).find((each) => Math.abs(names[each] - value) < close);
  const on = [mark && mark.toUpperCase(), name].filter(Boolean).join(" · ");
  byId("where").textContent = value.toFixed(3) + (on ? `  ${on}` : "");
  byId("where").classList.toggle("on", Boolean(on));
  const { element } = wheel;
  element.setAttribute("aria-valuemin", far);
  element.setAttribute("aria-valuemax", near);
  element.setAttribute("aria-valuenow", value.toFixed(3));
  element.setAttribute("aria-valuetext", `${value.toFixed(2)}${on ? `, mark ${on}` : ""}${Math.abs(target - value) > close ? ", moving" : ""}`);
};

// MIDI learn: switch it on, press what is to be learned for, touch the control

let picking = false;

function pick(on) {
  picking = on;
  document.body.classList.toggle("picking", on);
  byId("learn").setAttribute("aria-pressed", on || Boolean(link.state.learning));
  notice(on ? "MIDI learn: press what a knob or pad shall do." : "");
}

function learning(what) {
  if (what) picking = false;
  document.body.classList.toggle("picking", picking);
  document.body.classList.toggle("learning", Boolean(what));
  byId("learn").setAttribute("aria-pressed", picking || Boolean(what));
  if (!picking) notice(what ? `MIDI learn: now touch the control that shall do “${what}”.` : "");
  for (const element of document.querySelectorAll("[data-learn]")) element.classList.toggle("learned-for", element.dataset.learn === what);
}

byId("learn").addEventListener("click", () => {
  if (link.state.learning) act("learn off");
  else pick(!picking);
});

function swallow(event) {
  event.preventDefault();
  event.stopPropagation();
}

function choose(event) {
  if (!picking) return;
  const element = event.target.closest("[data-learn]");
  const key = event.type === "keydown";
  if (!element && event.target.closest("#board") && !key) return swallow(event); // a slip is no pull
  if (!element || (key && event.key !== "Enter" && event.key !== " ")) return;
  swallow(event);
  if (event.type === "click" || key) {
    pick(false);
    act(`learn ${event.shiftKey ? element.dataset.learn.replace(/^rack ([a-h])$/, "mark $1") : element.dataset.learn}`);
  }
}

for (const kind of ["pointerdown", "pointerup", "click", "keydown"]) document.addEventListener(kind, choose, true);

// keys, as in the window, where a key does nothing else

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
  if (event.key === "Escape" && picking) return pick(false);
  const typing = event.target.closest("input:not([type=range]):not([type=checkbox]), select, form");
  const pressable = event.target.closest("button, [role=radio]");
  const digit = /^Digit([1-8])$/.exec(event.code);
  const letter = digit && "abcdefgh"[Number(digit[1]) - 1];
  const other = { "[": "fnumber -1", "]": "fnumber 1", Escape: "panic", Backspace: "cue back" }[event.key];
  const action = letter ? (event.shiftKey ? `mark ${letter}` : racks.action(letter)) : event.key === " " && !pressable ? "cue go" : other;
  if (typing || !action || event.repeat && action.startsWith("cue")) return;
  event.preventDefault();
  act(action);
});

// pairing: the code leaves the address bar and the history before it is used

link.addEventListener("unpaired", () => {
  notice("");
  byId("pairing").hidden = false;
});

byId("pairing").addEventListener("submit", async (event) => {
  event.preventDefault();
  const wrong = await pair(byId("code").value.trim().replace(/^.*#pair=/, ""));
  byId("pairing-said").textContent = wrong;
  byId("code").value = "";
  if (!wrong) link.connect();
});

async function begin() {
  const code = /^#pair=(.+)$/.exec(location.hash)?.[1];
  if (code) {
    history.replaceState(null, "", location.pathname);
    const wrong = await pair(code);
    if (wrong) byId("pairing-said").textContent = wrong;
  }
  link.connect();
}

begin();
