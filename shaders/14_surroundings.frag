// purpose     how bright it is around, and how much of it is white: tells a lamp, small in the dark, from a white wall
// inputs      picture_tx (full, RGBA8 sRGB)
// outputs     r: share of pixels at white, g: mean of the brightest channel in linear light
// resolution  1/16, every fourth pixel of every fourth row looked at
// colour      linear light
#include "lib/quick_srgb.glsl"
uniform sampler2D picture_tx;
out vec4 o_around;

const float WHITE = 0.97;  // encoded: what video and its compression leave of white

void main() {
    // by texture(), which needs no clamping: a third cheaper than texelFetch on llvmpipe
    vec2 pixel_uv = 1.0 / vec2(textureSize(picture_tx, 0));
    vec2 corner_uv = (floor(gl_FragCoord.xy) * 16.0 + 2.5) * pixel_uv;
    vec2 sum = vec2(0.0);
    for (int i = 0; i < 16; ++i) {
        vec3 encoded = texture(picture_tx, corner_uv + vec2(i & 3, i >> 2) * (4.0 * pixel_uv)).rgb;
        float brightest = max(encoded.r, max(encoded.g, encoded.b));
        sum += vec2(step(WHITE, brightest), quick_linear_from_srgb(vec3(brightest)).r);
    }
    o_around = vec4(sum / 16.0, 0.0, 1.0);
}
