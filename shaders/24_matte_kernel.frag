// purpose     a kernel of three by three texels, some of them apart: smooths a layer before it is gathered with sparse taps,
//             or after (DONE); or is the blur itself, where that is narrow
// inputs      layer_tx (not interpolated): coded (lib/lamp_code.glsl); DONE: all four sRGB-coded, as 43_matte_gather leaves them
//             TO_SRGB: from the first to the second
// outputs     the same
// resolution  that of the layer
// colour      mixes in linear light
// source      two-stage gather of Jimenez (SIGGRAPH 2014)
#include "lib/lamp_code.glsl"
uniform sampler2D layer_tx;
uniform vec3 u_kernel;  // weight of the middle, of one beside it, of one at a corner
uniform int u_apart;
out vec4 o_layer;

void main() {
    vec2 texel_uv = 1.0 / vec2(textureSize(layer_tx, 0));
    vec2 uv = gl_FragCoord.xy * texel_uv, apart_uv = float(u_apart) * texel_uv;
    vec4 sum = vec4(0.0), tap;
#ifdef DONE
#define LIGHT quick_linear_from_srgb(tap)
#else
#define LIGHT layer_from(tap)
#endif
#define AT(x, y, weight) \
    tap = texture(layer_tx, uv + vec2(x, y) * apart_uv); \
    sum += LIGHT * weight;
    AT(0, 0, u_kernel.x)
    AT(-1, 0, u_kernel.y)
    AT(1, 0, u_kernel.y)
    AT(0, -1, u_kernel.y)
    AT(0, 1, u_kernel.y)
    AT(-1, -1, u_kernel.z)
    AT(1, -1, u_kernel.z)
    AT(-1, 1, u_kernel.z)
    AT(1, 1, u_kernel.z)
#if defined(DONE) || defined(TO_SRGB)
    o_layer = quick_srgb_from_linear(sum);
#else
    o_layer = texel_of(sum);
#endif
}
