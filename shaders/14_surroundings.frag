// purpose     how bright it is around, and how much of it is white: tells a lamp, small in the dark, from a white wall
// inputs      picture_tx (full, RGBA8 sRGB)
// outputs     r: share of pixels at white, g: mean of the brightest channel in linear light
// resolution  1/16, sixteen pixels looked at
// colour      linear light
#include "lib/lamps.glsl"
#include "lib/quick_srgb.glsl"
uniform sampler2D picture_tx;
out vec4 o_around;

const float WHITE = 0.97;  // encoded: what video and its compression leave of white

void main() {
    // by texture(), which needs no clamping: a third cheaper than texelFetch on llvmpipe
    vec2 pixel_uv = 1.0 / PICTURE_SIZE;
    // of every fourth pixel of every fourth row fine patterns may show but their black, and their white would be a lamp: searched
    // for, so that of stripes upright, level or aslant and of checks, with periods of up to 24 pixels, half of the white is seen at least,
    // wherever they begin; in few rows, which are what reading costs, and elsewhere in the cells beside
    const ivec4 ROWS = ivec4(1, 7, 11, 14);
    const ivec4 COLUMNS[4] = ivec4[4](ivec4(0, 3, 6, 8), ivec4(10, 11, 13, 14), ivec4(1, 4, 5, 7), ivec4(2, 9, 12, 15));
    ivec2 cell = ivec2(gl_FragCoord.xy), odd = cell & 1, aside = odd.x * ivec2(8, 14) + odd.y * ivec2(5, 7);
    vec2 corner_uv = (vec2(16 * cell) + 0.5) * pixel_uv;
    vec2 sum = vec2(0.0);
    for (int i = 0; i < 16; ++i) {
        ivec2 at = (ivec2(COLUMNS[i >> 2][i & 3], ROWS[i >> 2]) + aside) & 15;
        float brightest = brightest_of(texture(picture_tx, corner_uv + vec2(at) * pixel_uv).rgb);
        sum += vec2(step(WHITE, brightest), quick_linear_from_srgb(vec3(brightest)).r);
    }
    o_around = vec4(sum / 16.0, 0.0, 1.0);
}
