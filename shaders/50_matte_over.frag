// purpose     lays a matte's front over what is behind it where neither is in focus: then both are drawn large at once
// inputs      far_tx, near_tx (of one size) as the blur leaves them
// outputs     sRGB-coded colour
// resolution  half or quarter
// colour      mixes in linear light
#include "lib/quick_srgb.glsl"
uniform sampler2D far_tx;
uniform sampler2D near_tx;
out vec4 o_mixed;

void main() {
    ivec2 here = ivec2(gl_FragCoord.xy);
    vec4 near = quick_linear_from_srgb(texelFetch(near_tx, here, 0));
    vec3 far = quick_linear_from_srgb(texelFetch(far_tx, here, 0).rgb);
    o_mixed = vec4(quick_srgb_from_linear(near.rgb + (1.0 - near.a) * far), 1.0);
}
