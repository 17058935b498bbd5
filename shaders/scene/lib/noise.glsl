// purpose     noise without textures; the same on every machine that computes in integers
// source      hash: Jarzynski & Olano 2020, "Hash Functions for GPU Rendering" (pcg2d)

uvec2 pcg(uvec2 v) {
    v = v * 1664525u + 1013904223u;
    v.x += v.y * 1664525u;
    v.y += v.x * 1664525u;
    v ^= v >> 16u;
    v.x += v.y * 1664525u;
    v.y += v.x * 1664525u;
    v ^= v >> 16u;
    return v;
}

vec2 random2(ivec2 cell) {
    return vec2(pcg(uvec2(cell + 0x4000)) >> 8u) / 16777216.0;
}

float random1(ivec2 cell) {
    return random2(cell).x;
}

// value noise, 0…1, one feature a unit
float noise(vec2 p) {
    vec2 f = fract(p);
    ivec2 i = ivec2(floor(p));
    f = f * f * (3.0 - 2.0 * f);
    return mix(mix(random1(i), random1(i + ivec2(1, 0)), f.x),
               mix(random1(i + ivec2(0, 1)), random1(i + ivec2(1, 1)), f.x), f.y);
}

// three octaves, 0…1
float cloudy(vec2 p) {
    return 0.57 * noise(p) + 0.29 * noise(p * 2.03 + 17.0) + 0.14 * noise(p * 4.01 + 41.0);
}

// how much of a detail of this size (in the unit of p) is still to be seen, 0…1: fades before it would shimmer
float seen(vec2 p, float size) {
    vec2 w = fwidth(p);
    return 1.0 - smoothstep(0.35, 0.9, max(w.x, w.y) / size);
}

// a stripe of a width around 0, with an edge as soft as a pixel
float line(float d, float half_width, float pixel) {
    return clamp((half_width - abs(d)) / max(pixel, 1e-6) + 0.5, 0.0, 1.0);
}
