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
#include "lib/light_code.glsl"
uniform sampler2D near_tx;
uniform sampler2D aux_tx;
#ifdef WITH_COARSE
uniform sampler2D coarse_tx;
#endif
uniform float u_texels_per_code2;
#if !defined(FINE) && !defined(FEW)
flat in vec2 v_steps;
#endif
out vec4 o_near;

void main() {
    vec2 here = gl_FragCoord.xy;
#ifdef FEW
    const float steps = 1.0;
#elif defined(FINE)
    float steps = steps_for(lattice_radius(COARSE_TO, FINE_OWN_PX2, 2.0));
#else
    float steps = v_steps.y;
#endif
    float codes2_to_steps = u_texels_per_code2 / steps;
    vec2 texel_uv = 1.0 / vec2(textureSize(near_tx, 0));
    vec2 middle_uv = here * texel_uv, step_uv = steps * texel_uv, uv;
#ifdef FRINGE
    vec3 channels = vec3(0.0), weights = vec3(0.0), each;
    #define SPREAD(rho) \
        each = x * vec3(1.0 - FRINGE, 1.0, 1.0 + FRINGE); \
        each = clamp(each - rho + 0.5, 0.0, 1.0) * share / vec3(taps_within(each.r), taps_within(x), taps_within(each.b)); \
        channels += near_from(tap.rgb, aux.g) * each; \
        weights += tap.a * each;
#else
    vec4 sum = vec4(0.0);
    #define SPREAD(rho) sum += vec4(near_from(tap.rgb, aux.g), tap.a) * (on_disc(x, rho) / taps_within(x) * share);
#endif
    vec4 tap, aux;
    float x, share, covered = 0.0, taps = 0.0;
#ifdef FINE
#define SHARE 1.0 - aux.b
#else
#define SHARE aux.b
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
    uv = middle_uv - vec2(dx, dy) * step_uv; \
    tap = texture(near_tx, uv); \
    aux = texture(aux_tx, uv); \
    x = aux.r * aux.r * codes2_to_steps; \
    share = SHARE; \
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
