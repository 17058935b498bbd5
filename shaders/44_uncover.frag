// purpose     what lies beneath the near layer where nothing behind the plane of focus is blurred: as it was filled in
// inputs      back_tx (quarter, as 34_filter_back leaves it)
// outputs     sRGB-coded colour
// resolution  quarter
// colour      from codes of light to sRGB codes
#include "lib/light_code.glsl"
uniform sampler2D back_tx;
out vec4 o_far;

void main() {
    vec3 light = back_from(texelFetch(back_tx, ivec2(gl_FragCoord.xy), 0)).rgb;
    o_far = vec4(quick_srgb_from_linear(light), 1.0);
}
