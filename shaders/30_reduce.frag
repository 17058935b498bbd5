// purpose     halves both layers once more, for the gather of wide discs
// inputs      back_tx, near_tx, aux_tx as 20_prepare leaves them
// outputs     the same three, half as wide and high;  whole: the same as back, for 34_filter_back to draw over where that is
//             not enough
// resolution  quarter
// colour      mixes in linear light, stores codes of light
// source      mip of a prefiltered layer, CoC-weighted: Abadie, "A Life of a Bokeh", SIGGRAPH 2018, slide 31
#include "lib/coc_code.glsl"
#include "lib/light_code.glsl"
uniform sampler2D back_tx;
layout(location = 0) out vec4 o_back;
#ifndef NEAR
layout(location = 1) out vec4 o_whole;
#else
layout(location = 3) out vec4 o_whole;
uniform sampler2D near_tx;
uniform sampler2D aux_tx;
layout(location = 1) out vec4 o_near;
layout(location = 2) out vec4 o_aux;
#endif

void main() {
    // by texture(), which needs no clamping: a sixth cheaper than texelFetch on llvmpipe
    vec2 texel_uv = 1.0 / HALF_SIZE;
    vec2 corner_uv = (floor(gl_FragCoord.xy) * 2.0 + 0.5) * texel_uv;
    vec4 back = vec4(0.0), near = vec4(0.0);
    float back_px = 0.0, near_px = 0.0, coarse = 0.0;
    for (int i = 0; i < 4; ++i) {
        vec2 at = corner_uv + vec2(i & 1, i >> 1) * texel_uv;
        vec4 tap = back_from(texture(back_tx, at));
        float radius_px = sqrt(radius2_from_code(tap.a));
        float weight = tap.a > 0.0 ? 0.0001 + clamp(radius_px - 2.0, 0.0, 1.0) : 0.0;
        back += vec4(tap.rgb, 1.0) * weight;
        back_px += radius_px * weight;
#ifdef NEAR
        tap = texture(near_tx, at);
        vec4 aux = texture(aux_tx, at);
        near += vec4(near_from(tap.rgb, aux.g), tap.a) * 0.25;
        near_px += sqrt(radius2_from_code(aux.r)) * tap.a * 0.25;
        coarse += aux.b * tap.a * 0.25;
#endif
    }
    float share = back.a > 0.0 ? 1.0 / back.a : 0.0;
    o_back = texel_of_back(back.rgb * share, back.a > 0.0 ? code_of(back_px * share, 4.0) : 0.0);
    o_whole = o_back;
#ifdef NEAR
    float of_near = 1.0 / max(near.a, 1e-6);
    near_px *= of_near;
    coarse *= of_near;  // the very share that the half-size gather leaves, or the two would not add up to one
    float lamp = lamp_in(near.rgb);
    o_near = vec4(code_from_linear(near.rgb, lamp), near.a);
    o_aux = near.a > 0.0 ? aux_of(code_of(near_px, 4.0), lamp, coarse) : vec4(0.0);
#endif
}
