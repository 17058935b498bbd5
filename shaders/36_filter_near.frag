// purpose     smooths the near layer for sparse taps, by a box as wide as they are apart
// inputs      near_tx, aux_tx (quarter, as 30_reduce leaves them);  APART: taps lie apart; else nothing is to be smoothed
// outputs     the same, smooth; what is spread adds up to what was there
// resolution  quarter
// colour      mixes in linear light
// source      two-stage gather of Jimenez (SIGGRAPH 2014)
#include "lib/coc_code.glsl"
#include "lib/light_code.glsl"
uniform sampler2D near_tx;
uniform sampler2D aux_tx;
#ifdef APART
flat in vec2 v_smooth;
#endif
layout(location = 0) out vec4 o_near;
layout(location = 1) out vec4 o_aux;

void main() {
    ivec2 here = ivec2(gl_FragCoord.xy);
#ifndef APART
    o_near = texelFetch(near_tx, here, 0);
    o_aux = texelFetch(aux_tx, here, 0);
#else
    ivec2 last = ivec2(QUARTER_SIZE) - 1;
    vec4 near = vec4(0.0);
    float code = 0.0, coarse = 0.0;
    float steps = v_smooth.y;
    int apart = max(int(steps * 0.4), 1);
    float side = min(0.5 * (steps - 1.0), 1.0);
    float share = 1.0 / ((1.0 + 2.0 * side) * (1.0 + 2.0 * side));
    vec4 tap, aux;
    ivec2 at;
    float weight;
#define BESIDE(x, y, part) \
    at = clamp(here + ivec2(x, y) * apart, ivec2(0), last); \
    tap = texelFetch(near_tx, at, 0); \
    weight = share * (part); \
    aux = texelFetch(aux_tx, at, 0); \
    near += vec4(near_from(tap.rgb, aux.g), tap.a) * weight; \
    code += aux.r * tap.a * weight; \
    coarse += aux.b * tap.a * weight;
    BESIDE(0, 0, 1.0)
    BESIDE(-1, 0, side)
    BESIDE(1, 0, side)
    BESIDE(0, -1, side)
    BESIDE(0, 1, side)
    BESIDE(-1, -1, side * side)
    BESIDE(1, -1, side * side)
    BESIDE(-1, 1, side * side)
    BESIDE(1, 1, side * side)
    code /= max(near.a, 1e-6);
    coarse /= max(near.a, 1e-6);
    float lamp = lamp_in(near.rgb);
    o_near = vec4(code_from_linear(near.rgb, lamp), near.a);
    o_aux = near.a > 0.0 ? aux_of(code, lamp, coarse) : vec4(0.0);
#endif
}
