// purpose     makes wide discs even: taps three texels apart and more leave a pattern as wide as they are apart; in front of the
//             plane of focus two apart leave a faint one, where narrow discs lie beside wide ones
// inputs      rough_tx (quarter, as 40_gather_far or NEAR: 42_gather_near leave it, empty where no tile was drawn);
//             but for NEAR: back_tx (quarter, as 34_filter_back leaves it)
// outputs     the same, smooth
// resolution  quarter
// colour      mixes in linear light
// source      second stage of a two-stage gather (Jimenez, SIGGRAPH 2014); three weights whose sum vanishes for a pattern
//             of the taps' period
#include "lib/coc_code.glsl"
#include "lib/light_code.glsl"
uniform sampler2D rough_tx;
#ifndef NEAR
uniform sampler2D back_tx;
#endif
flat in vec2 v_steps;
out vec4 o_layer;

void main() {
    ivec2 here = ivec2(gl_FragCoord.xy);
    ivec2 last = ivec2(QUARTER_SIZE) - 1;
#ifdef NEAR
    float steps = v_steps.y;
    float side = steps < 1.5 ? 0.0 : steps < 2.5 ? 0.5 : 1.0;
#else
    float steps = v_steps.x;
    float code = back_from(texelFetch(back_tx, here, 0)).a;
    float side = steps < 2.5 ? 0.0 : clamp(code * code * u_code_px / (TEXEL_PX * steps) - 0.5, 0.0, 1.0);
#endif
    int apart = max(int(0.5 * steps), 1);
    side *= -0.5 / cos(6.2831853 * float(apart) / max(steps, 2.0));
    vec4 sum = vec4(0.0);
    float weights = 0.0, weight;
    vec4 tap;
    for (int i = 0; i < 9; ++i) {
        ivec2 beside = ivec2(i % 3, i / 3) - 1;
        tap = texelFetch(rough_tx, clamp(here + beside * apart, ivec2(0), last), 0);
        weight = (beside.x == 0 ? 1.0 : side) * (beside.y == 0 ? 1.0 : side);
#ifdef NEAR
        sum += quick_linear_from_srgb(tap) * weight;
        weights += weight;
#else
        weight *= tap.a > 0.0 ? 1.0 : 0.0;
        sum += vec4(quick_linear_from_srgb(tap.rgb), 1.0) * weight;
        weights += weight;
#endif
    }
    o_layer = quick_srgb_from_linear(sum / max(weights, 1e-6));
}
