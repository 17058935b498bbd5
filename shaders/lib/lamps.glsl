// purpose     lamps brighter than the camera could tell, as 16_lamps finds them
// colour      linear light
const float MOST_ADDED = 11.5;
// Mean of the brightest channel around in linear light: up to where a clipped spot is a lamp, and from where on it is none.
const float DARK = 0.05, BRIGHT = 0.12;
const float LAMP = 12.0;  // the brightest that a layer keeps; 1 is white

float brightest_of(vec3 channels) {
    return max(channels.r, max(channels.g, channels.b));
}

// How far a pixel, 0…1, may be a lamp: 1 at white.
float clipped(vec3 light) {
    return clamp(brightest_of(light) * 5.0 - 4.0, 0.0, 1.0);
}
