// purpose     gathers each half-size pixel from the discs that reach it, near and far apart
// inputs      far_tx, near_tx, aux_tx as 10_prepare leaves them
// outputs     far: sRGB-coded colour;  near: sRGB-coded premultiplied colour, a = coverage
// resolution  half
// colour      mixes in linear light
// source      scatter-as-gather after Jimenez (SIGGRAPH 2014); weights of one tap are 1 over the taps of its own disc
#include "lib/coc_code.glsl"
#include "lib/quick_srgb.glsl"
uniform sampler2D far_tx;
uniform sampler2D near_tx;
uniform sampler2D aux_tx;
uniform float u_near_reach_px;
layout(location = 0) out vec4 o_far;
layout(location = 1) out vec4 o_near;

const int RINGS = 4;

float share(float radius_px, float ring, float spacing_px) {
    float x = radius_px / spacing_px;
    vec4 inside = clamp(x - vec4(1.0, 2.0, 3.0, 4.0) + 0.5, 0.0, 1.0);
    return clamp(x - ring + 0.5, 0.0, 1.0) / (1.0 + dot(inside, vec4(8.0, 16.0, 24.0, 32.0)));
}

void main() {
    ivec2 last = textureSize(far_tx, 0) - 1;
    vec2 here = gl_FragCoord.xy;
    vec4 middle = texelFetch(far_tx, ivec2(here), 0);
    float far_px = radius_from_code(middle.a) * 0.5;
    float far_step = max(far_px, 0.1) / (float(RINGS) + 0.5);
    float near_step = max(u_near_reach_px * 0.5, 0.1) / (float(RINGS) + 0.5);
    vec4 far = vec4(0.0), near = vec4(0.0);
    for (int ring = 0; ring <= RINGS; ++ring) {
        int count = max(ring * 8, 1);
        for (int i = 0; i < count; ++i) {
            float angle = 6.2831853 * (float(i) + 0.5 * float(ring & 1)) / float(count);
            vec2 unit = vec2(cos(angle), sin(angle)) * float(ring);
            ivec2 at = clamp(ivec2(here + unit * far_step), ivec2(0), last);
            vec4 tap = texelFetch(far_tx, at, 0);
            float reach = min(radius_from_code(tap.a) * 0.5, 2.0 * far_px);
            float weight = tap.a > 0.0 ? share(max(reach, 0.05), float(ring), far_step) : 0.0;
            far += vec4(quick_linear_from_srgb(tap.rgb), 1.0) * weight;
            at = clamp(ivec2(here + unit * near_step), ivec2(0), last);
            tap = texelFetch(near_tx, at, 0);
            weight = share(radius_from_code(texelFetch(aux_tx, at, 0).r) * 0.5, float(ring), near_step);
            near += vec4(quick_linear_from_srgb(tap.rgb), tap.a) * weight;
        }
    }
    vec3 light = far.a > 0.0 ? far.rgb / far.a : vec3(0.0);
    o_far = vec4(quick_srgb_from_linear(light), far.a > 0.0 ? 1.0 : 0.0);
    o_near = vec4(quick_srgb_from_linear(near.rgb), min(near.a, 1.0));
}
