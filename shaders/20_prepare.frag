// purpose     splits the picture into what is in front of the plane of focus and what is not, at half size
// inputs      picture_tx (full, RGBA8 sRGB), depth_tx (full, R32F inverse depth)
// outputs     back: sRGB-coded mean of the pixels not in front, a: code of their radius, 0 where there are none;
//             near: sRGB-coded premultiplied colour, a: coverage;  aux: r: code of the near radius
// resolution  half
// colour      mixes in linear light, stores sRGB codes, so that a picture of one colour comes back exactly
// source      prefilter of Jimenez, "Next Generation Post Processing in Call of Duty: Advanced Warfare", SIGGRAPH 2014;
//             a near layer with coverage, so that wires thinner than a texel keep their weight
#include "lib/coc_code.glsl"
#include "lib/ladder.glsl"
#include "lib/quick_srgb.glsl"
uniform sampler2D picture_tx;
uniform sampler2D depth_tx;
layout(location = 0) out vec4 o_back;
layout(location = 1) out vec4 o_near;
layout(location = 2) out vec4 o_aux;

void main() {
    ivec2 last = textureSize(picture_tx, 0) - 1;
    ivec2 corner = ivec2(gl_FragCoord.xy) * 2;
    vec4 back = vec4(0.0), near = vec4(0.0);
    float back_px = 0.0, near_px = 0.0;
    for (int i = 0; i < 4; ++i) {
        ivec2 at = min(corner + ivec2(i & 1, i >> 1), last);
        vec4 light = vec4(quick_linear_from_srgb(texelFetch(picture_tx, at, 0).rgb), 1.0);
        float radius_px = coc_of(texelFetch(depth_tx, at, 0).r);
        float in_front = near_share(radius_px);
        // where sharp and blurred pixels meet the blurred one rules: its layer goes on beneath the sharp one
        float behind = (1.0 - in_front) * (0.02 + clamp(radius_px - 1.0, 0.0, 1.0));
        back += light * behind;
        back_px += max(radius_px, 0.0) * behind;
        near += light * in_front;
        near_px -= radius_px * in_front;
    }
    float share = back.a > 0.0 ? 1.0 / back.a : 0.0;
    o_back = vec4(quick_srgb_from_linear(back.rgb * share), back.a > 0.0 ? fine_code(back_px * share) : 0.0);
    o_near = vec4(quick_srgb_from_linear(near.rgb * 0.25), near.a * 0.25);
    o_aux = vec4(near.a > 0.0 ? fine_code(near_px / near.a) : 0.0, 0.0, 0.0, 0.0);
}
