// purpose     the tone curve every built-in scene is shown through
// colour      linear in; what comes out is said with each
#include "lib/colour.glsl"

// straight up to the knee, then bends towards 1 with the same slope: lights keep their colour, nothing is greyed
vec3 shoulder(vec3 x) {
    const float KNEE = 0.6;
    vec3 over = max(x - KNEE, 0.0) / (1.0 - KNEE);
    return min(x, KNEE) + (1.0 - KNEE) * over / (1.0 + over);
}

vec3 enriched(vec3 shown) {
    shown = clamp(mix(vec3(dot(shown, vec3(0.2126, 0.7152, 0.0722))), shown, 1.14), 0.0, 1.0);
    return mix(shown, shown * shown * (3.0 - 2.0 * shown), 0.45);
}

// richer colours and a printer's contrast, sRGB
vec3 printed(vec3 linear) {
    return enriched(srgb_from_linear(linear));
}

// the same as linear light, with a square root for the curve of sRGB: for what is drawn in every picture
vec3 printed_nearly(vec3 linear) {
    vec3 shown = enriched(sqrt(max(linear, 0.0)));
    return shown * shown;
}
