// purpose     light of a matte's layers in 8 bits, coverage left to the fourth channel: sRGB codes up to CODE_PALE, a straight
//             piece to white at CODE_WHITE, and above it, coarsely, how bright a lamp is that the camera clipped
// inputs      CODE_PALE, CODE_WHITE (injected)
// colour      as the functions' names say: linear, 1 is white, BEYOND + 1 the brightest lamp
// source      own; below CODE_PALE a picture of one colour comes back exactly, above it within one code
#include "lib/quick_srgb.glsl"

const float PALE = CODE_PALE * (0.02243844 + CODE_PALE * (0.65167742 + CODE_PALE * 0.32588414));
const float PALE_SLOPE = (1.0 - PALE) / (CODE_WHITE - CODE_PALE);
const float BEYOND = 11.0;
const float BEYOND_SLOPE = sqrt(BEYOND) / (1.0 - CODE_WHITE);

vec3 linear_from_code(vec3 code) {
    vec3 beyond = max(code - CODE_WHITE, 0.0) * BEYOND_SLOPE;
    vec3 straight = clamp(code * PALE_SLOPE - CODE_PALE * PALE_SLOPE, 0.0, 1.0 - PALE);
    return quick_linear_from_srgb(min(code, CODE_PALE)) + straight + beyond * beyond;
}

vec3 code_from_linear(vec3 linear) {
    vec3 straight = clamp(linear - PALE, 0.0, 1.0 - PALE) / PALE_SLOPE;
    vec3 beyond = sqrt(max(linear - 1.0, 0.0)) / BEYOND_SLOPE;
    return quick_srgb_from_linear(min(linear, PALE)) + straight + beyond;
}
