// purpose     sRGB to linear light and back without pow: a cubic, and its inverse by one square root
// colour      as the function's name says; both hold 0…1
// source      own fit: the cubic stays within 0.002 of IEC 61966-2-1 in linear light; the inverse is off by less than 0.012 codes of
//             eight bits anywhere, so that a picture of one colour stays exactly that colour and a faint light keeps its energy.
//             Near black the cubic is a parabola, whose inverse is the root that is taken

vec3 quick_linear_from_srgb(vec3 encoded) {
    return encoded * (0.02243844 + encoded * (0.65167742 + encoded * 0.32588414));
}

vec3 quick_srgb_from_linear(vec3 linear) {
    vec3 root = sqrt(clamp(linear, 0.0, 1.0) + 1.9e-4) - 0.013784049;
    return root * (1.23904701 + root * (-0.35077066 + root * (0.1684452 - 0.04492913 * root)));
}

// Premultiplied colour with its coverage: coded alike, so that what is interpolated between codes still fits together.
vec4 quick_linear_from_srgb(vec4 encoded) {
    return encoded * (0.02243844 + encoded * (0.65167742 + encoded * 0.32588414));
}

vec4 quick_srgb_from_linear(vec4 linear) {
    vec4 root = sqrt(clamp(linear, 0.0, 1.0) + 1.9e-4) - 0.013784049;
    return root * (1.23904701 + root * (-0.35077066 + root * (0.1684452 - 0.04492913 * root)));
}
