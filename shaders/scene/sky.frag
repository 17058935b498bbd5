// purpose     an early-evening sky: gold low down, rose, then dusk blue, with thin clouds lit from below
// inputs      place on a far card, metres
// outputs     linear colour, opaque
// resolution  the canvas's samples
// colour      linear
#include "scene/lib/noise.glsl"

in vec2 v_card_m;
uniform float u_height_m;
out vec4 o_colour;

void main() {
    vec2 p = v_card_m / u_height_m;
    float h = clamp(p.y, 0.0, 1.5);
    vec3 low = vec3(0.86, 0.44, 0.17), rose = vec3(0.56, 0.25, 0.22), blue = vec3(0.14, 0.18, 0.36), deep = vec3(0.05, 0.08, 0.23);
    vec3 colour = mix(low, rose, smoothstep(0.0, 0.22, h));
    colour = mix(colour, blue, smoothstep(0.16, 0.62, h));
    colour = mix(colour, deep, smoothstep(0.55, 1.3, h));
    float glow = exp(-dot((p - vec2(0.16, 0.02)) * vec2(1.6, 3.2), (p - vec2(0.16, 0.02)) * vec2(1.6, 3.2)) * 5.0);
    colour += glow * vec3(0.42, 0.22, 0.07);
    vec2 q = vec2(p.x * 2.2 + p.y * 1.1, p.y * 9.0);
    float cloud = smoothstep(0.50, 0.78, cloudy(q * 1.6 + 3.0)) * smoothstep(0.03, 0.25, h);
    float wisp = smoothstep(0.55, 0.85, cloudy(q * vec2(2.2, 4.6) + 9.0)) * smoothstep(0.06, 0.3, h);
    vec3 lit_cloud = mix(vec3(0.95, 0.44, 0.26), vec3(0.50, 0.30, 0.38), smoothstep(0.1, 0.8, h));
    colour = mix(colour, lit_cloud, 0.65 * cloud);
    colour = mix(colour, lit_cloud * 1.1, 0.35 * wisp);
    o_colour = vec4(colour, 1.0);
}
