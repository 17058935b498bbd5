// purpose     one layer of a matte, blurred by a disc that is the same everywhere
// inputs      layer_tx (not interpolated; lib/lamp_code.glsl) as 22_matte_layer or 24_matte_kernel leaves it
//             the opening's shape: see lib/disc.glsl
// outputs     premultiplied colour, a: coverage, all four sRGB-coded
// resolution  half, a quarter or an eighth
// colour      mixes in linear light
// source      own; a plane that faces the lens has one radius, so that its blur is a plain convolution
#include "lib/disc.glsl"
#include "lib/lamp_code.glsl"
uniform sampler2D layer_tx;
uniform float u_disc_steps;  // radius of the disc, in steps of the lattice
uniform int u_steps;         // texels from tap to tap; negative in front of the plane of focus, where light comes from across
out vec4 o_blurred;

void main() {
    vec2 here = gl_FragCoord.xy;
    vec2 texel_uv = 1.0 / vec2(textureSize(layer_tx, 0));
    vec2 uv = here * texel_uv, step_uv = float(u_steps) * texel_uv;
    float x = u_disc_steps;
    vec4 tap;
#ifdef CAT_EYE
    vec2 barrel = barrel_from(here);
#else
    const vec2 barrel = vec2(0.0);
#endif
#ifdef SHAPED
    #define SHAPE(dx, dy, rho) * shape_of(vec2(dx, dy), max(rho, 0.0), x, barrel)
#else
    #define SHAPE(dx, dy, rho)
#endif
#ifdef FRINGE
    vec3 xs = x * (1.0 + FRINGE * vec3(1.0, 0.0, -1.0) * sign(float(u_steps)));
    vec3 channels = vec3(0.0), weights = vec3(0.0), coverages = vec3(0.0), each;
    #define COUNT(dx, dy, rho) \
        each = clamp(xs - rho + 0.5, 0.0, 1.0) SHAPE(dx, dy, rho); \
        channels += tap.rgb * each; \
        coverages += tap.a * each; \
        weights += each;
#else
    float weights = 0.0, each;
    vec4 sum = vec4(0.0);
    #define COUNT(dx, dy, rho) \
        each = on_disc(x, rho) SHAPE(dx, dy, rho); \
        sum += tap * each; \
        weights += each;
#endif
#define TAP(dx, dy, rho) \
    tap = layer_from(texture(layer_tx, uv + vec2(dx, dy) * step_uv)); \
    COUNT(dx, dy, rho)
    TAP(0, 0, -1.0)
    TAPS
#ifdef FRINGE
    // one coverage for all three channels: what lies behind shows no fringe at a silhouette
    vec4 sum = vec4(channels / max(coverages, 1e-6), 1.0) * coverages.g;
    o_blurred = quick_srgb_from_linear(sum / max(weights.g, 1e-6));
#else
    o_blurred = quick_srgb_from_linear(sum / max(weights, 1e-6));
#endif
}
