// purpose     what lies in front of the plane of focus, spread over what is behind it
// inputs      near_tx, aux_tx: FINE: as 20_prepare leaves them (half), else as 36_filter_near does (quarter);
//             WITH_COARSE: coarse_tx, the quarter-size result of this very shader, which is added
//             the opening's shape: see lib/disc.glsl
// outputs     premultiplied colour, a: coverage, all four sRGB-coded
// resolution  half (FINE) or quarter
// colour      mixes in linear light
// source      scatter-as-gather after Jimenez (SIGGRAPH 2014); coverage is the sum of the taps' shares
#include "lib/coc_code.glsl"
#include "lib/disc.glsl"
#include "lib/ladder.glsl"
#include "lib/light_code.glsl"
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
    float radius = lattice_radius(v_tile.y, FINE_OWN_PX2, 2.0);
#else
    float radius = lattice_radius(v_tile.z, COARSE_OWN_PX2, 4.0);
#endif
    int steps = int(steps_for(radius));
    float codes2_to_steps = u_texels_per_code2 / float(steps);
#ifdef FRINGE
    vec3 channels = vec3(0.0), weights = vec3(0.0), each;
    #define SPREAD(rho) \
        each = x * vec3(1.0 - FRINGE, 1.0, 1.0 + FRINGE); \
        each = clamp(each - rho + 0.5, 0.0, 1.0) * share / vec3(taps_within(each.r), taps_within(x), taps_within(each.b)); \
        channels += linear_from_code(tap.rgb) * each; \
        weights += tap.a * each;
#else
    vec4 sum = vec4(0.0);
    #define SPREAD(rho) sum += vec4(linear_from_code(tap.rgb), tap.a) * (on_disc(x, rho) / taps_within(x) * share);
#endif
    vec4 tap;
    ivec2 at;
    float x, share, code, covered = 0.0, taps = 0.0;
#ifdef FINE
#define SHARE(code) (1.0 - coarse_share(radius2_from_code(code, FINE_OWN_PX2, 2.0)))
#else
#define SHARE(code) coarse_share(radius2_from_code(code, COARSE_OWN_PX2, 4.0))
#endif
#ifdef WITH_COARSE
#define COVERED tap.a
#else
#define COVERED tap.a * share
#endif
#ifdef CAT_EYE
    vec2 barrel = barrel_from(here);
#else
    const vec2 barrel = vec2(0.0);
#endif
#ifdef SHAPED
    #define SHAPE(dx, dy, rho) share *= shape_of(vec2(dx, dy), max(rho, 0.0), x, barrel);
#else
    #define SHAPE(dx, dy, rho)
#endif
// in front of the plane of focus the picture of the opening stands the right way up: its light comes from across
#define TAP(dx, dy, rho) \
    at = clamp(ivec2(here) - ivec2(dx, dy) * steps, ivec2(0), last); \
    tap = texelFetch(near_tx, at, 0); \
    code = texelFetch(aux_tx, at, 0).r; \
    x = code * code * codes2_to_steps; \
    share = SHARE(code); \
    covered += COVERED; \
    taps += 1.0; \
    SHAPE(dx, dy, rho) \
    SPREAD(rho)
    TAP(0, 0, -1.0)
    TAPS
#ifdef FRINGE
    // one coverage for all three channels: what lies behind shows no fringe at a silhouette
    vec4 sum = vec4(channels / max(weights, 1e-6), 1.0) * weights.g;
#endif
#ifdef CAT_EYE
    sum /= left_open(barrel);  // a profile only moves light about; a barrel takes some away, from sharp and soft alike
#endif
#ifdef WITH_COARSE
    vec4 coarse = texture(coarse_tx, here * 0.5 / vec2(textureSize(coarse_tx, 0)));
    sum += quick_linear_from_srgb(coarse);
#endif
    // a slanted surface scatters a little less or more than once over itself: where all taps meet it, it is whole
    sum /= clamp(sum.a + 1.0 - covered / taps, 1e-3, 1.0);
    o_near = quick_srgb_from_linear(sum / max(sum.a, 1.0));
}
