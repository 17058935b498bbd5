// purpose     the café in a few strokes, until it is painted
// inputs      time, size
// outputs     colour (sRGB) and inverse depth
// resolution  full
// colour      sRGB, no anti-aliasing
uniform float u_time_s;
uniform float u_unit_px;      // one metre at one metre's distance
uniform vec2 u_centre_px;     // where the camera looks
out vec3 o_colour;
layout(location = 1) out float o_inverse_depth;

const float EYE_M = 1.32;
vec3 colour; float z_m;

vec2 at(float z) { return (vec2(gl_FragCoord.x, gl_FragCoord.y) - u_centre_px) * vec2(1.0, -1.0) * z / u_unit_px + vec2(0.0, EYE_M); }
void put(float d, float z, vec3 c) { if (d < 0.0) { colour = c; z_m = z; } }
float ball(vec2 p, vec2 r) { return length(p / r) - 1.0; }
float bar(vec2 p, vec2 a, vec2 b, float r) { vec2 d = b - a; return length(p - a - d * clamp(dot(p - a, d) / dot(d, d), 0.0, 1.0)) - r; }

void person(float x, float side, vec3 cloth, vec3 hair) {
    vec2 p = at(4.0); p.x = (p.x - x) * side;
    put(bar(p, vec2(0.0, 0.5), vec2(0.05, 0.95), 0.17), 4.0, cloth);
    put(ball(p - vec2(0.10, 1.22), vec2(0.12, 0.15)), 4.0, hair);
    put(ball(p - vec2(0.14, 1.18), vec2(0.09, 0.125)), 4.0, vec3(0.86, 0.62, 0.5));
    put(bar(p, vec2(0.08, 0.98), vec2(0.28, 0.78), 0.05), 4.0, cloth * 0.8);
    put(bar(p, vec2(0.28, 0.78), vec2(0.55, 0.78), 0.04), 4.0, vec3(0.86, 0.62, 0.5));
}

void main() {
    vec2 far = at(144.0);
    colour = mix(vec3(0.98, 0.75, 0.55), vec3(0.45, 0.5, 0.7), clamp(far.y / 60.0, 0.0, 1.0)); z_m = 144.0;
    vec2 p = at(24.0);
    put(-step(0.0, p.y) * step(p.y, 9.0) * step(1.5, abs(p.x)), 24.0, mix(vec3(0.6, 0.35, 0.3), vec3(1.0, 0.85, 0.5),
        step(0.6, fract(p.x * 0.6)) * step(0.5, fract(p.y * 0.5))));
    float z = EYE_M * u_unit_px / max(gl_FragCoord.y - u_centre_px.y, 1e-3);
    vec2 ground = vec2((gl_FragCoord.x - u_centre_px.x) * z / u_unit_px, z);
    if (z > 0.0 && z < z_m) { colour = vec3(0.45, 0.38, 0.4) + 0.1 * step(0.5, fract(ground.x * 4.0)) * step(0.5, fract(z * 4.0)); z_m = z; }
    float walk = smoothstep(3.2, 5.6, u_time_s) - smoothstep(9.4, 11.4, u_time_s);
    p = at(9.0) - vec2(mix(4.5, 0.05, walk), 0.0);
    put(bar(p, vec2(0.0, 0.2), vec2(0.0, 1.4), 0.2), 9.0, vec3(0.55, 0.45, 0.3));
    put(ball(p - vec2(0.0, 1.65), vec2(0.10, 0.13)), 9.0, vec3(0.9, 0.66, 0.54));
    put(max(abs(p.x + 0.4) - 0.2, abs(p.y - 0.4) - 0.16), 9.0, vec3(0.4, 0.2, 0.1));
    person(-0.6, 1.0, vec3(0.75, 0.2, 0.2), vec3(0.25, 0.12, 0.08));
    person(0.6, -1.0, vec3(0.2, 0.3, 0.5), vec3(0.15, 0.1, 0.08));
    z = (EYE_M - 0.72) * u_unit_px / max(gl_FragCoord.y - u_centre_px.y, 1e-3);
    ground = vec2((gl_FragCoord.x - u_centre_px.x) * z / u_unit_px, z - 4.0);
    put(length(ground) - 0.36, z, vec3(0.95, 0.94, 0.9));
    o_colour = colour;
    o_inverse_depth = 2.88 / z_m;
}
