// Draws the barrel: a drum seen from the side, with its scale, the marks on it, and the line they are read at.

const COLOURS = {
  tooth: "#434853", scale: "#a9adb8", faint: "#5c616d", witness: "#f2b45a", goal: "#7cc6d6", mark: "#f2b45a",
  lost: "#c0564a", stop: "#c0564a",
};

export class Barrel {
  constructor(canvas) {
    this.canvas = canvas;
    this.context = canvas.getContext("2d");
    this.width = this.height = 0;
  }

  fit() {
    const { clientWidth, clientHeight } = this.canvas.parentElement;
    const density = Math.min(devicePixelRatio || 1, 3);
    this.width = clientWidth;
    this.height = clientHeight;
    this.canvas.width = Math.round(clientWidth * density);
    this.canvas.height = Math.round(clientHeight * density);
    this.context.setTransform(density, 0, 0, density, 0, 0);
  }

  // view: centre, target, low, high, marks {letter: {inverse_depth, lost}}, radians (of the whole range), bent
  draw(view) {
    const c = this.context, radius = this.width / 2;
    const angle = (value) => ((value - view.centre) / (view.high - view.low)) * view.radians + view.bent;
    const at = (value) => {
      const a = angle(value);
      return Math.abs(a) < 1.5 ? { x: radius + radius * Math.sin(a), lean: Math.cos(a) } : null;
    };
    c.clearRect(0, 0, this.width, this.height);
    this.gear(c, angle, radius, view);
    this.scale(c, at, view);
    this.stops(c, at, view);
    this.marks(c, at, view);
    this.lines(c, at, view, radius);
  }

  gear(c, angle, radius, view) {
    const top = this.height * 0.58, teeth = Math.round(view.radians * 22);
    c.fillStyle = "#191b20";
    c.fillRect(0, top, this.width, this.height - top);
    for (let tooth = 0; tooth <= teeth; tooth++) {
      const a = angle(view.low + (tooth / teeth) * (view.high - view.low));
      if (Math.abs(a) > 1.55) continue;
      const x = radius + radius * Math.sin(a), lean = Math.cos(a);
      const wide = Math.max(radius * 0.022 * lean, 0.6);
      c.globalAlpha = 0.25 + 0.75 * lean;
      c.fillStyle = COLOURS.tooth;
      c.fillRect(x - wide / 2, top, wide, this.height - top);
      c.fillStyle = "rgba(255,255,255,.08)";
      c.fillRect(x - wide / 2, top, wide / 3, this.height - top);
    }
    c.globalAlpha = 1;
    const shade = c.createLinearGradient(0, 0, this.width, 0);
    shade.addColorStop(0, "rgba(8,9,11,.96)");
    shade.addColorStop(0.3, "rgba(8,9,11,.25)");
    shade.addColorStop(0.5, "rgba(8,9,11,0)");
    shade.addColorStop(0.7, "rgba(8,9,11,.25)");
    shade.addColorStop(1, "rgba(8,9,11,.96)");
    c.fillStyle = shade;
    c.fillRect(0, top, this.width, this.height - top);
    c.fillStyle = "rgba(0,0,0,.5)";
    c.fillRect(0, top, this.width, 1);
  }

  scale(c, at, view) {
    const bottom = this.height * 0.58 - 4;
    const step = (view.high - view.low) / 50;
    c.textAlign = "center";
    c.textBaseline = "alphabetic";
    c.font = "500 11px system-ui, sans-serif";
    for (let i = 0; i <= 50; i++) {
      const value = view.low + i * step, place = at(value);
      if (!place) continue;
      const major = i % 5 === 0;
      c.globalAlpha = place.lean ** 1.5 * (major ? 1 : 0.6);
      c.fillStyle = major ? COLOURS.scale : COLOURS.faint;
      const tall = major ? 9 : 5;
      c.fillRect(place.x - 0.5, bottom - tall, 1, tall);
      const taken = Object.values(view.marks).some((mark) => Math.abs(mark.inverse_depth - value) < step);
      if (major && !taken && place.lean > 0.35) c.fillText(value.toFixed(1).replace(/^0(?=\.)/, ""), place.x, bottom - 13);
    }
    c.globalAlpha = 1;
  }

  stops(c, at, view) {
    c.fillStyle = COLOURS.stop;
    for (const value of [view.low, view.high]) {
      const place = at(value);
      if (!place) continue;
      c.globalAlpha = place.lean;
      c.fillRect(place.x - 1.5, this.height * 0.3, 3, this.height * 0.7);
    }
    c.globalAlpha = 1;
  }

  marks(c, at, view) {
    c.textAlign = "center";
    c.textBaseline = "middle";
    for (const [letter, mark] of Object.entries(view.marks)) {
      const place = at(mark.inverse_depth);
      if (!place) continue;
      c.globalAlpha = 0.15 + 0.85 * place.lean;
      c.fillStyle = mark.lost ? COLOURS.lost : COLOURS.mark;
      const wide = 20 * Math.max(place.lean, 0.3);
      c.beginPath();
      c.moveTo(place.x - wide / 2, 3);
      c.lineTo(place.x + wide / 2, 3);
      c.lineTo(place.x + wide / 2, 17);
      c.lineTo(place.x, 24);
      c.lineTo(place.x - wide / 2, 17);
      c.fill();
      c.fillRect(place.x - 0.75, 24, 1.5, this.height * 0.58 - 28);
      c.fillStyle = "#17130b";
      c.font = "700 12px system-ui, sans-serif";
      if (place.lean > 0.3) c.fillText(letter.toUpperCase(), place.x, 10.5);
    }
    c.globalAlpha = 1;
  }

  lines(c, at, view, radius) {
    const goal = at(view.target);
    if (goal && Math.abs(view.target - view.centre) > 0.002) {
      c.fillStyle = COLOURS.goal;
      c.fillRect(goal.x - 1, this.height * 0.58, 2, this.height * 0.42);
    }
    c.fillStyle = COLOURS.witness;
    c.fillRect(radius - 1, 25, 2, this.height - 25);
    c.beginPath();
    c.moveTo(radius - 7, this.height);
    c.lineTo(radius + 7, this.height);
    c.lineTo(radius, this.height - 9);
    c.fill();
  }
}
