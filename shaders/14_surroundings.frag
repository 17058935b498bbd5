// purpose     how bright it is around, and how much of it is white: tells a lamp, small in the dark, from a white wall
// inputs      picture_tx (full, RGBA8 sRGB)
// outputs     r: share of pixels at white, g: mean of the brightest channel in linear light
// resolution  1/16, sixteen pixels looked at
// colour      linear light
#include "lib/quick_srgb.glsl"
uniform sampler2D picture_tx;
out vec4 o_around;

const float WHITE = 0.97;  // encoded: what video and its compression leave of white

void main() {
    // by texture(), which needs no clamping: a third cheaper than texelFetch on llvmpipe
    vec2 pixel_uv = 1.0 / vec2(textureSize(picture_tx, 0));
    // no two of them in a column, and in rows that are apart by no one number, nor in the same of the cells beside: of every fourth
    // pixel of every fourth row fine stripes may show but their black, and their white would be a lamp
    ivec2 cell = ivec2(gl_FragCoord.xy);
    vec2 corner_uv = (vec2(16 * cell + ivec2(0, 2 * ((cell.x ^ cell.y) & 1))) + 0.5) * pixel_uv;
    const ivec4 ROWS = ivec4(2, 6, 7, 11), COLUMNS = ivec4(1, 3, 0, 2);
    vec2 sum = vec2(0.0);
    for (int i = 0; i < 16; ++i) {
        ivec2 at = ivec2(4 * (i & 3) + COLUMNS[i >> 2], ROWS[i >> 2]);
        vec3 encoded = texture(picture_tx, corner_uv + vec2(at) * pixel_uv).rgb;
        float brightest = max(encoded.r, max(encoded.g, encoded.b));
        sum += vec2(step(WHITE, brightest), quick_linear_from_srgb(vec3(brightest)).r);
    }
    o_around = vec4(sum / 16.0, 0.0, 1.0);
}
