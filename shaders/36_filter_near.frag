// purpose     smooths the near layer for sparse taps: each texel spread over a box as wide as its own taps are apart
// inputs      near_tx, aux_tx (quarter, as 30_reduce leaves them)
// outputs     the same, smooth; what is spread adds up to what was there
// resolution  quarter
// colour      mixes in linear light
// source      two-stage gather of Jimenez (SIGGRAPH 2014)
#include "lib/coc_code.glsl"
#include "lib/quick_srgb.glsl"
uniform sampler2D near_tx;
uniform sampler2D aux_tx;
uniform float u_texels_per_code2;
layout(location = 0) out vec4 o_near;
layout(location = 1) out vec4 o_aux;

void main() {
    ivec2 here = ivec2(gl_FragCoord.xy);
    ivec2 last = textureSize(near_tx, 0) - 1;
    vec4 near = vec4(0.0);
    float code = 0.0;
    for (int i = 0; i < 9; ++i) {
        ivec2 at = clamp(here + ivec2(i % 3, i / 3) - 1, ivec2(0), last);
        vec4 tap = texelFetch(near_tx, at, 0);
        float tap_code = texelFetch(aux_tx, at, 0).r;
        float side = clamp(tap_code * tap_code * u_texels_per_code2 / (float(RINGS) + 0.5) * 0.5 - 0.5, 0.0, 1.0);
        float weight = (i == 4 ? 1.0 : (i & 1) == 1 ? side : side * side) / ((1.0 + 2.0 * side) * (1.0 + 2.0 * side));
        near += vec4(quick_linear_from_srgb(tap.rgb), tap.a) * weight;
        code += tap_code * tap.a * weight;
    }
    o_near = vec4(quick_srgb_from_linear(near.rgb), near.a);
    o_aux = vec4(near.a > 0.0 ? code / near.a : 0.0, 0.0, 0.0, 0.0);
}
