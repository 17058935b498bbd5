// purpose     a row of old houses along a street: shops below, shuttered windows above, some of them lit
// inputs      place on the wall: metres along the street, metres above ground
// outputs     linear colour, opaque
// resolution  the canvas's samples
// colour      linear
#include "scene/lib/noise.glsl"
#include "scene/lib/light.glsl"

in vec2 v_card_m;
uniform float u_seed;
uniform float u_sunlit;         // 1 the side the sun grazes … 0 the side in shade
uniform float u_house_m;        // width of a house
uniform vec3 u_direct;          // light of its own colour that falls on it
out vec4 o_colour;

const float SHOP_M = 3.15, FLOOR_M = 3.0;
vec2 pixel;

float box(vec2 p, vec2 half_size) {
    vec2 d = (half_size - abs(p)) / pixel + 0.5;
    return clamp(d.x, 0.0, 1.0) * clamp(d.y, 0.0, 1.0);
}

vec3 plaster(int house) {
    float r = random1(ivec2(house, int(u_seed)));
    if (r < 0.2) return vec3(0.66, 0.42, 0.24);
    if (r < 0.4) return vec3(0.58, 0.27, 0.19);
    if (r < 0.6) return vec3(0.70, 0.58, 0.42);
    if (r < 0.8) return vec3(0.40, 0.42, 0.44);
    return vec3(0.62, 0.36, 0.30);
}

vec3 trim(int house) {
    float r = random1(ivec2(house, 31 + int(u_seed)));
    if (r < 0.25) return vec3(0.05, 0.13, 0.12);
    if (r < 0.5) return vec3(0.20, 0.035, 0.045);
    if (r < 0.75) return vec3(0.045, 0.075, 0.14);
    return vec3(0.13, 0.07, 0.035);
}

float bricks(vec2 p) {
    vec2 q = p / vec2(0.24, 0.08);
    q.x += 0.5 * mod(floor(q.y), 2.0);
    vec2 f = abs(fract(q) - 0.5);
    vec2 w = fwidth(q);
    float joint = max(clamp((f.x - 0.46) / w.x + 0.5, 0.0, 1.0), clamp((f.y - 0.42) / w.y + 0.5, 0.0, 1.0));
    float fade = seen(q, 1.0);
    return 1.0 + fade * (0.35 * (random1(ivec2(floor(q))) - 0.5) - 0.35 * joint);
}

// what is seen through a lit pane: warm wall, shelves, lamps
vec3 interior(vec2 p, float r) {
    vec3 warm = mix(vec3(1.05, 0.44, 0.10), vec3(1.15, 0.60, 0.19), r);
    float shelf = line(fract(p.y / 0.42 + r) - 0.5, 0.05, pixel.y / 0.42);
    float things = step(0.35, noise(vec2(p.x * 11.0, floor(p.y / 0.42 + r) * 9.0 + r * 50.0)));
    float up = fract(p.y / 0.42 + r);
    float goods = things * smoothstep(0.62, 0.55, up) * step(0.5, up + 0.45);
    vec3 colour = warm * (0.55 + 0.45 * smoothstep(0.3, 2.4, p.y)) * (0.75 + 0.5 * cloudy(p * 1.7 + r * 30.0));
    colour *= 1.0 - 0.45 * shelf - 0.35 * goods;
    vec2 lamp = vec2((fract(p.x / 0.95 + r) - 0.5) * 0.95, p.y - 1.98 - 0.12 * r);
    float bulb = clamp((0.055 - length(lamp)) / max(pixel.x, pixel.y) + 0.5, 0.0, 1.0);
    colour += vec3(0.9, 0.50, 0.16) * exp(-dot(lamp, lamp) * 14.0);
    return mix(colour, vec3(4.0, 2.5, 1.1), bulb);
}

vec3 shop(vec2 p, int house, float x, float width, vec3 wall) {
    vec3 wood = trim(house);
    float r = random1(ivec2(house, 77 + int(u_seed)));
    vec3 light = u_sky_colour + u_direct * u_sunlit;
    vec3 colour = wood * light * (1.0 + 0.25 * noise(vec2(p.x * 30.0, p.y * 2.0)));
    float glass = 0.0;
    vec2 at = vec2(x, p.y);
    float door = width * (r < 0.5 ? -0.30 : 0.30);
    float door_box = box(at - vec2(door, 1.15), vec2(0.48, 1.15));
    float pane_x = x - (r < 0.5 ? 0.55 : -0.55);
    float window = box(vec2(pane_x, p.y - 1.42), vec2(width * 0.5 - 0.95, 0.92));
    float bars = line(fract(pane_x / 0.78) - 0.5, 0.022, pixel.x / 0.78) + line(p.y - 1.98, 0.025, pixel.y);
    glass = window * (1.0 - clamp(bars, 0.0, 1.0)) + box(at - vec2(door, 1.42), vec2(0.34, 0.75));
    vec3 inside = interior(vec2(p.x, p.y), r);
    vec3 pane = inside * (0.85 + 0.25 * r);
    float reflection = smoothstep(0.45, 0.75, cloudy(vec2(p.x * 0.8 + p.y * 0.5, p.y * 0.6) + r * 9.0));
    pane = mix(pane, pane * 0.6 + u_sky_colour * 0.30, 0.5 * reflection);
    colour = mix(colour, pane, clamp(glass, 0.0, 1.0));
    colour *= 1.0 - 0.5 * (line(abs(x - door) - 0.46, 0.02, pixel.x)) * step(p.y, 2.3);
    // sign board with gilt letters
    float board = box(vec2(x, p.y - 2.68), vec2(width * 0.5 - 0.16, 0.22));
    vec3 sign = wood * light * 0.8;
    float letters = step(0.42, noise(vec2(p.x * 9.0, 3.0 + r * 20.0))) * box(vec2(x, p.y - 2.68), vec2(width * 0.28, 0.085));
    letters *= step(0.16, fract(p.x * 4.2));
    sign = mix(sign, vec3(1.25, 0.78, 0.30), letters * 0.9);
    colour = mix(colour, sign, board);
    float pier = smoothstep(width * 0.5 - 0.20, width * 0.5 - 0.16, abs(x));
    return mix(colour, wall * 0.8, pier);
}

