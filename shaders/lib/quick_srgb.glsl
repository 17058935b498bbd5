// purpose     sRGB to linear light and back without pow: a cubic, and its inverse by one square root
// colour      as the functions' names say; codes and light are 0…1
// source      own fit: the cubic stays within 0.002 of IEC 61966-2-1 in linear light; the inverse is off by less than 0.012 codes of
//             eight bits anywhere, so that a picture of one colour stays exactly that colour and a faint light keeps its energy.
//             Near black the cubic is a parabola, whose inverse is the root that is taken.
//             Its powers are worked out side by side (Estrin's scheme): one after the other they are waited for

vec3 quick_linear_from_srgb(vec3 encoded) {
    return encoded * (0.02243844 + encoded * (0.65167742 + encoded * 0.32588414));
}

// Of light that is never less than nothing; up to ten times white it is more than white's code, which a target holds to 1.
vec3 quick_srgb_from_light(vec3 light) {
    vec3 root = sqrt(light + 1.9e-4) - 0.013784049;
    return root * (1.23904701 - 0.35077066 * root + root * root * (0.1684452 - 0.04492913 * root));
}

vec3 quick_srgb_from_linear(vec3 linear) {
    return quick_srgb_from_light(clamp(linear, 0.0, 1.0));
}

// Premultiplied colour with its coverage: coded alike, so that what is interpolated between codes still fits together.
vec4 quick_linear_from_srgb(vec4 encoded) {
    return encoded * (0.02243844 + encoded * (0.65167742 + encoded * 0.32588414));
}

vec4 quick_srgb_from_linear(vec4 linear) {
    vec4 root = sqrt(clamp(linear, 0.0, 1.0) + 1.9e-4) - 0.013784049;
    return root * (1.23904701 - 0.35077066 * root + root * root * (0.1684452 - 0.04492913 * root));
}
