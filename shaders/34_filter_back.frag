// purpose     makes the back layer whole and smooth enough for sparse taps: a box as wide as the taps are apart
// inputs      back_tx (quarter, as 30_reduce leaves it); FILL: near_tx (quarter), light16_tx, radius16_tx, light64_tx,
//             radius64_tx as 32_pull leaves them
// outputs     back: sRGB-coded colour, a: radius code; nowhere empty where FILL is defined
// resolution  quarter
// colour      mixes in linear light
// source      two-stage gather of Jimenez (SIGGRAPH 2014); the push half of Gortler et al. (SIGGRAPH 1996)
#include "lib/coc_code.glsl"
#include "lib/quick_srgb.glsl"
uniform sampler2D back_tx;
#ifdef FILL
uniform sampler2D near_tx;
uniform sampler2D light16_tx;
uniform sampler2D radius16_tx;
uniform sampler2D light64_tx;
uniform sampler2D radius64_tx;
#endif
uniform float u_texels_per_code2;  // radius in texels of this size, of a code squared
layout(location = 0) out vec4 o_back;

const float COARSER = 0.01;  // weight of the coarser level where the finer one knows something
const float ALIKE = 24.0;    // codes this far apart (its inverse) are different surfaces

void main() {
    ivec2 here = ivec2(gl_FragCoord.xy);
    ivec2 last = textureSize(back_tx, 0) - 1;
    vec4 middle = texelFetch(back_tx, here, 0);
    float spacing = middle.a * middle.a * u_texels_per_code2 / (float(RINGS) + 0.5);
    float side = clamp(spacing * 0.5 - 0.5, 0.0, 1.0);
    float stride = max(spacing / 3.0, 1.0);
    vec4 back = vec4(quick_linear_from_srgb(middle.rgb), 1.0) * (middle.a > 0.0 ? 1.0 : 0.0);
    for (int i = 0; i < 9; ++i) {
        if (i == 4) continue;
        ivec2 at = ivec2(gl_FragCoord.xy + stride * (vec2(i % 3, i / 3) - 1.0));
        vec4 tap = texelFetch(back_tx, clamp(at, ivec2(0), last), 0);
        float weight = (i & 1) == 1 ? side : side * side;
        weight *= tap.a > 0.0 ? clamp(1.5 - abs(tap.a - middle.a) * ALIKE, 0.0, 1.0) : 0.0;
        back += vec4(quick_linear_from_srgb(tap.rgb), 1.0) * weight;
    }
    vec4 whole = vec4(back.rgb / max(back.a, 1e-6), middle.a);
#ifdef FILL
    vec2 uv = gl_FragCoord.xy / vec2(last + 1);
    vec4 light = texture(light16_tx, uv) + COARSER * texture(light64_tx, uv);
    float radius = texture(radius16_tx, uv).r + COARSER * texture(radius64_tx, uv).r;
    vec4 near = texelFetch(near_tx, here, 0);
    vec4 beneath = light.a > 0.0 ? vec4(light.rgb, radius) / light.a
                                 : vec4(quick_linear_from_srgb(near.rgb) / max(near.a, 1e-3), 1.0 / 255.0);
    whole = middle.a > 0.0 ? whole : beneath;
#endif
    o_back = vec4(quick_srgb_from_linear(whole.rgb), whole.a);
}
