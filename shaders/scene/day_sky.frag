// purpose     a summer sky in the afternoon: pale and warm low down, blue above, with heaped clouds lit from the right
// inputs      place on a far card, metres
// outputs     linear colour, opaque
// resolution  the canvas's samples
// colour      linear
#include "scene/lib/noise.glsl"

in vec2 v_card_m;
uniform float u_height_m;
out vec4 o_colour;

// how much cloud there is at a place: heaps that stand on a level floor
float heaped(vec2 p) {
    vec2 q = p * vec2(5.2, 9.0);
    float body = cloudy(q) * 0.72 + 0.28 * cloudy(q * 3.1 + 5.0);
    float belt = smoothstep(0.05, 0.13, p.y) * smoothstep(0.62, 0.22, p.y);
    return smoothstep(0.50, 0.70, body + 0.10 * belt - 0.07) * belt;
}

void main() {
    vec2 p = v_card_m / u_height_m;
    float h = clamp(p.y, 0.0, 1.6);
    vec3 low = vec3(0.92, 0.80, 0.66), pale = vec3(0.50, 0.70, 0.86), blue = vec3(0.17, 0.40, 0.74);
    vec3 colour = mix(low, pale, smoothstep(0.0, 0.20, h));
    colour = mix(colour, blue, smoothstep(0.14, 0.95, h));
    colour += vec3(0.26, 0.16, 0.06) * exp(-pow((p.x - 0.75) * 1.3, 2.0) - 6.0 * h);
    float cloud = heaped(p), behind = heaped(p + vec2(0.045, 0.035));
    vec3 bright = vec3(1.10, 1.00, 0.88), shade = vec3(0.62, 0.66, 0.74);
    vec3 body = mix(bright, shade, clamp(behind * 1.1 - 0.15 + 0.5 * (cloud - 0.5), 0.0, 1.0));
    colour = mix(colour, mix(body, low, 0.35 * smoothstep(0.30, 0.05, h)), cloud * 0.92);
    o_colour = vec4(colour, 1.0);
}
