// purpose     lamps brighter than the camera could tell, as 16_lamps finds them
// colour      linear light
const float MOST_ADDED = 11.5;
const float LAMP = 12.0;  // the brightest that a layer keeps; 1 is white

// How far a pixel may be a lamp: 1 at white.
float clipped(vec3 light) {
    return max(max(light.r, max(light.g, light.b)) * 5.0 - 4.0, 0.0);
}
