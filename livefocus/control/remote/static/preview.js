// The live picture: one small JPEG after the other, each asked for when the last is drawn, and none while nobody looks.

const HOLD_MS = 550;

export class Preview {
  constructor(frame, link, act) {
    this.frame = frame;
    this.canvas = frame.querySelector("canvas");
    this.context = this.canvas.getContext("2d", { alpha: false });
    this.aim = frame.querySelector(".aim");
    this.waiting = frame.querySelector(".waiting");
    this.link = link;
    this.act = act;
    this.at = { x: 0.5, y: 0.5 };
    this.visible = true;
    link.addEventListener("hello", () => this.connect());
    document.addEventListener("visibilitychange", () => this.ask());
    new IntersectionObserver(([entry]) => { this.visible = entry.isIntersecting; this.ask(); }).observe(frame);
    frame.addEventListener("pointerdown", (event) => this.down(event));
    frame.addEventListener("pointerup", (event) => this.up(event));
    for (const end of ["pointercancel", "pointerleave"]) frame.addEventListener(end, () => this.drop());
    frame.addEventListener("contextmenu", (event) => event.preventDefault());
    frame.addEventListener("keydown", (event) => this.key(event));
    frame.addEventListener("blur", () => { this.aim.hidden = true; });
  }

  connect() {
    this.socket?.close();
    const socket = this.socket = new WebSocket(`ws://${location.host}/ws/preview`);
    socket.binaryType = "blob";
    this.asked = false;
    socket.onopen = () => this.ask();
    socket.onmessage = ({ data }) => this.show(socket, data);
    socket.onclose = (event) => {
      if (socket !== this.socket) return;
      this.say(event.code === 1013 ? "too many are watching" : "waiting for the picture");
    };
  }

  ask() {
    if (this.asked || !this.visible || document.hidden || this.socket?.readyState !== WebSocket.OPEN) return;
    this.asked = true;
    this.socket.send("next");
  }

  async show(socket, data) {
    if (typeof data === "string") return this.say(JSON.parse(data).error);
    const picture = await createImageBitmap(data);
    if (socket !== this.socket) return;
    if (this.canvas.width !== picture.width || this.canvas.height !== picture.height) {
      this.canvas.width = picture.width;
      this.canvas.height = picture.height;
      this.frame.style.setProperty("--shape", picture.width / picture.height);
    }
    this.context.drawImage(picture, 0, 0);
    picture.close();
    this.waiting.hidden = true;
    this.frame.dataset.pictures = Number(this.frame.dataset.pictures || 0) + 1;
    this.asked = false;
    this.ask();
  }

  say(text) {
    this.waiting.textContent = text;
    this.waiting.hidden = false;
  }

  down(event) {
    if (event.button) return;
    this.pressed = event.pointerId;
    this.started = { x: event.clientX, y: event.clientY };
    this.point(event);
    this.hold = setTimeout(() => { this.drop(); this.do("follow at"); }, HOLD_MS);
  }

  up(event) {
    if (event.pointerId !== this.pressed) return;
    const moved = Math.hypot(event.clientX - this.started.x, event.clientY - this.started.y) > 12;
    this.drop();
    if (!moved) this.do("tap");
  }

  drop() {
    clearTimeout(this.hold);
    this.pressed = null;
  }

  point(event) {
    const box = this.canvas.getBoundingClientRect();
    const share = (place, start, length) => Math.min(Math.max((place - start) / length, 0), 1);
    this.at = { x: share(event.clientX, box.left, box.width), y: share(event.clientY, box.top, box.height) };
  }

  do(verb) {
    this.act(`${verb} ${this.at.x.toFixed(4)} ${this.at.y.toFixed(4)}`);
    this.mark(verb === "tap" ? "tapped" : "followed");
  }

  mark(how) {
    this.aim.style.left = `${this.at.x * 100}%`;
    this.aim.style.top = `${this.at.y * 100}%`;
    this.aim.hidden = false;
    this.aim.className = "aim";
    void this.aim.offsetWidth; // starts its animation anew
    this.aim.classList.add(how);
  }

  key(event) {
    const steps = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
    if (event.key in steps) {
      const [x, y] = steps[event.key], by = event.shiftKey ? 0.01 : 0.05;
      this.at = { x: Math.min(Math.max(this.at.x + x * by, 0), 1), y: Math.min(Math.max(this.at.y + y * by, 0), 1) };
      this.mark("aiming");
    } else if (event.key === "Enter" || event.key === " ") this.do("tap");
    else if (event.key === "f") this.do("follow at");
    else return;
    event.preventDefault();
    event.stopPropagation();
  }
}
