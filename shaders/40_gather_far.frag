// purpose     what lies behind the plane of focus, each texel the mean of the discs that reach it
// inputs      back_tx: FINE: as 20_prepare leaves it (half), else as 34_filter_back does (quarter);
//             FINE: coarse_tx, the quarter-size result of this very shader, which wide discs are taken from
// outputs     sRGB-coded colour, whole also beneath what is in focus, for a texel
// resolution  half (FINE) or quarter
// colour      mixes in linear light
// source      scatter-as-gather after Jimenez (SIGGRAPH 2014); a farther tap is held to twice the middle's radius
#include "lib/coc_code.glsl"
#include "lib/disc.glsl"
#include "lib/ladder.glsl"
#include "lib/quick_srgb.glsl"
uniform sampler2D back_tx;
#ifdef FINE
uniform sampler2D coarse_tx;
#endif
uniform float u_texels_per_code2;
out vec4 o_far;

void main() {
    vec2 here = gl_FragCoord.xy;
    ivec2 last = textureSize(back_tx, 0) - 1;
    vec4 middle = texelFetch(back_tx, ivec2(here), 0);
    float code = middle.a;
    for (int i = 0; i < 4; ++i) {
        // in focus beside blurred: go on with the blurred layer beneath, so that plain interpolation meets no halo
        ivec2 at = clamp(ivec2(here) + ivec2((i & 1) * 2 - 1, (i >> 1) * 2 - 1), ivec2(0), last);
        float beside = texelFetch(back_tx, at, 0).a;
        code = middle.a * middle.a * u_texels_per_code2 < 0.5 ? max(code, beside) : code;
    }
    float radius = code * code * u_texels_per_code2;
#ifdef FINE
    radius = min(radius, COARSE_TO * 0.5);
#endif
    float spacing = max(radius, 0.01) / (float(RINGS) + 0.5);
    float spacings_per_code2 = u_texels_per_code2 / spacing;
    float limit = 2.0 * radius / spacing;
    float x = middle.a * middle.a * spacings_per_code2;
    float own = middle.a > 0.0 ? clamp(2.0 * x, 0.0, 1.0) / max(1.0, 3.0 * x * x) + 1e-6 : 0.0;
    vec4 sum = vec4(quick_linear_from_srgb(middle.rgb), 1.0) * own;
    vec4 tap;
    float weight;
#define TAP(dx, dy, ring, light) \
    tap = texelFetch(back_tx, clamp(ivec2(here + vec2(dx, dy) * radius), ivec2(0), last), 0); \
    x = min(tap.a * tap.a * spacings_per_code2, limit); \
    weight = on_ring(x, ring) / max(1.0, 3.0 * x * x); \
    sum += vec4(quick_linear_from_srgb(tap.rgb), 1.0) * weight;
    TAPS
    vec3 far = sum.rgb / max(sum.a, 1e-9);
#ifdef FINE
    vec3 coarse = quick_linear_from_srgb(texture(coarse_tx, here * 0.5 / vec2(textureSize(coarse_tx, 0))).rgb);
    far = mix(far, coarse, sum.a > 0.0 ? coarse_share(radius2_from_code(code, FINE_OWN_PX2)) : 1.0);
#endif
    o_far = vec4(quick_srgb_from_linear(far), 1.0);
}
