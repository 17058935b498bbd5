// purpose     sRGB to linear light and back without pow: a cubic and its inverse in square roots
// colour      as the function's name says; both hold 0…1
// source      own fit: the cubic stays within 0.002 of IEC 61966-2-1 in linear light; the inverse brings every 8-bit code
//             back to itself (off by less than 0.42 codes), so that a picture of one colour stays exactly that colour

vec3 quick_linear_from_srgb(vec3 encoded) {
    return encoded * (0.02243844 + encoded * (0.65167742 + encoded * 0.32588414));
}

vec3 quick_srgb_from_linear(vec3 linear) {
    linear = clamp(linear, 0.0, 1.0);
    vec3 root = sqrt(linear);
    vec3 fourth_root = sqrt(root);
    return fourth_root * -0.09964 + root * (1.47974 - 0.35591 * fourth_root) - 0.02583 * linear;
}

// Premultiplied colour with its coverage: coded alike, so that what is interpolated between codes still fits together.
vec4 quick_linear_from_srgb(vec4 encoded) {
    return encoded * (0.02243844 + encoded * (0.65167742 + encoded * 0.32588414));
}

vec4 quick_srgb_from_linear(vec4 linear) {
    linear = clamp(linear, 0.0, 1.0);
    vec4 root = sqrt(linear);
    vec4 fourth_root = sqrt(root);
    return fourth_root * -0.09964 + root * (1.47974 - 0.35591 * fourth_root) - 0.02583 * linear;
}
