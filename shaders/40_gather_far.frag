// purpose     what lies behind the plane of focus, each texel the mean of the discs that reach it
// inputs      back_tx: FINE: as 20_prepare leaves it (half), else as 34_filter_back does (quarter);
//             FINE: coarse_tx, the quarter-size result of this very shader, which wide discs are taken from
//             the opening's shape: see lib/disc.glsl, lib/quads.glsl;  APART: taps lie apart, else on every texel
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
#else
const int WHOM = 1;
#endif
uniform sampler2D back_tx;
#ifdef FINE
uniform sampler2D coarse_tx;
#endif
#ifdef APART
flat in vec2 v_steps;
#endif
out vec4 o_far;

const float NOTHING = 1e-6;  // what is handed over within a quad is as exact as this
const float FOUND = 4.0;     // a texel is known by so much (its inverse) of a disc

// Light of a texel, and its radius in steps.
vec4 disc_from(vec4 texel, float bytes2_to_steps) {
    float lamp = step(LAMP_CODE - 0.001, texel.a);
    float code = texel.a - LAMP_CODE * lamp;
    return vec4(quick_linear_from_srgb(texel.rgb) * (1.0 + lamp * (LAMP - 1.0)), narrowed(code * code * bytes2_to_steps));
}

void main() {
    vec2 here = gl_FragCoord.xy;
#ifndef APART
    const float steps = 1.0;
#else
    float steps = v_steps.x;
#endif
    float bytes2_to_steps = u_code_px / (TEXEL_PX * steps) * (255.0 / CODES) * (255.0 / CODES);
    vec2 texel_uv = 1.0 / TARGET_SIZE;
    vec2 uv = here * texel_uv;
#define DISC_AT(dx, dy) disc_from(texture(back_tx, uv + vec2(dx, dy) * texel_uv), bytes2_to_steps)
#ifdef QUAD_TAPS
    vec2 inward = inward_in_quad(), outward = -inward;
    vec4 disc[QUAD_COUNT];
    float share[QUAD_COUNT];
#define READ(k, dx, dy) disc[k] = DISC_AT(outward.x * dx, outward.y * dy);
    QUAD_FIRST
#undef READ
    vec4 middle = disc[0];
    float corners = max(max(disc[3].a, ACROSS(disc[2].a)), max(DOWN(disc[1].a), ACROSS(DOWN(disc[0].a))));
#else
    vec4 middle = DISC_AT(0.0, 0.0);
    float corners = max(max(DISC_AT(-1.0, -1.0).a, DISC_AT(1.0, -1.0).a), max(DISC_AT(-1.0, 1.0).a, DISC_AT(1.0, 1.0).a));
#endif
    float blurred = clamp((middle.a * steps - BLURRED.x) * (1.0 / (BLURRED.y - BLURRED.x)), 0.0, 1.0);
    // in focus beside blurred: go on with the blurred layer beneath, so that plain interpolation meets no halo
    float x = mix(max(middle.a, corners), middle.a, blurred);
    float radius = x * steps;
    float own = 1.0 / taps_within(middle.a);
    vec4 tap;
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
    own *= shape_of(vec2(0.0), 0.0, middle.a, BARREL(0));
    #define SHAPE(whom, dx, dy, rho) * shape_of(vec2(dx, dy), rho, tap.a, BARREL(whom))
#else
    #define SHAPE(whom, dx, dy, rho)
#endif
#ifdef FRINGE
#define WEIGHT vec3
#define WEIGHED(rho, share) on_discs(tap.a * vec3(1.0 + FRINGE, 1.0, 1.0 - FRINGE), rho)
#else
#define WEIGHT float
#define WEIGHED(rho, share) (on_disc(tap.a, rho) * (share))
#endif
    WEIGHT weight;
    // for this pixel, and what it counts for the others of its quad
    vec3 light[WHOM];
    WEIGHT weights[WHOM];
    float limit = 2.0 * x;
#define HELD(disc, share) \
    disc.a = min(disc.a, limit); \
    share = 1.0 / taps_within(disc.a);
#define COUNT(whom, dx, dy, rho, share) \
    weight = WEIGHED(rho, share) SHAPE(whom, dx, dy, rho); \
    weights[whom] += weight; \
    light[whom] += tap.rgb * weight;
    for (int whom = 0; whom < WHOM; ++whom) {
        light[whom] = vec3(0.0);
        weights[whom] = WEIGHT(0.0);
    }
#ifdef QUAD_TAPS
    // a disc is held for all four by who has read it
    for (int k = 0; k < 4; ++k) {
        HELD(disc[k], share[k])
    }
#define READ(k, dx, dy) \
    disc[k] = DISC_AT(outward.x * dx, outward.y * dy); \
    HELD(disc[k], share[k])
#define GIVE(whom, k, dx, dy, rho) \
    tap = disc[k]; \
    COUNT(whom, outward.x * dx, outward.y * dy, rho, share[k])
    QUAD_TAPS
    vec3 far = GIVEN(light);
    weight = GIVEN(weights);
#else
    float tap_share;
#define TAP(dx, dy, rho) \
    tap = DISC_AT(dx * steps, dy * steps); \
    HELD(tap, tap_share) \
    COUNT(0, dx, dy, rho, tap_share)
    TAPS
    vec3 far = light[0];
    weight = weights[0];
#endif
    // what is in focus counts only where there is nothing else; from there to a blurred one's part in all without a step
    WEIGHT part = weight * (own * blurred) / max(weight + own * (1.0 - blurred), 1e-9);
    part = max(part, middle.a > 0.0 ? 10.0 * NOTHING : 0.0);
    weight += part;
    far = (far + middle.rgb * part) * (1.0 / max(weight, 1e-9));
#ifdef FINE
#ifdef FRINGE
    float found = weight.g;
#else
    float found = weight;
#endif
    // beneath the near layer: what little reaches there gives way to what is filled in
    float missing = middle.a > 0.0 ? 0.0 : 1.0 - clamp(FOUND * found, 0.0, 1.0);
    vec3 coarse = quick_linear_from_srgb(texture(coarse_tx, here * (0.5 / QUARTER_SIZE)).rgb);
    far = mix(far, coarse, max(missing, coarse_share(radius2_from_texels(radius), vec2(COARSE_FROM, COARSE_TO))));
#endif
    o_far = vec4(quick_srgb_from_linear(far), 1.0);
}
