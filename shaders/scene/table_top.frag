// purpose     a round table top of pierced, white painted iron, seen at a slant
// inputs      place on the table, metres from its middle
// outputs     premultiplied linear colour
// resolution  the canvas's samples
// colour      linear
#include "scene/lib/noise.glsl"
#include "scene/lib/light.glsl"

in vec2 v_card_m;
uniform float u_radius_m;
out vec4 o_colour;

// holes of a rosette: petals in rings, 1 where there is a hole
float pierced(vec2 p) {
    float r = length(p) / u_radius_m;
    float a = atan(p.y, p.x) / 6.2831853;
    float holes = 0.0;
    for (int ring = 0; ring < 3; ++ring) {
        float middle = 0.30 + 0.21 * float(ring);
        float count = 10.0 + 8.0 * float(ring);
        vec2 q = vec2((fract(a * count + 0.5 * float(ring & 1)) - 0.5) / count * 6.2831853 * middle, r - middle);
        float petal = length(q / vec2(0.075 - 0.012 * float(ring), 0.075)) - 1.0;
        holes = max(holes, clamp(-petal / max(fwidth(petal), 1e-3) + 0.5, 0.0, 1.0));
    }
    return holes;
}

void main() {
    float r = length(v_card_m) / u_radius_m;
    float edge = fwidth(r);
    float alpha = clamp((1.0 - r) / edge + 0.5, 0.0, 1.0);
    float rim = smoothstep(0.90, 0.93, r) - smoothstep(0.97, 1.0, r);
    float hole = pierced(v_card_m) * step(r, 0.9);
    vec3 paint = vec3(0.80, 0.78, 0.74) * (0.94 + 0.08 * cloudy(v_card_m * 40.0));
    vec3 colour = paint * (u_sky_colour * 1.15 + u_sun_colour * 0.30 + u_lamp_colour * 0.16);
    colour *= 1.0 + 0.35 * (v_card_m.x / u_radius_m) * 0.4;
    colour += 0.16 * u_sun_colour * rim;
    float gleam = exp(-pow((v_card_m.x - 0.12 + 0.3 * v_card_m.y) / 0.10, 2.0));
    colour += 0.10 * u_sun_colour * gleam * (1.0 - hole);
    vec3 below = vec3(0.055, 0.040, 0.045) + 0.03 * u_lamp_colour;
    colour = mix(colour, below, hole * 0.85);
    o_colour = vec4(colour * alpha, alpha);
}
