// The way to the show and back: actions out, state in, and taken up again by itself when it breaks.

const RETRY_MS = [200, 400, 800, 1500, 2500];

export class Link extends EventTarget {
  constructor() {
    super();
    this.state = {};
    this.open = false;
    this.tries = 0;
    this.version = null;
    addEventListener("online", () => this.hurry());
    document.addEventListener("visibilitychange", () => { if (!document.hidden) this.hurry(); });
  }

  connect() {
    clearTimeout(this.timer);
    this.timer = null;
    const socket = this.socket = new WebSocket(`ws://${location.host}/ws`);
    socket.onmessage = ({ data }) => this.take(JSON.parse(data));
    socket.onclose = () => this.lost(socket);
  }

  // Do actions, in their text form; what is said while the show is away is not kept: a pull out of the blue helps nobody.
  act(...actions) {
    if (!this.open || !actions.length) return false;
    this.socket.send(JSON.stringify(actions.length === 1 ? { action: actions[0] } : { actions }));
    return true;
  }

  // Go on to the next place of a throw; the show sees to it that no other hand is overruled.
  coast(plane) {
    if (this.open) this.socket.send(JSON.stringify({ coast: plane }));
    return this.open;
  }

  take(data) {
    if (data.hello) {
      if (this.version !== null && this.version !== data.hello.version) return location.reload();
      this.version = data.hello.version;
      this.state = {};
      this.open = true;
      this.tries = 0;
      this.tell("hello", data.hello);
    }
    if (data.state) {
      Object.assign(this.state, data.state);
      this.tell("state", new Set(Object.keys(data.state)));
    }
    if (data.message) this.tell("message", { text: data.message });
    if (data.error) this.tell("message", { text: data.error, wrong: true });
  }

  async lost(socket) {
    if (socket !== this.socket) return;
    this.open = false;
    this.tell("lost");
    const wait_ms = RETRY_MS[Math.min(this.tries++, RETRY_MS.length - 1)];
    if (await unpaired()) return this.tell("unpaired");
    if (!this.timer) this.timer = setTimeout(() => this.connect(), wait_ms);
  }

  hurry() {
    if (this.timer) this.connect();
  }

  tell(name, detail) { this.dispatchEvent(new CustomEvent(name, { detail })); }
}

async function unpaired() {
  try {
    return (await fetch("/api/state")).status === 401;
  } catch {
    return false;
  }
}

// Exchange a pairing code for a cookie; returns what is wrong, empty where nothing is.
export async function pair(code) {
  try {
    const answer = await fetch("/api/pair", {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ code }),
    });
    return answer.ok ? "" : (await answer.json()).error;
  } catch {
    return "livefocus does not answer";
  }
}