vec3 window_bay(vec2 p, vec2 at, ivec2 cell, int house, vec3 wall, vec3 light) {
    float r = random1(cell + 400);
    vec3 shutter = trim(house) * 1.6 + 0.03;
    float opening = box(at, vec2(0.44, 0.80));
    float frame = opening - box(at, vec2(0.38, 0.74));
    float cross = (line(at.x, 0.025, pixel.x) + line(at.y - 0.2, 0.025, pixel.y)) * opening;
    vec3 dark = mix(vec3(0.055, 0.06, 0.09), u_sky_colour * 0.55, smoothstep(-0.6, 0.8, at.y + at.x * 0.5));
    vec3 bright = vec3(1.15, 0.56, 0.16) * (0.75 + 0.4 * noise(p * 2.3)) * (1.0 - 0.45 * smoothstep(0.1, 0.4, abs(at.x)) * step(0.5, fract(r * 9.0)));
    vec3 glass = r < 0.42 ? bright : dark;
    vec3 colour = mix(wall, glass, opening);
    colour = mix(colour, vec3(0.62, 0.57, 0.50) * light, clamp(frame + cross, 0.0, 1.0));
    float wings = box(vec2(abs(at.x) - 0.70, at.y), vec2(0.235, 0.82));
    float slats = 0.72 + 0.28 * mix(0.5, step(0.45, fract(at.y * 14.0)), seen(vec2(at.y), 0.07));
    colour = mix(colour, shutter * light * slats, wings * step(0.25, random1(ivec2(house, 5))));
    float sill = box(at + vec2(0.0, 0.88), vec2(0.56, 0.05));
    colour = mix(colour, wall * 1.35, sill);
    colour *= 1.0 - 0.4 * box(at + vec2(0.0, 0.98), vec2(0.54, 0.045));
    return colour;
}

void main() {
    vec2 p = v_card_m;
    pixel = max(fwidth(p), vec2(1e-4));
    int house = int(floor(p.x / u_house_m));
    float x = (fract(p.x / u_house_m) - 0.5) * u_house_m;
    vec3 albedo = plaster(house);
    bool brick = random1(ivec2(house, 55 + int(u_seed))) < 0.5;
    albedo *= brick ? bricks(p) : 0.92 + 0.16 * cloudy(p * 5.0);
    albedo *= 0.86 + 0.24 * cloudy(p * vec2(0.9, 0.35) + 7.0);
    float up = smoothstep(0.5, 9.0, p.y);
    vec3 light = u_sky_colour * (0.62 + 0.5 * up) + u_direct * u_sunlit * (0.26 + 0.8 * up) + u_lamp_colour * 0.35 * exp(-p.y * 0.5);
    vec3 wall = albedo * light;
    float level = (p.y - SHOP_M) / FLOOR_M;
    float columns = floor(u_house_m / 1.9);
    float bay = fract(x / u_house_m * columns + 0.5 * columns) - 0.5;
    ivec2 cell = ivec2(house * 8 + int(floor(x / u_house_m * columns + 0.5 * columns)), int(floor(level)) + int(u_seed));
    vec2 at = vec2(bay * u_house_m / columns, (fract(level) - 0.52) * FLOOR_M);
    vec3 colour = p.y < SHOP_M ? shop(p, house, x, u_house_m, wall) : window_bay(p, at, cell, house, wall, light);
    float ledge = line(p.y - SHOP_M, 0.09, pixel.y) + line(fract(level) * FLOOR_M - 0.06, 0.05, pixel.y) * step(SHOP_M, p.y);
    colour = mix(colour, wall * 1.25 + 0.02, clamp(ledge, 0.0, 1.0));
    colour *= 1.0 - 0.45 * line(p.y - SHOP_M + 0.16, 0.07, pixel.y);
    colour *= 1.0 - 0.5 * line(abs(x) - 0.5 * u_house_m, 0.035, pixel.x);
    colour *= 0.55 + 0.45 * smoothstep(0.0, 0.35, p.y);
    o_colour = vec4(hazed(colour, 1.0 / gl_FragCoord.w), 1.0);
}
