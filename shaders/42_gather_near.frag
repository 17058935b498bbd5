// purpose     what lies in front of the plane of focus, spread over what is behind it
// inputs      near_tx, aux_tx: FINE: as 20_prepare leaves them (half), else as 36_filter_near does (quarter);
//             WITH_COARSE: coarse_tx, the quarter-size result of this very shader, which is added
//             the opening's shape: see lib/disc.glsl, lib/quads.glsl;  APART: taps lie apart, else on every texel
// outputs     premultiplied colour, a: coverage, all four sRGB-coded
// resolution  half (FINE) or quarter
// colour      mixes in linear light
// source      scatter-as-gather after Jimenez (SIGGRAPH 2014); coverage is the sum of the taps' shares
#include "lib/coc_code.glsl"
#include "lib/disc.glsl"
#include "lib/light_code.glsl"
#ifdef QUAD_TAPS
#include "lib/quads.glsl"
#else
const int WHOM = 1;
#endif
uniform sampler2D near_tx;
uniform sampler2D aux_tx;
#ifdef WITH_COARSE
uniform sampler2D coarse_tx;
#endif
#ifdef APART
flat in vec2 v_steps;
#endif
out vec4 o_near;

void main() {
    vec2 here = gl_FragCoord.xy;
#ifndef APART
    const float steps = 1.0;
#else
    float steps = v_steps.y;
#endif
    float codes2_to_steps = u_code_px / (TEXEL_PX * steps);
    vec2 texel_uv = 1.0 / TARGET_SIZE;
#ifdef QUAD_TAPS
    vec2 inward = inward_in_quad();
#endif
    vec2 middle_uv = here * texel_uv, step_uv = steps * texel_uv;
    // for this pixel, and what it counts for the others of its quad
#ifdef FRINGE
    vec3 weights[WHOM], each;
    #define SPREAD(whom, rho) \
        each = on_discs(how.x * vec3(1.0 - FRINGE, 1.0, 1.0 + FRINGE), rho) * (how.y * shape); \
        sums[whom].rgb += tap.rgb * each; \
        weights[whom] += tap.a * each;
#else
    #define SPREAD(whom, rho) sums[whom] += tap * (on_disc(how.x, rho) * how.z * shape);
#endif
    vec4 sums[WHOM];
    float covered[WHOM];
    for (int whom = 0; whom < WHOM; ++whom) {
        sums[whom] = vec4(0.0);
        covered[whom] = 0.0;
#ifdef FRINGE
        weights[whom] = vec3(0.0);
#endif
    }
    vec4 tap;
    vec4 how;
    float shape, taps = 0.0;
#ifdef FINE
#define SHARE(aux) (1.0 - aux.b)
#else
#define SHARE(aux) aux.b
#endif
// How much of a tap is of the very surface that the middle is of: a slant, not what is seen beside its rim. Where wide discs
// are added, whatever is gathered here in part at least; else what is no less than half as near.
#ifdef WITH_COARSE
#define ALIKE(how) min(how.y * 8.0, 1.0)
#elif defined(FINE)
#define ALIKE(how) how.y
#else
#define ALIKE(how) how.y * clamp(how.x * over_own - 2.0, 0.0, 1.0)
    float own_code = texture(aux_tx, middle_uv).r;
    float over_own = 4.0 / max(narrowed(own_code * own_code * codes2_to_steps), 1e-3);
#endif
#ifdef CAT_EYE
    vec2 barrel[WHOM];
    barrel[0] = barrel_from(here);
#ifdef QUAD_TAPS
    barrel[1] = ACROSS(barrel[0]);
    barrel[2] = DOWN(barrel[0]);
    barrel[3] = DOWN(barrel[1]);
#endif
#define BARREL(whom) barrel[whom]
#else
#define BARREL(whom) vec2(0.0)
#endif
#ifdef SHAPED
    #define SHAPE(whom, dx, dy, rho) shape_of(vec2(dx, dy), max(rho, 0.0), how.x, BARREL(whom))
#else
    #define SHAPE(whom, dx, dy, rho) 1.0
#endif
// in front of the plane of focus the picture of the opening stands the right way up: its light comes from across;
// tap: premultiplied light and coverage;  how: its radius in steps, its share of this layer, that over the taps it covers,
// and how far it makes the middle whole
#define READ_AT(tap, how, dx, dy) \
    uv = middle_uv - vec2(dx, dy) * step_uv; \
    tap = texture(near_tx, uv); \
    aux = texture(aux_tx, uv); \
    tap.rgb = near_from(tap.rgb, aux.g); \
    how.x = narrowed(aux.r * aux.r * codes2_to_steps); \
    how.y = SHARE(aux); \
    how.z = how.y / taps_within(how.x); \
    how.w = tap.a * ALIKE(how);
#define COUNT(whom, dx, dy, rho) \
    covered[whom] += how.w; \
    taps += 1.0; \
    shape = SHAPE(whom, dx, dy, rho); \
    SPREAD(whom, rho)
    vec4 aux;
    vec2 uv;
#ifdef QUAD_TAPS
    vec4 light[QUAD_COUNT];
    vec4 spread[QUAD_COUNT];
#define READ(k, dx, dy) READ_AT(light[k], spread[k], inward.x * dx, inward.y * dy)
    QUAD_FIRST
#define GIVE(whom, k, dx, dy, rho) \
    tap = light[k]; \
    how = spread[k]; \
    COUNT(whom, inward.x * dx, inward.y * dy, rho)
    GIVE(0, 0, 0.0, 0.0, -1.0)
    QUAD_TAPS
#else
#define GIVEN(what) what[0]
#define TAP(dx, dy, rho) \
    READ_AT(tap, how, dx, dy) \
    COUNT(0, dx, dy, rho)
    TAP(0, 0, -1.0)
    TAPS
#endif
    vec4 sum = GIVEN(sums);
    float coverage = GIVEN(covered) / taps;
#ifdef FRINGE
    // one coverage for all three channels: what lies behind shows no fringe at a silhouette
    vec3 weight = GIVEN(weights);
    sum = vec4(sum.rgb / max(weight, 1e-6), 1.0) * weight.g;
#endif
#ifdef CAT_EYE
    sum /= left_open(barrel[0]);  // a profile only moves light about; a barrel takes some away, from sharp and soft alike
#endif
#ifdef WITH_COARSE
    vec4 coarse = quick_linear_from_srgb(texture(coarse_tx, here * (0.5 / QUARTER_SIZE)));
    // what is wider is nearer: narrow discs are seen as far as wide ones leave them open
    sum = sum * min((1.0 - min(coarse.a, 1.0)) / max(sum.a, 1e-3), 1.0) + coarse;
#endif
    // a slanted surface scatters a little less or more than once over itself: where all taps meet it, it is whole
    sum *= 1.0 / clamp(sum.a + 1.0 - coverage, 1e-3, 1.0);
    o_near = quick_srgb_from_linear(sum * (1.0 / max(sum.a, 1.0)));
}
