// purpose     makes the back layer whole, and smooth enough for sparse taps: a box as wide as taps are apart is even over them
// inputs      back_tx (quarter, as 30_reduce leaves it); FILL: near_tx, aux_tx (quarter), light16_tx, radius16_tx,
//             light64_tx, radius64_tx as 32_pull leaves them;  APART: taps lie apart; else nothing is to be smoothed
// outputs     back: coded colour, a: radius code; nowhere empty where FILL is defined
// resolution  quarter
// colour      mixes in linear light
// source      two-stage gather of Jimenez (SIGGRAPH 2014); the push half of Gortler et al. (SIGGRAPH 1996)
#include "lib/coc_code.glsl"
#include "lib/fill.glsl"
#include "lib/light_code.glsl"
uniform sampler2D back_tx;
#ifdef FILL
uniform sampler2D near_tx;
uniform sampler2D aux_tx;
uniform sampler2D light16_tx;
uniform sampler2D radius16_tx;
uniform sampler2D light64_tx;
uniform sampler2D radius64_tx;
#endif
#ifdef APART
flat in vec2 v_smooth;
#endif
layout(location = 0) out vec4 o_back;

const float COARSER = 0.01;  // weight of the coarser level where the finer one knows something
const float ALL = 100.0;     // and where it knows of nothing farther away than the texel itself
const float SIXTEEN = 0.4;   // weight of the finer one beside a texel that is known right beside a hole
const float ALIKE = 24.0;    // codes this far apart (its inverse) are different surfaces

void main() {
    vec2 uv = gl_FragCoord.xy * (1.0 / QUARTER_SIZE);  // by texture(), a tenth cheaper than texelFetch on llvmpipe
    vec4 middle = back_from(texture(back_tx, uv));
#ifndef APART
    vec4 whole = middle;
#else
    ivec2 here = ivec2(gl_FragCoord.xy);
    ivec2 last = ivec2(QUARTER_SIZE) - 1;
    float steps = v_smooth.x;
    int apart = max(int(steps * 0.4), 1);
    float side = min(0.5 * (steps - 1.0), 1.0);
    vec4 back = vec4(middle.rgb, 1.0) * (middle.a > 0.0 ? 1.0 : 0.0);
    vec4 tap;
    float weight;
#define BESIDE(x, y, share) \
    tap = back_from(texelFetch(back_tx, clamp(here + ivec2(x, y) * apart, ivec2(0), last), 0)); \
    weight = tap.a > 0.0 ? share * clamp(1.5 - abs(tap.a - middle.a) * ALIKE, 0.0, 1.0) : 0.0; \
    back += vec4(tap.rgb, 1.0) * weight;
    BESIDE(-1, 0, side)
    BESIDE(1, 0, side)
    BESIDE(0, -1, side)
    BESIDE(0, 1, side)
    BESIDE(-1, -1, side * side)
    BESIDE(1, -1, side * side)
    BESIDE(-1, 1, side * side)
    BESIDE(1, 1, side * side)
    vec4 whole = vec4(back.rgb / max(back.a, 1e-6), middle.a);
#endif
#ifdef FILL
    vec4 near = texture(near_tx, uv), aux = texture(aux_tx, uv);
    vec4 light16 = texture(light16_tx, uv), light64 = texture(light64_tx, uv);
    float of_its_own = light16.a / shown_by_near(aux.r * aux.r * u_code_px);
    float nothing_else = clamp(3.0 - 2.0 * of_its_own, 0.0, 1.0);
    float coarser = min(COARSER, light16.a) + ALL * nothing_else * light16.a / max(light64.a, 1e-12);
    vec4 light = SIXTEEN * (light16 + coarser * light64);
    float radius = SIXTEEN * (texture(radius16_tx, uv).r + coarser * texture(radius64_tx, uv).r);
    vec4 seen;
    float known;
#define SEEN(x, y, w) \
    seen = back_from(texture(back_tx, uv + vec2(x, y) / QUARTER_SIZE)); \
    known = seen.a > 0.0 ? w : 0.0; \
    light += vec4(seen.rgb, 1.0) * known; \
    radius += seen.a * known;
    SEEN(-1, 0, 1.0)
    SEEN(1, 0, 1.0)
    SEEN(0, -1, 1.0)
    SEEN(0, 1, 1.0)
    SEEN(-2, 0, 0.1)
    SEEN(2, 0, 0.1)
    SEEN(0, -2, 0.1)
    SEEN(0, 2, 0.1)
    vec4 beneath = light.a > 0.0 ? vec4(light.rgb, radius) * (1.0 / light.a)
                                 : vec4(near_from(near.rgb, aux.g) * (1.0 / max(near.a, 1e-3)), 1.0 / CODES);
    whole = middle.a > 0.0 ? whole : beneath;
#endif
    o_back = texel_of_back(whole.rgb, whole.a);
}
