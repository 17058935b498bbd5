// purpose     hands a blurred layer over from one size, or one distance of taps, to the next coarser
// inputs      finer_tx, coarser_tx (interpolated): all four channels sRGB-coded
// outputs     the same
// resolution  that of the finer
// colour      mixes in linear light
#include "lib/quick_srgb.glsl"
uniform sampler2D finer_tx;
uniform sampler2D coarser_tx;
uniform float u_coarser;
uniform float u_coarser_texels;  // texels of the coarser a texel of the finer
out vec4 o_layer;

void main() {
    vec2 uv = gl_FragCoord.xy * u_coarser_texels / vec2(textureSize(coarser_tx, 0));
    vec4 finer = quick_linear_from_srgb(texelFetch(finer_tx, ivec2(gl_FragCoord.xy), 0));
    o_layer = quick_srgb_from_linear(mix(finer, quick_linear_from_srgb(texture(coarser_tx, uv)), u_coarser));
}
