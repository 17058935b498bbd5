// What shows and chooses the rest of the state: moves, looks, cues, the f-number, who is followed, switches, meters.

const title = (name) => name.replace(/_/g, " ").replace(/^./, (first) => first.toUpperCase());
const F_STOPS = [0.5, 0.6, 0.7, 0.8, 0.9, 1, 1.1, 1.2, 1.4, 1.6, 1.8, 2, 2.2, 2.5, 2.8, 3.2, 3.5, 4, 4.5, 5, 5.6, 6.3, 7.1, 8, 9, 10, 11, 13, 14, 16, 18, 20, 22, 25, 29, 32, 36, 40, 45, 51, 57, 64];

const OURS_FOR_MS = 400; // the fader is the hand's, not the show's, for so long after it was moved

export class Panels {
  constructor(byId, link, act) {
    this.byId = byId;
    this.link = link;
    this.act = act;
    this.fade = byId("fade");
    this.fade.addEventListener("input", () => this.slide());
    for (const button of document.querySelectorAll("[data-act]")) {
      button.dataset.learn ??= button.dataset.act;
      button.addEventListener("click", () => act(button.dataset.act));
    }
    for (const button of document.querySelectorAll("[data-switch]")) {
      button.dataset.learn = button.dataset.switch;
      button.addEventListener("click", () => act(`${button.dataset.switch} ${button.getAttribute("aria-pressed") === "true" ? "off" : "on"}`));
    }
    for (const button of document.querySelectorAll("[data-follow]")) {
      button.dataset.learn = `follow ${button.dataset.follow}`;
      button.addEventListener("click", () => act(`follow ${button.dataset.follow}`));
    }
    for (const group of document.querySelectorAll("[role=radiogroup]")) group.addEventListener("keydown", walk);
  }

  take(changed) {
    const { state } = this.link;
    const has = (...names) => names.some((name) => changed.has(name));
    if (has("facts")) this.facts(state.facts);
    if (has("facts", "move")) this.chips("moves", state.facts.moves, state.move, "move");
    if (has("facts")) this.chips("looks", state.facts.looks, state.facts.look, "look");
    if (has("cues", "cue", "next_cue")) this.cues(state);
    if (has("switches")) this.switches(state.switches);
    if (has("following")) this.follows(state.following);
    if (has("bpm")) this.byId("bpm").textContent = state.bpm ? `${Math.round(state.bpm)} bpm` : "Tap tempo";
    if (has("target", "marks")) this.fader(state);
  }

  facts(facts) {
    this.text("source", facts.source || "livefocus");
    this.text("fps", facts.fps.toFixed(1));
    this.text("latency", facts.latency_ms === null ? "–" : `${Math.round(facts.latency_ms)} ms`);
    this.text("age", `${facts.depth_age_frames.toFixed(0)} fr`);
    this.text("dropped", String(facts.dropped));
    const nearest = F_STOPS.reduce((best, each) => (Math.abs(Math.log(each / facts.f_number)) < Math.abs(Math.log(best / facts.f_number)) ? each : best));
    const shown = Math.abs(nearest / facts.f_number - 1) < 0.05 ? nearest : Number(facts.f_number.toPrecision(2));
    this.byId("f-number").lastChild.textContent = `/${shown}`;
  }

  text(id, text) {
    const element = this.byId(id);
    if (element.textContent !== text) element.textContent = text;
  }

  chips(id, names, chosen, verb) {
    const box = this.byId(id);
    if (box.dataset.names !== names.join()) {
      box.dataset.names = names.join();
      box.replaceChildren(...names.map((name) => this.chip(name, verb)));
    }
    const known = names.includes(chosen);
    [...box.children].forEach((chip, index) => {
      const on = chip.dataset.name === chosen;
      chip.setAttribute("aria-checked", on);
      chip.tabIndex = on || (!known && index === 0) ? 0 : -1;
    });
  }

  chip(name, verb) {
    const chip = document.createElement("button");
    chip.type = "button";
    chip.className = "chip";
    chip.setAttribute("role", "radio");
    chip.dataset.name = name;
    chip.dataset.learn = `${verb} ${name}`;
    chip.textContent = title(name);
    chip.addEventListener("click", () => this.act(`${verb} ${name}`));
    return chip;
  }

  cues({ cues, cue, next_cue }) {
    const list = this.byId("cues");
    this.byId("no-cues").hidden = cues.length > 0;
    this.byId("cue-card").classList.toggle("empty", !cues.length);
    this.text("next-cue", next_cue);
    if (list.dataset.names !== cues.join("\n")) {
      list.dataset.names = cues.join("\n");
      list.replaceChildren(...cues.map((name) => this.cue(name)));
    }
    for (const item of list.children) {
      const button = item.firstChild, now = button.dataset.name === cue, next = button.dataset.name === next_cue;
      button.classList.toggle("now", now);
      button.classList.toggle("next", next);
      if (now) button.setAttribute("aria-current", "step");
      else button.removeAttribute("aria-current");
    }
  }

  cue(name) {
    const item = document.createElement("li"), button = document.createElement("button");
    button.type = "button";
    button.dataset.name = name;
    button.dataset.learn = `cue fire ${name}`;
    button.textContent = name;
    button.addEventListener("click", () => this.act(`cue fire ${name}`));
    item.append(button);
    return item;
  }

  switches(switches) {
    for (const button of document.querySelectorAll("[data-switch]")) button.setAttribute("aria-pressed", switches[button.dataset.switch]);
    document.body.classList.toggle("panicking", switches.panic);
  }

  follows(name) {
    this.text("following", name ? `Follows ${name}.` : "Follows nobody. Hold a place in the picture to follow it.");
    for (const button of document.querySelectorAll("[data-follow]")) button.setAttribute("aria-pressed", Boolean(name) && name.startsWith(button.dataset.follow));
  }

  // A hand on the fader: one action for each picture of the screen.
  slide() {
    this.slid = performance.now();
    clearTimeout(this.after);
    this.after = setTimeout(() => this.fader(this.link.state), OURS_FOR_MS + 50);
    this.fade.style.setProperty("--share", this.fade.value);
    if (this.frame) return;
    this.frame = requestAnimationFrame(() => {
      this.frame = null;
      this.act(`fade ${this.fade.value}`);
    });
  }

  fader({ marks, target }) {
    const a = marks.a?.inverse_depth, b = marks.b?.inverse_depth;
    this.fade.disabled = a === undefined || b === undefined || a === b;
    if (this.fade.disabled || performance.now() - (this.slid || -1e9) < OURS_FOR_MS) return;
    this.fade.value = Math.min(Math.max((target - a) / (b - a), 0), 1);
    this.fade.style.setProperty("--share", this.fade.value);
  }
}

// Arrow keys within a group of which one is chosen.
function walk(event) {
  const way = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
  if (!way) return;
  event.preventDefault();
  const chips = [...event.currentTarget.children];
  const chip = chips[(chips.indexOf(document.activeElement) + way + chips.length) % chips.length];
  chip.focus();
  chip.click();
}
