// purpose     what lies behind the plane of focus, each texel the mean of the discs that reach it
// inputs      back_tx: FINE: as 20_prepare leaves it (half), else as 34_filter_back does (quarter);
//             FINE: coarse_tx, the quarter-size result of this very shader, which wide discs are taken from
//             the opening's shape: see lib/disc.glsl, lib/quads.glsl;  DENSE: taps lie on every texel
// outputs     sRGB-coded colour, whole also beneath what is in focus, for a texel
// resolution  half (FINE) or quarter
// colour      mixes in linear light
// source      scatter-as-gather after Jimenez (SIGGRAPH 2014); a farther tap is held to twice the middle's radius
#include "lib/coc_code.glsl"
#include "lib/disc.glsl"
#include "lib/ladder.glsl"
#include "lib/light_code.glsl"
#ifdef QUAD_TAPS
#include "lib/quads.glsl"
#endif
uniform sampler2D back_tx;
#ifdef FINE
uniform sampler2D coarse_tx;
#endif
#ifndef DENSE
flat in vec2 v_steps;
#endif
uniform float u_texels_per_code2;
out vec4 o_far;

// Light of a texel, and its radius in steps.
vec4 disc_from(vec4 texel, float bytes2_to_steps) {
    float lamp = step(LAMP_CODE - 0.001, texel.a);
    float code = texel.a - LAMP_CODE * lamp;
    return vec4(quick_linear_from_srgb(texel.rgb) * (1.0 + lamp * (LAMP - 1.0)), code * code * bytes2_to_steps);
}

void main() {
    vec2 here = gl_FragCoord.xy;
#ifdef DENSE
    const float steps = 1.0;
#else
    float steps = v_steps.x;
#endif
    float bytes2_to_steps = u_texels_per_code2 / steps * (255.0 / CODES) * (255.0 / CODES);
    vec2 texel_uv = 1.0 / vec2(textureSize(back_tx, 0));
    vec2 uv = here * texel_uv;
#define DISC_AT(dx, dy) disc_from(texture(back_tx, uv + vec2(dx, dy) * texel_uv), bytes2_to_steps)
#ifdef QUAD_TAPS
    vec2 inward = inward_in_quad(), outward = -inward;
    vec4 disc[QUAD_COUNT];
    float share[QUAD_COUNT];
#define READ(k, dx, dy) \
    disc[k] = DISC_AT(outward.x * dx, outward.y * dy); \
    share[k] = 1.0 / taps_within(disc[k].a);
    QUAD_READS
    vec4 middle = disc[0];
    float corners = max(max(disc[3].a, ACROSS(disc[2].a)), max(DOWN(disc[1].a), ACROSS(DOWN(disc[0].a))));
#else
    vec4 middle = DISC_AT(0.0, 0.0);
    float corners = max(max(DISC_AT(-1.0, -1.0).a, DISC_AT(1.0, -1.0).a), max(DISC_AT(-1.0, 1.0).a, DISC_AT(1.0, 1.0).a));
#endif
    bool is_blurred = middle.a * steps > BLURRED_FROM;
    // in focus beside blurred: go on with the blurred layer beneath, so that plain interpolation meets no halo
    float x = is_blurred ? middle.a : max(middle.a, corners);
    float radius = x * steps;
    float limit = 2.0 * x;
    // what is in focus counts only where there is nothing else
    float own = is_blurred ? 1.0 / taps_within(middle.a) : middle.a > 0.0 ? 1e-6 : 0.0;
    vec4 tap;
    float weight;
#ifdef CAT_EYE
    vec2 barrel = barrel_from(here);
#else
    const vec2 barrel = vec2(0.0);
#endif
#ifdef SHAPED
    own *= shape_of(vec2(0.0), 0.0, middle.a, barrel);
    #define SHAPE(dx, dy, rho) * shape_of(vec2(dx, dy), rho, x, barrel)
#else
    #define SHAPE(dx, dy, rho)
#endif
#ifdef FRINGE
    vec3 light = middle.rgb * own;
    vec3 weights = vec3(own);
    vec3 xs;
    #define COUNT(dx, dy, rho, most) \
        x = min(tap.a, limit); \
        weight = 1.0 SHAPE(dx, dy, rho); \
        xs = x * vec3(1.0 + FRINGE, 1.0, 1.0 - FRINGE); \
        xs = weight * clamp(xs - rho + 0.5, 0.0, 1.0) / max(vec3(1.0), AREA * xs * xs + 0.2); \
        weights += xs; \
        light += tap.rgb * xs;
#else
    vec4 sum = vec4(middle.rgb, 1.0) * own;
    #define COUNT(dx, dy, rho, share) \
        x = min(tap.a, limit); \
        weight = on_disc(x, rho) * (share) SHAPE(dx, dy, rho); \
        sum += vec4(tap.rgb, 1.0) * weight;
#endif
#ifdef QUAD_TAPS
    // the share of a disc held to the limit is the limit's, the larger of the two
    float least = 1.0 / taps_within(limit);
#define OWN(k, dx, dy, rho) \
    tap = disc[k]; \
    COUNT(outward.x * dx, outward.y * dy, rho, max(share[k], least))
#define BESIDE(k, dx, dy, rho) \
    tap = ACROSS(disc[k]); \
    COUNT(outward.x * dx, outward.y * dy, rho, max(ACROSS(share[k]), least))
#define BELOW(k, dx, dy, rho) \
    tap = DOWN(disc[k]); \
    COUNT(outward.x * dx, outward.y * dy, rho, max(DOWN(share[k]), least))
#define ASKEW(k, dx, dy, rho) \
    tap = DOWN(disc[k]); \
    tap = ACROSS(tap); \
    COUNT(outward.x * dx, outward.y * dy, rho, max(ACROSS(DOWN(share[k])), least))
    QUAD_TAPS
#else
#define TAP(dx, dy, rho) \
    tap = DISC_AT(dx * steps, dy * steps); \
    COUNT(dx, dy, rho, 1.0 / taps_within(x))
    TAPS
#endif
#ifdef FRINGE
    bool found = weights.g > 0.0;
    vec3 far = light / max(weights, 1e-9);
#else
    bool found = sum.a > 0.0;
    vec3 far = sum.rgb / max(sum.a, 1e-9);
#endif
#ifdef FINE
    vec3 coarse = quick_linear_from_srgb(texture(coarse_tx, here * 0.5 / vec2(textureSize(coarse_tx, 0))).rgb);
    far = mix(far, coarse, found ? coarse_share(radius2_from_texels(radius, FINE_OWN_PX2, 2.0), vec2(COARSE_FROM, COARSE_TO)) : 1.0);
#endif
    o_far = vec4(quick_srgb_from_linear(far), 1.0);
}
