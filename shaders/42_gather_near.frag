// purpose     what lies in front of the plane of focus, spread over what is behind it
// inputs      near_tx, aux_tx: FINE: as 20_prepare leaves them (half), else as 36_filter_near does (quarter);
//             WITH_COARSE: coarse_tx, the quarter-size result of this very shader, which is added
// outputs     sRGB-coded premultiplied colour, a: coverage
// resolution  half (FINE) or quarter
// colour      mixes in linear light
// source      scatter-as-gather after Jimenez (SIGGRAPH 2014); coverage is the sum of the taps' shares
#include "lib/coc_code.glsl"
#include "lib/disc.glsl"
#include "lib/ladder.glsl"
#include "lib/quick_srgb.glsl"
uniform sampler2D near_tx;
uniform sampler2D aux_tx;
#ifdef WITH_COARSE
uniform sampler2D coarse_tx;
#endif
uniform float u_texels_per_code2;
flat in vec4 v_tile;
out vec4 o_near;

void main() {
    vec2 here = gl_FragCoord.xy;
    ivec2 last = textureSize(near_tx, 0) - 1;
#ifdef FINE
    float rest_px = sqrt(max(v_tile.y * v_tile.y - FINE_OWN_PX2, 0.0));
#else
    float rest_px = sqrt(max(v_tile.z * v_tile.z - COARSE_OWN_PX2, 0.0));
#endif
    float radius = rest_px * u_texels_per_code2 / u_max_coc_radius_px;
    float spacing = max(radius, 0.01) / (float(RINGS) + 0.5);
    float spacings_per_code2 = u_texels_per_code2 / spacing;
    vec4 sum = vec4(0.0);
    vec4 tap;
    ivec2 at;
    float x, share, code, covered = 0.0, taps = 0.0;
#ifdef FINE
#define SHARE(code) (1.0 - coarse_share(radius2_from_code(code, FINE_OWN_PX2)))
#else
#define SHARE(code) coarse_share(radius2_from_code(code, COARSE_OWN_PX2))
#endif
#define TAP(dx, dy, ring, light) \
    at = clamp(ivec2(here + vec2(dx, dy) * radius), ivec2(0), last); \
    tap = texelFetch(near_tx, at, 0); \
    code = texelFetch(aux_tx, at, 0).r; \
    x = code * code * spacings_per_code2; \
    share = SHARE(code); \
    covered += tap.a * share; \
    taps += 1.0; \
    sum += vec4(quick_linear_from_srgb(tap.rgb), tap.a) * (on_ring(x, ring) / taps_within(x) * share);
    TAP(0.0, 0.0, -1.0, 1.0)
    TAPS
    // a slanted surface scatters a little less or more than once over itself: where all taps meet it, it is whole
    sum /= clamp(sum.a + 1.0 - covered / taps, 1e-3, 1.0);
#ifdef WITH_COARSE
    vec4 coarse = texture(coarse_tx, here * 0.5 / vec2(textureSize(coarse_tx, 0)));
    sum += vec4(quick_linear_from_srgb(coarse.rgb), coarse.a);
#endif
    o_near = vec4(quick_srgb_from_linear(sum.rgb / max(sum.a, 1.0)), min(sum.a, 1.0));
}
