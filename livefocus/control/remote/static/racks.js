// How racks are pulled from this page: the move's own way, or with a duration and a curve of their own.

const SHORTEST_S = 0.2, LONGEST_S = 8;

export class Racks {
  constructor(byId) {
    this.ownTime = byId("own-time");
    this.slider = byId("duration");
    this.text = byId("duration-text");
    this.curve = byId("curve");
    this.sync = byId("sync");
    this.ownTime.addEventListener("change", () => this.show());
    this.slider.addEventListener("input", () => this.show());
    this.curve.addEventListener("change", () => this.keep());
    this.sync.addEventListener("change", () => this.keep());
    this.restore();
  }

  // Even steps of the slider are even ratios of time.
  get duration_s() {
    const seconds = SHORTEST_S * (LONGEST_S / SHORTEST_S) ** this.slider.valueAsNumber;
    return seconds < 1 ? Math.round(seconds * 20) / 20 : Math.round(seconds * 10) / 10;
  }

  // The action that racks to a place.
  action(to) {
    const own = this.ownTime.checked;
    return ["rack", to, own && this.duration_s, own && this.curve.value, this.sync.value].filter(Boolean).join(" ");
  }

  offer(curves) {
    const chosen = this.curve.value || this.wanted || "";
    this.curve.replaceChildren(new Option("move’s", ""), ...curves.map((name) => new Option(name, name)));
    this.curve.value = curves.includes(chosen) ? chosen : "";
  }

  show() {
    const own = this.ownTime.checked;
    this.slider.disabled = this.curve.disabled = !own;
    this.text.textContent = own ? `${this.duration_s} s` : "move’s";
    this.slider.setAttribute("aria-valuetext", this.text.textContent);
    this.slider.style.setProperty("--share", this.slider.value);
    this.keep();
  }

  keep() {
    const kept = { own: this.ownTime.checked, share: this.slider.value, curve: this.curve.value, sync: this.sync.value };
    try { localStorage.setItem("racks", JSON.stringify(kept)); } catch { /* a dock may keep nothing */ }
  }

  restore() {
    try {
      const kept = JSON.parse(localStorage.getItem("racks")) || {};
      this.ownTime.checked = Boolean(kept.own);
      if (kept.share) this.slider.value = kept.share;
      if (kept.sync) this.sync.value = kept.sync;
      this.wanted = kept.curve;
    } catch { /* nothing was kept */ }
    this.show();
  }
}
