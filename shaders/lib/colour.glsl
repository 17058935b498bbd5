// purpose     sRGB to linear light and back (IEC 61966-2-1)
// colour      in: encoded or linear, as the function's name says

vec3 linear_from_srgb(vec3 encoded) {
    return mix(encoded / 12.92, pow((encoded + 0.055) / 1.055, vec3(2.4)), step(0.04045, encoded));
}

vec3 srgb_from_linear(vec3 linear) {
    linear = max(linear, 0.0);
    return mix(linear * 12.92, 1.055 * pow(linear, vec3(1.0 / 2.4)) - 0.055, step(0.0031308, linear));
}
