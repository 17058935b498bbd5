// purpose     a texel of a matte's layers in 8 bits a channel: premultiplied light, coverage, and whether it is a lamp
// colour      red, green, blue: sRGB codes of light, of a twelfth of it where a lamp is brighter than white; alpha: four
//             fifths of the coverage, or 1 for a lamp, which covers whole
// source      own; every tap is decoded, so it has to be cheap. A picture of one colour comes back exactly
#include "lib/lamps.glsl"
#include "lib/quick_srgb.glsl"

const float LAMP_FROM = 1.02;    // beyond what rounding makes of white
const float COVERS = 0.8;

vec4 layer_from(vec4 texel) {
    float gain = 1.0 + (LAMP - 1.0) * step(0.9, texel.a);
    return vec4(quick_linear_from_srgb(texel.rgb) * gain, min(texel.a * (1.0 / COVERS), 1.0));
}

vec4 texel_of(vec4 layer) {
    bool is_lamp = brightest_of(layer.rgb) > LAMP_FROM;
    return vec4(quick_srgb_from_linear(layer.rgb * (is_lamp ? 1.0 / LAMP : 1.0)), is_lamp ? 1.0 : layer.a * COVERS);
}
