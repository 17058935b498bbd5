// Marks A to H: press to go there, hold (or press with shift) to set. A mark that is not set is set by pressing it.

const LETTERS = [..."abcdefgh"];
const HOLD_MS = 550;

export class Marks {
  constructor(element, link, act, rack) {
    this.link = link;
    this.act = act;
    this.rack = rack;
    this.buttons = Object.fromEntries(LETTERS.map((letter) => [letter, this.button(letter)]));
    element.append(...Object.values(this.buttons));
  }

  button(letter) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "mark";
    button.dataset.learn = `rack ${letter}`;
    button.innerHTML = "<b></b> <small></small>";
    button.firstChild.textContent = letter.toUpperCase();
    let hold = null, held = false;
    const drop = () => { clearTimeout(hold); button.classList.remove("holding"); };
    button.addEventListener("pointerdown", (event) => {
      if (event.button) return;
      held = false;
      button.classList.add("holding");
      hold = setTimeout(() => { drop(); held = true; this.set(letter); }, HOLD_MS);
    });
    for (const end of ["pointerup", "pointerleave", "pointercancel"]) button.addEventListener(end, drop);
    button.addEventListener("contextmenu", (event) => event.preventDefault());
    button.addEventListener("click", (event) => {
      if (held) held = false;
      else if (event.shiftKey || !this.link.state.marks?.[letter]) this.set(letter);
      else this.act(this.rack(letter));
    });
    return button;
  }

  set(letter) {
    navigator.vibrate?.(20);
    this.act(`mark ${letter}`);
    const { classList } = this.buttons[letter];
    classList.add("just-set");
    setTimeout(() => classList.remove("just-set"), 600);
  }

  take() {
    const { marks, focus, target, far, near, names } = this.link.state;
    const close = 0.004 * (near - far);
    for (const [letter, button] of Object.entries(this.buttons)) {
      const mark = marks[letter];
      const plane = mark?.inverse_depth;
      const name = mark && Object.keys(names).find((each) => Math.abs(names[each] - plane) < 1e-6);
      button.classList.toggle("unset", !mark);
      button.classList.toggle("on", Boolean(mark) && Math.abs(focus - plane) < close);
      button.classList.toggle("heading", Boolean(mark) && Math.abs(target - plane) < close && Math.abs(focus - plane) >= close);
      button.classList.toggle("subject", Boolean(mark?.on_subject));
      button.classList.toggle("lost", Boolean(mark?.lost));
      const text = mark ? name || plane.toFixed(2) : "set";
      if (button.lastChild.textContent !== text) button.lastChild.textContent = text;
      const upper = letter.toUpperCase(); // its name begins with what is seen, so that it can be called by voice
      const label = `${upper} ${text}: mark ${upper}${mark ? (mark.lost ? ", out of sight" : "") : " is not set yet"}`;
      if (button.getAttribute("aria-label") !== label) button.setAttribute("aria-label", label);
    }
  }
}
