// purpose     the sea, alive: swell, ripples, glitter, and surf that runs up the sand and back
// inputs      place on the water: x right, z away, metres; how much of the round has passed
// outputs     premultiplied linear colour; inverse depth with alpha 1, exact as the water is level
// resolution  the picture
// colour      linear
// note        everything that moves comes back after a round, so that it closes
#include "scene/lib/light.glsl"
#include "scene/lib/tone.glsl"

in vec2 v_card_m;
uniform float u_round;          // 0…1
uniform float u_near_m;
uniform float u_exposure;
uniform float u_shore_m;        // where dry sand begins, and
uniform float u_waves;          // how many waves come in a round: a multiple of three
layout(location = 0) out vec4 o_colour;
layout(location = 1) out vec4 o_inverse_depth;

const float TAU = 6.2831853, RUN_M = 0.95, FIRST_M = 9.0;

// a quick hash and its noise, 0…1: this shader runs in every picture, on machines without a GPU too
float scattered(ivec2 cell) {
    uint h = uint(cell.x) * 0x9E3779B1u ^ uint(cell.y) * 0x85EBCA77u;
    h = (h ^ (h >> 15u)) * 0x2C1B3C6Du;
    return float((h ^ (h >> 13u)) >> 8u) / 16777216.0;
}

float ruffled(vec2 p) {
    vec2 f = fract(p);
    ivec2 i = ivec2(floor(p));
    f = f * f * (3.0 - 2.0 * f);
    return mix(mix(scattered(i), scattered(i + ivec2(1, 0)), f.x),
               mix(scattered(i + ivec2(0, 1)), scattered(i + ivec2(1, 1)), f.x), f.y);
}

vec2 circling(float times, float reach) {
    return reach * vec2(cos(TAU * times * u_round), sin(TAU * times * u_round));
}

// how far the last wave has run up the sand here, 0…1: quick up, slow back
float run_up(float x) {
    float t = fract(u_round * u_waves + 0.08 * ruffled(vec2(x * 0.35, 3.0)));
    return t < 0.3 ? sin(0.25 * TAU * t / 0.3) : cos(0.25 * TAU * (t - 0.3) / 0.7);
}

// foam of a wave that rolls in: 1 on its crest; `lit` is its smooth face before it breaks
float roller(vec2 p, float k, float edge, out float lit) {
    float t = fract(u_round * u_waves / 3.0 + k / 3.0);
    float way = FIRST_M * (1.0 - t);
    float bend = 1.5 * (ruffled(vec2(p.x * 0.24 + 7.0 * k, 5.0)) - 0.5) + 0.16 * (ruffled(vec2(p.x * 1.3, 11.0 + k)) - 0.5);
    float d = p.y - (u_shore_m + way + bend * (0.4 + 0.6 * way / FIRST_M));
    lit = 0.0;
    if (abs(d) > 1.6) return 0.0;
    float strength = smoothstep(0.0, 0.16, t) * smoothstep(1.0, 0.9, t);
    strength *= smoothstep(0.22, 0.55, ruffled(vec2(p.x * 0.40 + 17.0 * k, 23.0)));  // no wave is a ruler's line
    float broken = smoothstep(0.30, 0.72, t + 0.45 * (ruffled(vec2(p.x * 0.55 + 31.0 * k, 2.0)) - 0.5));
    float wide = 0.10 + 0.42 * broken;
    float lace = ruffled(vec2(p.x * 5.0, d * 9.0) + circling(2.0, 1.5)) * 0.6 + 0.4 * ruffled(vec2(p.x * 14.0, d * 22.0));
    float crest = smoothstep(wide + edge, 0.0, d) * smoothstep(-0.10 - edge, 0.0, d);
    lit = strength * smoothstep(1.1, 0.1, abs(d + 0.35)) * (1.0 - 0.5 * broken);
    return strength * crest * smoothstep(0.50 - 0.42 * broken, 0.80 - 0.42 * broken, lace + 0.25 * (1.0 - d / wide));
}

