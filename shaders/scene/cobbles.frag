// purpose     the street's floor: cobbles, kerbs and slabs, with evening light along it
// inputs      place on the ground: x right, z away, metres
// outputs     linear colour, opaque
// resolution  the canvas's samples
// colour      linear
#include "scene/lib/noise.glsl"
#include "scene/lib/light.glsl"

in vec2 v_card_m;
uniform vec2 u_kerbs_m;         // left and right edge of the roadway
out vec4 o_colour;

// stones in rows: x tone of the stone, y 0 in the joint … 1 on its crown, z slope to the right, w slope away
vec4 stones(vec2 p, vec2 size, float wobble) {
    vec2 q = p / size;
    q.x += wobble * (noise(p * 3.1) - 0.5);
    q.y += wobble * (noise(p * 3.1 + 40.0) - 0.5);
    float row = floor(q.y);
    q.x += 0.5 * mod(row, 2.0) + 0.3 * random1(ivec2(int(row), 7));
    ivec2 cell = ivec2(floor(q));
    vec2 f = fract(q) - 0.5;
    vec2 edge = 0.5 - abs(f);
    float inside = min(edge.x * size.x, edge.y * size.y) / min(size.x, size.y);
    float crown = smoothstep(0.02, 0.20, inside);
    return vec4(random1(cell), crown, f * (1.0 - crown * 0.6));
}

void main() {
    vec2 p = v_card_m;
    float pixel = max(fwidth(p.x), fwidth(p.y));
    float left = p.x - u_kerbs_m.x, right = u_kerbs_m.y - p.x;
    bool road = left > 0.0 && right > 0.0;
    vec4 stone = road ? stones(p, vec2(0.135, 0.135), 0.5) : stones(p, vec2(0.62, 0.46), 0.04);
    float clear = 1.0 - smoothstep(0.015, 0.11, road ? pixel : pixel * 0.35);
    vec3 base = road ? vec3(0.20, 0.17, 0.175) : vec3(0.27, 0.235, 0.225);
    base *= 1.0 + clear * 0.55 * (stone.x - 0.5);
    base *= mix(vec3(1.0), vec3(1.12, 0.98, 0.86), step(0.7, fract(stone.x * 7.0)) * clear);
    base *= mix(0.84, mix(0.46, 1.0, stone.y), clear);
    base *= 0.9 + 0.2 * cloudy(p * vec2(2.0, 1.2)) + clear * 0.14 * (noise(p * 70.0) - 0.5);
    vec3 n = normalize(vec3(stone.z * 1.2 * clear, 1.0, -stone.w * 1.2 * clear));
    float sun = max(dot(n, normalize(vec3(0.75, 0.35, 0.55))), 0.0);
    vec3 colour = base * (u_sky_colour * 1.1 + u_sun_colour * sun * 0.55);
    // long light down the street, shadows of the houses at the sides, warm pools before the windows
    float z = p.y;
    float open = smoothstep(-2.6, 0.8, p.x + 0.10 * z - 1.0) * (1.0 - smoothstep(2.0, 4.4, p.x));
    float far = smoothstep(6.0, 30.0, z);
    colour += base * u_sun_colour * (0.20 + 1.05 * far) * open * (0.4 + 0.9 * stone.y * clear + 0.5 * (1.0 - clear));
    float wet = pow(clamp(0.35 + 0.65 * cloudy(p * vec2(1.3, 0.7) + 20.0), 0.0, 1.0), 2.0);
    float sheen = smoothstep(5.0, 40.0, z) * exp(-pow((p.x - 0.2 - 0.01 * z) / (0.8 + 0.06 * z), 2.0));
    colour += vec3(0.62, 0.34, 0.15) * sheen * wet * (0.5 + 0.5 * mix(0.6, stone.y, clear));
    float pools = 0.5 + 0.5 * cos(z * 1.45 + 0.6);
    colour += base * vec3(2.0, 1.05, 0.42) * exp(-pow((p.x + 3.3) / 1.15, 2.0)) * (0.35 + 0.65 * pools) * smoothstep(4.0, 7.0, z);
    colour += base * vec3(1.6, 0.85, 0.36) * exp(-pow((p.x - 4.4) / 0.9, 2.0)) * (0.4 + 0.6 * pools);
    float kerb = line(left, 0.09, pixel) + line(right, 0.09, pixel);
    colour = mix(colour, colour * 1.5 + 0.03, clamp(kerb, 0.0, 1.0));
    colour *= 1.0 - 0.5 * line(left - 0.12, 0.03, pixel) - 0.5 * line(right - 0.12, 0.03, pixel);
    o_colour = vec4(hazed(colour, 1.0 / gl_FragCoord.w), 1.0);
}
