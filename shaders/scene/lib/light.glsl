// purpose     the light all things stand in: a low sun, a warm window, the sky above, the ground below, haze
// colour      linear

uniform vec3 u_sun_direction;   // towards the sun: x right, y up, z towards the viewer
uniform vec3 u_sun_colour;
uniform vec3 u_lamp_direction;
uniform vec3 u_lamp_colour;
uniform vec3 u_sky_colour;
uniform vec3 u_ground_colour;
uniform vec3 u_haze_colour;
uniform float u_haze_m;         // distance after which 63 % is haze

vec3 lit(vec3 albedo, vec3 n, float wrap, vec3 shade_tint) {
    float sun = max((dot(n, u_sun_direction) + wrap) / (1.0 + wrap), 0.0);
    float lamp = max((dot(n, u_lamp_direction) + wrap) / (1.0 + wrap), 0.0);
    vec3 around = mix(u_ground_colour, u_sky_colour, 0.5 + 0.5 * n.y);
    return albedo * (u_sun_colour * sun + u_lamp_colour * lamp + around * shade_tint);
}

// light that grazes an edge from behind
vec3 rim(vec3 n, float strength) {
    float edge = 1.0 - clamp(n.z, 0.0, 1.0);
    vec2 out_of = n.xy * inversesqrt(dot(n.xy, n.xy) + 1e-6);
    float sun = max(dot(out_of, u_sun_direction.xy), 0.0);
    float lamp = max(dot(out_of, u_lamp_direction.xy), 0.0);
    return 1.9 * strength * edge * edge * (u_sun_colour * sun * sun + 0.6 * u_lamp_colour * lamp * lamp);
}

// a highlight; Schlick 1994, "A Fast Alternative to Phong's Specular Model"
float highlight(float cosine, float power) {
    float t = max(cosine, 0.0);
    return t / (power - power * t + t);
}

vec3 gloss(vec3 n, float power) {
    vec3 sun = normalize(u_sun_direction + vec3(0.0, 0.0, 1.0));
    vec3 lamp = normalize(u_lamp_direction + vec3(0.0, 0.0, 1.0));
    return u_sun_colour * highlight(dot(n, sun), power) + u_lamp_colour * highlight(dot(n, lamp), power);
}

vec3 hazed(vec3 colour, float z_m) {
    return mix(u_haze_colour, colour, exp(-z_m / u_haze_m));
}