// the sun on it: sparks that flash each at their own moments
float spark(vec2 q, float road) {
    vec2 cell = floor(q * vec2(2.3, 3.4));
    vec2 r = vec2(scattered(ivec2(cell)), scattered(ivec2(cell) + 500));
    float turn = 0.5 + 0.5 * sin(TAU * (floor(3.0 + 8.0 * r.x) * u_round + r.y));
    vec2 off = fract(q * vec2(2.3, 3.4)) - 0.25 - 0.5 * r.yx;
    float shape = smoothstep(0.22, 0.05, length(off * vec2(0.7, 1.5)));
    return smoothstep(0.86, 1.0, turn) * shape * step(1.0 - 0.75 * road, r.x * 0.3 + 0.7 * r.y);
}

void main() {
    vec2 p = v_card_m;
    float z = p.y, pixel = fwidth(p.y);
    float shore = u_shore_m + 0.35 * (ruffled(vec2(p.x * 0.22, 1.0)) - 0.5) + 0.10 * (ruffled(vec2(p.x * 1.1, 8.0)) - 0.5);
    float front = shore - RUN_M * (run_up(p.x) - 0.35);
    float d = z - front;
    vec2 q = vec2(p.x / z * 34.0, log(z) * 17.0);  // of the same size wherever it is in the picture
    float swell = ruffled(q * vec2(0.55, 1.0) + circling(1.0, 0.8)) * 0.6 + 0.4 * ruffled(q * vec2(1.7, 2.6) + circling(2.0, 0.9));
    float fine = ruffled(q * vec2(3.2, 6.5) + circling(3.0, 1.1));
    float far = smoothstep(13.0, 75.0, z);
    vec3 shallow = vec3(0.30, 0.62, 0.58), middle = vec3(0.060, 0.33, 0.42), deep = vec3(0.022, 0.135, 0.27);
    vec3 water = mix(mix(shallow, middle, smoothstep(0.0, 7.0, d)), deep, far);
    water *= 0.80 + 0.42 * swell + 0.16 * (fine - 0.5);
    float facing = smoothstep(0.46, 0.74, 0.7 * swell + 0.3 * fine);
    vec3 colour = mix(water * 1.15, u_sky_colour * 1.0, (0.16 + 0.30 * far) * facing);
    float foam = 0.0;
    if (d < FIRST_M + 1.5) {
        float lit, sum = 0.0;
        for (int k = 0; k < 3; ++k) {
            foam = max(foam, roller(p, float(k), pixel, lit));
            sum += lit;
        }
        colour = mix(colour, vec3(0.32, 0.70, 0.64), 0.42 * clamp(sum, 0.0, 1.0));
    }
    float road = exp(-pow((p.x / z - 0.13) / 0.11, 2.0));
    if (road > 0.02 && z > 15.0) colour += u_sun_colour * road * (2.4 * spark(q, road) * smoothstep(15.0, 24.0, z) + 0.10 * facing * far);
    // the thin edge that runs over the sand
    if (d < 1.0) {
        float lace = ruffled(vec2(p.x * 3.2, d * 7.0) + circling(1.0, 1.0)) * 0.55 + 0.45 * ruffled(vec2(p.x * 9.0, d * 15.0));
        float edge = smoothstep(0.20, 0.02, d) + 0.75 * smoothstep(0.95, 0.1, d) * smoothstep(0.50, 0.66, lace);
        foam = max(foam, clamp(edge, 0.0, 1.0));
    }
    colour = mix(colour, vec3(0.95, 0.95, 0.92) * (u_sky_colour * 0.55 + u_sun_colour * 0.42), clamp(foam, 0.0, 1.0));
    colour = hazed(colour, 1.0 / gl_FragCoord.w);
    float alpha = clamp(d / max(pixel, 1e-4) + 0.5, 0.0, 1.0) * mix(0.55, 1.0, max(foam, smoothstep(0.0, 1.6, d)));
    vec3 shown = printed_nearly(shoulder(colour * u_exposure));
    o_colour = vec4(shown * alpha, alpha);
    o_inverse_depth = vec4(u_near_m * gl_FragCoord.w, 0.0, 0.0, 1.0);
}
