// The wheel as a thing with mass: it can be thrown and caught, falls into detents, and stops at its ends. Pure: told
// the time, it says where it is.

const COASTS_S = 0.34;        // e-folding time of a throw
const MEASURED_OVER_MS = 90;  // the last part of a drag is what a throw is made of
const AT_REST = 0.0006;       // share of the range

export class Flywheel {
  constructor() {
    this.low = 0;
    this.high = 1;
    this.detents = [];
    this.value = 0;
    this.mode = "idle";       // idle, held, coasting
    this.raw = 0;             // where the hand is, which beyond an end or within a detent is not where the wheel is
    this.velocity = 0;
    this.goal = null;
    this.samples = [];
  }

  get range() { return this.high - this.low; }

  // How far beyond an end the hand pulls, as felt: less and less gives.
  get strain() {
    const beyond = this.raw - this.clamp(this.raw);
    return this.mode === "held" ? Math.sign(beyond) * 0.05 * this.range * (1 - Math.exp(-Math.abs(beyond) / (0.12 * this.range))) : 0;
  }

  clamp(value) { return Math.min(Math.max(value, this.low), this.high); }

  // A hand takes hold: whatever it does, the wheel stops.
  grab(value, now_ms) {
    this.mode = "held";
    this.value = this.raw = this.clamp(value);
    this.velocity = 0;
    this.samples = [[now_ms, this.raw]];
  }

  drag(by, now_ms, detent_radius) {
    this.raw += by;
    this.samples.push([now_ms, this.raw]);
    while (this.samples.length > 2 && now_ms - this.samples[0][0] > MEASURED_OVER_MS) this.samples.shift();
    const at = this.clamp(this.raw);
    const detent = this.nearest(at, detent_radius);
    this.value = detent === null ? at : detent;
    return detent;
  }

  // The hand lets go. A throw that would come to rest near a detent comes to rest on it.
  release(now_ms, catch_radius) {
    const [then_ms, from] = this.samples[0];
    const took_s = Math.max(now_ms - then_ms, 1) / 1000;
    const still = now_ms - this.samples[this.samples.length - 1][0] > 60;
    this.velocity = still ? 0 : (this.raw - from) / took_s;
    this.raw = this.value;
    if (Math.abs(this.velocity) < 0.06 * this.range) {
      this.mode = "idle";
      return;
    }
    const landing = this.value + this.velocity * COASTS_S;
    const ahead = (detent) => (detent - this.value) * this.velocity > 0;
    this.goal = this.nearest(landing, catch_radius, ahead);
    if (this.goal !== null) this.velocity = (this.goal - this.value) / COASTS_S;
    this.mode = "coasting";
  }

  // Let time pass; returns whether it moved.
  step(dt_s) {
    if (this.mode !== "coasting") return false;
    const decay = Math.exp(-dt_s / COASTS_S);
    const wanted = this.value + this.velocity * COASTS_S * (1 - decay);
    this.velocity *= decay;
    this.value = this.clamp(wanted);
    if (this.value !== wanted) {
      this.mode = "idle";
    } else if (Math.abs(this.velocity) * COASTS_S < AT_REST * this.range) {
      if (this.goal !== null) this.value = this.goal;
      this.mode = "idle";
    }
    this.raw = this.value;
    return true;
  }

  stop() {
    this.mode = "idle";
    this.velocity = 0;
  }

  nearest(value, radius, allowed = () => true) {
    let found = null;
    for (const detent of this.detents) {
      const distance = Math.abs(detent - value);
      if (distance <= radius && allowed(detent) && (found === null || distance < Math.abs(found - value))) found = detent;
    }
    return found;
  }
}
