// purpose     light and radius of a texel of the layers in 8 bits a channel
// colour      red, green, blue: sRGB codes of light, of a twelfth of it where a lamp is brighter than white
// source      own; every tap is decoded, so it has to be cheap: a half float would be fetched three times as slowly on llvmpipe,
//             a curve that went on beyond white took twice the arithmetic. A picture of one colour comes back exactly
#include "lib/lamps.glsl"
#include "lib/quick_srgb.glsl"

const float LAMP_CODE = 128.0 / 255.0;
const float CODES = 127.0;       // of a radius, beside the bit that says lamp

// Linear light, and in alpha the radius code 0…1, of a texel of the back layer.
vec4 back_from(vec4 texel) {
    float lamp = step(LAMP_CODE - 0.001, texel.a);
    return vec4(quick_linear_from_srgb(texel.rgb) * (1.0 + (LAMP - 1.0) * lamp), (texel.a - LAMP_CODE * lamp) * (255.0 / CODES));
}

float lamp_in(vec3 linear) {
    return brightest_of(linear) > 1.0 ? 1.0 : 0.0;
}

vec3 code_from_linear(vec3 linear, float lamp) {
    return quick_srgb_from_light(linear * (1.0 + (1.0 / LAMP - 1.0) * lamp));
}

vec4 texel_of_back(vec3 linear, float radius_code) {
    float lamp = lamp_in(linear);
    return vec4(code_from_linear(linear, lamp), floor(radius_code * CODES + 0.5) * (1.0 / 255.0) + LAMP_CODE * lamp);
}

// The near layer is premultiplied and has a second texel, aux: red is its radius code, green says lamp, blue is the share of it
// that is gathered at a quarter of the size.
vec4 aux_of(float radius_code, float lamp, float coarse_share) {
    return vec4(radius_code, lamp, coarse_share, 0.0);
}

vec3 near_from(vec3 texel, float lamp) {
    return quick_linear_from_srgb(texel) * (1.0 + (LAMP - 1.0) * lamp);
}
