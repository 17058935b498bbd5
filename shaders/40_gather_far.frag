// purpose     what lies behind the plane of focus, each texel the mean of the discs that reach it
// inputs      back_tx: FINE: as 20_prepare leaves it (half), else as 34_filter_back does (quarter);
//             FINE: coarse_tx, the quarter-size result of this very shader, which wide discs are taken from
//             the opening's shape: see lib/disc.glsl
// outputs     sRGB-coded colour, whole also beneath what is in focus, for a texel
// resolution  half (FINE) or quarter
// colour      mixes in linear light
// source      scatter-as-gather after Jimenez (SIGGRAPH 2014); a farther tap is held to twice the middle's radius
#include "lib/coc_code.glsl"
#include "lib/disc.glsl"
#include "lib/ladder.glsl"
#include "lib/light_code.glsl"
uniform sampler2D back_tx;
#ifdef FINE
uniform sampler2D coarse_tx;
#endif
#if !defined(FINE) && !defined(FEW)
flat in vec2 v_steps;
#endif
uniform float u_texels_per_code2;
out vec4 o_far;

void main() {
    vec2 here = gl_FragCoord.xy;
    ivec2 at = ivec2(here);
    ivec2 last = textureSize(back_tx, 0) - 1;
    vec4 middle = back_from(texelFetch(back_tx, at, 0));
    float code = middle.a;
    for (int i = 0; i < 4; ++i) {
        // in focus beside blurred: go on with the blurred layer beneath, so that plain interpolation meets no halo
        ivec2 corner = clamp(at + ivec2((i & 1) * 2 - 1, (i >> 1) * 2 - 1), ivec2(0), last);
        float beside = back_from(texelFetch(back_tx, corner, 0)).a;
        code = middle.a * middle.a * u_texels_per_code2 < BLURRED_FROM ? max(code, beside) : code;
    }
    float radius = code * code * u_texels_per_code2;
#if defined(FINE) || defined(FEW)
    const float steps = 1.0;
#else
    float steps = v_steps.x;
#endif
    float codes2_to_steps = u_texels_per_code2 / steps;
    float bytes2_to_steps = codes2_to_steps * (255.0 / CODES) * (255.0 / CODES);
    vec2 texel_uv = 1.0 / vec2(last + 1);
    vec2 uv = here * texel_uv;
    vec2 step_uv = steps * texel_uv;
    float limit = 2.0 * radius / steps;
    float x = middle.a * middle.a * codes2_to_steps;
    // what is in focus counts only where there is nothing else
    float own = middle.a * middle.a * u_texels_per_code2 > BLURRED_FROM ? 1.0 / taps_within(x) : middle.a > 0.0 ? 1e-6 : 0.0;
    vec4 tap;
    float weight, lamp;
#ifdef CAT_EYE
    vec2 barrel = barrel_from(here);
#else
    const vec2 barrel = vec2(0.0);
#endif
#ifdef SHAPED
    own *= shape_of(vec2(0.0), 0.0, x, barrel);
    #define SHAPE(dx, dy, rho) * shape_of(vec2(dx, dy), rho, x, barrel)
#else
    #define SHAPE(dx, dy, rho)
#endif
#ifdef FRINGE
    vec3 light = middle.rgb * own;
    vec3 weights = vec3(own);
    vec3 xs;
    #define COUNT(rho) \
        xs = x * vec3(1.0 + FRINGE, 1.0, 1.0 - FRINGE); \
        xs = weight * clamp(xs - rho + 0.5, 0.0, 1.0) / max(vec3(1.0), AREA * xs * xs + 0.2); \
        weights += xs; \
        light += quick_linear_from_srgb(tap.rgb) * (xs + xs * lamp * (LAMP - 1.0));
#else
    vec4 sum = vec4(middle.rgb, 1.0) * own;
    #define COUNT(rho) \
        weight *= on_disc(x, rho) / taps_within(x); \
        sum += vec4(quick_linear_from_srgb(tap.rgb) * (1.0 + lamp * (LAMP - 1.0)), 1.0) * weight;
#endif
#define TAP(dx, dy, rho) \
    tap = texture(back_tx, uv + vec2(dx, dy) * step_uv); \
    lamp = step(LAMP_CODE - 0.001, tap.a); \
    x = tap.a - LAMP_CODE * lamp; \
    x = min(x * x * bytes2_to_steps, limit); \
    weight = 1.0 SHAPE(dx, dy, rho); \
    COUNT(rho)
    TAPS
#ifdef FRINGE
    bool found = weights.g > 0.0;
    vec3 far = light / max(weights, 1e-9);
#else
    bool found = sum.a > 0.0;
    vec3 far = sum.rgb / max(sum.a, 1e-9);
#endif
#ifdef FINE
    vec3 coarse = quick_linear_from_srgb(texture(coarse_tx, here * 0.5 / vec2(textureSize(coarse_tx, 0))).rgb);
    far = mix(far, coarse, found ? coarse_share(radius2_from_code(code, FINE_OWN_PX2, 2.0), vec2(COARSE_FROM, COARSE_TO)) : 1.0);
#endif
    o_far = vec4(quick_srgb_from_linear(far), 1.0);
}
