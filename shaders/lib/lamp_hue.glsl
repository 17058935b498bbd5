// purpose     the hue of a clipped lamp, which its rim still shows, and what it adds to white
// colour      linear light
// source      own; of the lamps of the test scenes a hue is a tenth off in the mean, where white is four tenths off
#include "lib/lamps.glsl"

// What of its own hue a clipped lamp still shows: on the pixels of its rim little of its light has fallen, and they are bright but
// not white. Light of a pixel, by how much it is one of these.
vec3 rim_of(vec3 light) {
    float brightest = brightest_of(light), second = max(min(light.r, light.g), min(max(light.r, light.g), light.b));
    float darker = 1.0 - second;
    return light * (brightest * brightest * brightest * darker * darker);
}

// Every other pixel is asked, as a board's white squares: fewer tell another hue whenever a lamp moves by part of a pixel.
#define ASKED(x, y) (((x) + (y)) % 2 == 0)

const float RIM_SEEN = 100.0;  // its inverse: so much of `rim_of` tells a hue
const vec2 HUE_PX = vec2(5.0, 3.0);  // from which radius on, and how much later all of it: the middle of a narrow disc is white as well

const float DEEPER = 0.75;  // so much more is added where the least channel is nothing: the lamp is white in its middle all the same

// How much brighter than white a lamp is that adds `more`, of the hue of its rim; nowhere less than white.
vec3 beyond_white(float more, vec3 rim, float radius_px) {
    float brightest = brightest_of(rim), least = min(rim.r, min(rim.g, rim.b)), whole = 1.0 / max(brightest, 1e-4);
    float seen = clamp(brightest * RIM_SEEN - 0.5, 0.0, 1.0) * clamp((radius_px - HUE_PX.x) * (1.0 / HUE_PX.y), 0.0, 1.0);
    float brighter = 1.0 + more * (1.0 + DEEPER * seen * (1.0 - whole * least));
    return max(brighter * (1.0 - seen + seen * whole * rim) - 1.0, 0.0);
}
