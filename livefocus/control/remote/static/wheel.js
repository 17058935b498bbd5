// The follow-focus wheel: a hand, a flywheel and a barrel, kept in step with the show.

import { Barrel } from "./barrel.js";
import { Flywheel } from "./physics.js";

const THROW_RADIANS = (300 * Math.PI) / 180; // from stop to stop, as on a cinema lens
const DETENT_PX = 5;      // while a hand turns it
const CATCH_PX = 34;      // for a throw that comes to rest
const EVERY_MS = 14;
const OURS_FOR_MS = 1500; // how long a show may take to say that it goes where we sent it

export class Wheel {
  constructor(element, link) {
    this.element = element;
    this.link = link;
    this.fly = new Flywheel();
    this.barrel = new Barrel(element.querySelector("canvas"));
    this.shown = null;
    this.sent = [];
    this.pointer = null;
    this.inDetent = null;
    element.addEventListener("pointerdown", (event) => this.down(event));
    element.addEventListener("pointermove", (event) => this.move(event));
    for (const end of ["pointerup", "pointercancel"]) element.addEventListener(end, (event) => this.up(event));
    element.addEventListener("keydown", (event) => this.key(event));
    element.addEventListener("wheel", (event) => this.roll(event), { passive: false });
    new ResizeObserver(() => { this.barrel.fit(); this.wake(); }).observe(element);
  }

  get state() { return this.link.state; }

  // How much a pixel at the witness line is, in inverse depth.
  get perPx() { return this.fly.range / (THROW_RADIANS * Math.max(this.barrel.width / 2, 1)); }

  // Whether the wheel, not the show, knows where focus is to be.
  get leads() {
    if (this.fly.mode !== "idle") return true;
    const last = this.sent[this.sent.length - 1];
    return Boolean(last) && performance.now() - last[0] < OURS_FOR_MS && Math.abs(this.state.focus - last[1]) > 0.002 * this.fly.range;
  }

  take(changed) {
    const { far, near, marks, target } = this.state;
    this.fly.low = far;
    this.fly.high = near;
    this.fly.detents = Object.values(marks).map((mark) => mark.inverse_depth);
    if (changed.has("target") && !this.isOurs(target)) {
      if (this.fly.mode === "coasting") this.fly.stop(); // another hand caught it
      if (this.fly.mode === "idle") this.sent = [];
    }
    this.wake();
  }

  isOurs(target) {
    return this.sent.some(([at_ms, value]) => value === target && performance.now() - at_ms < OURS_FOR_MS + 1000);
  }

  // Send a place; on the way to another one no more often than a show has pictures, however quick this screen is.
  send(value, { onTheWay = false, coasting = false } = {}) {
    const last = this.sent[this.sent.length - 1];
    if (last && (last[1] === value || (onTheWay && performance.now() - last[0] < EVERY_MS))) return;
    if (!(coasting ? this.link.coast(value) : this.link.act(`focus ${value}`))) return;
    this.sent.push([performance.now(), value]);
    if (this.sent.length > 200) this.sent.shift();
  }

  down(event) {
    if (this.pointer !== null || event.button) return;
    this.pointer = event.pointerId;
    this.element.setPointerCapture(event.pointerId);
    this.element.classList.add("held");
    this.x = event.clientX;
    const caught = this.fly.mode === "coasting";
    const at = caught ? this.fly.value : this.shown ?? this.state.focus ?? 0;
    this.fly.grab(at, event.timeStamp);
    if (caught || Math.abs((this.state.target ?? at) - at) > 0.001) this.send(this.fly.value); // a pull under way is caught too
    this.wake();
  }

  move(event) {
    if (event.pointerId !== this.pointer) return;
    const by = (this.x - event.clientX) * this.perPx;
    this.x = event.clientX;
    const detent = this.fly.drag(by, event.timeStamp, DETENT_PX * this.perPx);
    if (detent !== null && detent !== this.inDetent) navigator.vibrate?.(8);
    this.inDetent = detent;
    this.wake();
  }

  up(event) {
    if (event.pointerId !== this.pointer) return;
    this.pointer = null;
    this.element.classList.remove("held");
    this.send(this.fly.value);
    this.fly.release(event.timeStamp, CATCH_PX * this.perPx);
    if (matchMedia("(prefers-reduced-motion: reduce)").matches) this.fly.stop();
    this.wake();
  }

  key(event) {
    const fine = event.shiftKey ? 0.2 : 1;
    const steps = { ArrowRight: 0.02, ArrowUp: 0.02, ArrowLeft: -0.02, ArrowDown: -0.02 };
    const jumps = { Home: () => this.fly.low, End: () => this.fly.high, PageUp: () => this.mark(1), PageDown: () => this.mark(-1) };
    let to = null;
    if (event.key in steps) to = this.fly.clamp((this.state.target ?? 0) + steps[event.key] * fine * this.fly.range);
    else if (event.key in jumps) to = jumps[event.key]();
    if (to === null || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    this.fly.stop();
    this.send(to);
    this.state.target = to; // a key held down goes on from here, not from what the show said last
  }

  // The next mark in a direction.
  mark(way) {
    const planes = this.fly.detents.filter((plane) => (plane - this.state.target) * way > 1e-4);
    return planes.length ? (way > 0 ? Math.min(...planes) : Math.max(...planes)) : null;
  }

  roll(event) {
    event.preventDefault();
    const by = (event.deltaX || event.deltaY) * (event.deltaMode ? 16 : 1);
    this.fly.stop();
    const to = this.fly.clamp((this.state.target ?? 0) + by * this.perPx * 0.5);
    this.send(to);
    this.state.target = to;
  }

  wake() {
    if (!this.frame) this.frame = requestAnimationFrame((now) => this.tick(now));
  }

  tick(now) {
    this.frame = null;
    const dt_s = Math.min((now - (this.ticked ?? now)) / 1000, 0.1);
    this.ticked = now;
    if (this.state.focus === undefined) return;
    const coasting = this.fly.step(dt_s);
    if (coasting || this.fly.mode === "held") this.send(this.fly.value, { onTheWay: this.fly.mode !== "idle", coasting });
    const goal = this.leads ? this.fly.mode === "idle" ? this.sent[this.sent.length - 1][1] : this.fly.value : this.state.focus;
    const stiff = this.fly.mode === "idle" ? 1 - Math.exp(-dt_s / 0.05) : 1;
    this.shown = this.shown === null ? goal : this.shown + (goal - this.shown) * stiff;
    const settled = Math.abs(goal - this.shown) < 1e-4;
    if (settled) this.shown = goal;
    this.draw();
    if (!settled || this.fly.mode !== "idle") this.wake();
    else this.ticked = null;
  }

  draw() {
    const { target, marks } = this.state;
    this.barrel.draw({
      centre: this.shown, target, marks, low: this.fly.low, high: this.fly.high, radians: THROW_RADIANS,
      bent: (-this.fly.strain / this.fly.range) * THROW_RADIANS,
    });
    this.onshow?.(this.shown);
  }
}
