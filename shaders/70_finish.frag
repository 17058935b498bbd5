// purpose     the finish of a picture: the scale that breathes with focus, and film grain
// inputs      picture_tx (full, RGBA8 sRGB); GRAIN: grain_tx (2^GRAIN_BITS on a side, RGB, a half is nothing: passes/grain.py);
//             BREATHING: the picture is drawn larger about its middle
// outputs     the finished picture, sRGB
// resolution  full; only within the letterbox's bars
// colour      resamples in linear light; grain is added to the encoded picture, as a scan of film has it
// source      grain in the density of the print, strongest in the middle tones: Newson et al., "A Stochastic Film Grain
//             Model for Resolution-Independent Rendering", CGF 2017; resampling: Catmull & Rom, 1974
#include "lib/quick_srgb.glsl"
uniform sampler2D picture_tx;
#ifdef GRAIN
uniform sampler2D grain_tx;
uniform float u_grain;          // encoded units a unit of the tile
uniform ivec2 u_grain_shift_px; // another part of the tile each picture
#endif
#ifdef BREATHING
uniform float u_breathing_scale;
#endif
out vec4 o_colour;

#ifdef BREATHING
vec4 catmull_rom(float x) {
    float x2 = x * x, x3 = x2 * x;
    return vec4(-0.5 * x3 + x2 - 0.5 * x, 1.5 * x3 - 2.5 * x2 + 1.0, -1.5 * x3 + 2.0 * x2 + 0.5 * x, 0.5 * x3 - 0.5 * x2);
}

vec3 seen_at(vec2 here) {
    ivec2 size = textureSize(picture_tx, 0);
    vec2 middle = vec2(size) * 0.5;
    vec2 place = middle + (here - middle) / u_breathing_scale - 0.5;
    ivec2 corner = ivec2(floor(place)) - 1;
    vec4 across = catmull_rom(fract(place.x)), down = catmull_rom(fract(place.y));
    vec3 light = vec3(0.0);
    for (int i = 0; i < 16; ++i) {
        ivec2 at = clamp(corner + ivec2(i & 3, i >> 2), ivec2(0), size - 1);
        light += quick_linear_from_srgb(texelFetch(picture_tx, at, 0).rgb) * across[i & 3] * down[i >> 2];
    }
    return quick_srgb_from_linear(light);
}
#else
vec3 seen_at(vec2 here) {
    return texelFetch(picture_tx, ivec2(here), 0).rgb;
}
#endif

void main() {
    vec3 colour = seen_at(gl_FragCoord.xy);
#ifdef GRAIN
    // rows and columns of tiles are moved against each other, so that no lattice of them shows
    ivec2 here = ivec2(gl_FragCoord.xy), at = here + u_grain_shift_px;
    at += (here.yx >> GRAIN_BITS) * ivec2(211, 149);
    vec3 grain = texelFetch(grain_tx, at & ((1 << GRAIN_BITS) - 1), 0).rgb - 128.0 / 255.0;
    float tone = dot(colour, vec3(0.2126, 0.7152, 0.0722));
    colour += grain * (u_grain * 4.0 * tone * (1.0 - tone));
#endif
    o_colour = vec4(colour, 1.0);
}
