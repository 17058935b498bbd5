// purpose     a beach: trodden sand, smooth and wet towards the water
// inputs      place on the ground: x right, z away, metres
// outputs     linear colour, opaque
// resolution  the canvas's samples
// colour      linear
#include "scene/lib/noise.glsl"
#include "scene/lib/light.glsl"

in vec2 v_card_m;
uniform float u_shore_m;        // where the water comes to
out vec4 o_colour;

void main() {
    vec2 p = v_card_m;
    float pixel = max(fwidth(p.x), 0.5 * fwidth(p.y));
    float shore = u_shore_m + 0.35 * (noise(vec2(p.x * 0.22, 1.0)) - 0.5);
    float wet = smoothstep(-1.15, -0.75, p.y - shore + 0.10 * noise(p * vec2(1.1, 2.0)));
    float dry = 1.0 - wet;
    vec3 base = mix(vec3(0.66, 0.50, 0.33), vec3(0.34, 0.245, 0.16), wet);
    base *= 0.86 + 0.26 * cloudy(p * vec2(0.8, 1.6));
    // hollows of feet: each a dent with its own shadow and light
    vec2 q = p * vec2(2.6, 1.7);
    q += 0.6 * vec2(noise(p * 2.0), noise(p * 2.0 + 30.0));
    ivec2 cell = ivec2(floor(q));
    vec2 r = random2(cell), d = fract(q) - 0.3 - 0.4 * r;
    float dent = smoothstep(0.30, 0.05, length(d * vec2(1.0, 1.5))) * step(0.35, r.x) * dry;
    float away = clamp(d.x / 0.3, -1.0, 1.0);
    base *= 1.0 + dent * (-0.26 + 0.30 * -away);
    float clear = 1.0 - smoothstep(0.004, 0.05, pixel);
    base *= 1.0 + dry * clear * 0.22 * (noise(p * 60.0) - 0.5) + dry * 0.20 * (noise(p * vec2(9.0, 14.0)) - 0.5) * seen(p, 0.1);
    vec3 colour = base * (u_sky_colour * 0.62 + u_sun_colour * 0.66);
    colour = mix(colour, u_sky_colour * 0.85, 0.32 * wet * smoothstep(0.35, 0.75, noise(p * vec2(0.5, 2.2))));
    // a line of weed and shells where the last tide left it
    float tide = abs(p.y - shore + 1.85 + 0.3 * (noise(vec2(p.x * 0.8, 20.0)) - 0.5));
    float weed = smoothstep(0.14, 0.03, tide) * smoothstep(0.52, 0.7, noise(p * vec2(7.0, 9.0)));
    colour = mix(colour, vec3(0.14, 0.10, 0.055), 0.6 * weed);
    o_colour = vec4(hazed(colour, 1.0 / gl_FragCoord.w), 1.0);
}
