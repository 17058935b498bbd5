// purpose     what things are made of, as a change of colour and a little relief, in the card's own metres
// inputs      a place on the card
// outputs     vec2: how much of the second colour (0…1), and height (about ±1) for the light to catch
// source      our own; each pattern fades before it is finer than a sample

vec2 woven(vec2 p) {
    vec2 q = p / 0.0032;
    float over = sin(q.x * 3.1416) * sin(q.y * 3.1416);
    float slub = noise(vec2(q.x * 0.13, q.y * 1.9)) + noise(vec2(q.x * 1.9, q.y * 0.13)) - 1.0;
    return vec2(0.5 + 0.5 * slub, over * seen(q, 2.0) + 0.6 * slub);
}

vec2 dotted(vec2 p, float scale) {
    vec2 q = p / scale;
    q.x += 0.5 * mod(floor(q.y), 2.0);
    vec2 cell = floor(q);
    vec2 d = fract(q) - 0.5 + (random2(ivec2(cell)) - 0.5) * 0.18;
    float edge = max(fwidth(q.x), fwidth(q.y));
    return vec2(clamp((0.23 - length(d)) / edge + 0.5, 0.0, 1.0), 0.0);
}

vec2 striped(vec2 p, float scale) {
    float x = p.x / scale;
    float d = abs(fract(x) - 0.5);
    return vec2(line(d, 0.14, fwidth(x)), 0.0) + vec2(0.0, 0.3) * woven(p).y;
}

vec2 plaid(vec2 p, float scale) {
    vec2 q = p / scale;
    vec2 band = vec2(line(fract(q.x) - 0.5, 0.2, fwidth(q.x)), line(fract(q.y) - 0.5, 0.2, fwidth(q.y)));
    vec2 thin = vec2(line(fract(q.x) - 0.93, 0.025, fwidth(q.x)), line(fract(q.y) - 0.93, 0.025, fwidth(q.y)));
    return vec2(clamp(0.45 * (band.x + band.y) + 0.35 * (thin.x + thin.y), 0.0, 1.0), 0.4 * woven(p).y);
}

vec2 tweed(vec2 p, float scale) {
    vec2 q = p / scale;
    float zig = abs(fract(q.x * 0.25) - 0.5) * 4.0;
    float d = fract(q.y + zig) - 0.5;
    float fleck = step(0.93, random1(ivec2(floor(q * 2.5)))) * seen(q, 0.4);
    return vec2(clamp(line(d, 0.24, fwidth(q.y) + fwidth(zig)) * 0.8 + fleck, 0.0, 1.0), 0.5 * (noise(q * 1.7) - 0.5));
}

vec2 hide(vec2 p, float scale) {
    vec2 q = p / scale;
    float best = 9.0, second = 9.0;
    for (int y = -1; y <= 1; ++y)
        for (int x = -1; x <= 1; ++x) {
            ivec2 cell = ivec2(floor(q)) + ivec2(x, y);
            float d = length(vec2(cell) + random2(cell) - q);
            second = min(second, max(best, d));
            best = min(best, d);
        }
    return vec2(0.6 * cloudy(q * 0.12), smoothstep(0.0, 0.35, second - best) - 0.7);
}

vec2 wooden(vec2 p, float scale) {
    float wave = cloudy(vec2(p.x / scale * 0.25, p.y / scale * 3.0)) * 3.0;
    float ring = abs(fract(wave * 2.0) - 0.5) * 2.0;
    float fibre = noise(vec2(p.x / scale * 4.0, p.y / scale * 60.0));
    return vec2(0.6 * ring + 0.4 * fibre, fibre - 0.5);
}

vec2 flowered(vec2 p, float scale) {
    vec2 q = p / scale;
    float most = 0.0;
    for (int y = -1; y <= 1; ++y)
        for (int x = -1; x <= 1; ++x) {
            ivec2 cell = ivec2(floor(q)) + ivec2(x, y);
            vec2 r = random2(cell);
            vec2 d = vec2(cell) + 0.2 + 0.6 * r - q;
            float petals = 0.24 + 0.09 * cos(5.0 * atan(d.y, d.x) + r.x * 6.28);
            float edge = max(fwidth(q.x), fwidth(q.y)) + 0.01;
            float flower = clamp((petals - length(d)) / edge + 0.5, 0.0, 1.0);
            flower *= 1.0 - clamp((0.07 - length(d)) / edge + 0.5, 0.0, 1.0);
            most = max(most, flower * step(0.25, r.y));
        }
    return vec2(most, 0.0);
}

vec2 knitted(vec2 p, float scale) {
    vec2 q = p / scale;
    float v = abs(fract(q.x) - 0.5) * 1.4;
    float stitch = sin((q.y + v) * 6.2832);
    float rib = cos(fract(q.x) * 6.2832);
    return vec2(0.5 + 0.3 * stitch * seen(q, 0.6), (0.6 * stitch - 0.5 * rib) * seen(q, 0.6));
}

// PATTERN is a define, one program a pattern: a software rasteriser runs every branch of a switch
vec2 pattern(vec2 p, float scale) {
#if PATTERN == 1
    return woven(p);
#elif PATTERN == 2
    return dotted(p, scale);
#elif PATTERN == 3
    return striped(p, scale);
#elif PATTERN == 4
    return plaid(p, scale);
#elif PATTERN == 5
    return tweed(p, scale);
#elif PATTERN == 6
    return hide(p, scale);
#elif PATTERN == 7
    return wooden(p, scale);
#elif PATTERN == 8
    return vec2(cloudy(p / 0.03), 0.35 * (noise(p / 0.0022) - 0.5));
#elif PATTERN == 9
    return flowered(p, scale);
#elif PATTERN == 10
    return knitted(p, scale);
#elif PATTERN == 11
    return vec2(cloudy(p / scale), cloudy(p / (scale * 0.1)) - 0.5);
#elif PATTERN == 12
    return vec2(noise(p / scale), 0.3 * (noise(p / 0.004) - 0.5));
#else
    return vec2(0.0);
#endif
}
