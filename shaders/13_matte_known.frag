// purpose     means of what is in front and of what is behind, the surer a pixel is to show one of them the more it counts
// inputs      picture_tx (full, RGBA8 sRGB); PURE: a tile that holds one plane only, FRONT: that in front; else depth_tx
//             (full, a matte as inverse depth)
// outputs     front: colour × weight, a: weight;  back: the same;  share: coverage × weight of the front (r), of the back (g)
// resolution  quarter, around the matte's edges
// colour      linear light, RGBA16F
// source      first blur of Forte & Pitié, ICIP 2021, here a pyramid's lowest level
#ifndef PURE
#include "lib/matte.glsl"
#endif
#include "lib/quick_srgb.glsl"
uniform sampler2D picture_tx;
layout(location = 0) out vec4 o_front;
layout(location = 1) out vec4 o_back;
layout(location = 2) out vec4 o_share;

void main() {
    vec2 pixel_uv = 1.0 / vec2(textureSize(picture_tx, 0));
    vec2 corner_uv = (floor(gl_FragCoord.xy) * 4.0 + 0.5) * pixel_uv;
#ifdef PURE
    vec4 known = vec4(0.0, 0.0, 0.0, 1.0);
    for (int i = 0; i < 4; ++i) {
        vec2 uv = corner_uv + vec2(1 + (i & 1) * 2, 1 + (i >> 1) * 2) * pixel_uv;
        known.rgb += quick_linear_from_srgb(texture(picture_tx, uv).rgb) * 0.25;
    }
#ifdef FRONT
    o_front = known;
    o_back = vec4(0.0);
    o_share = vec4(1.0, 0.0, 0.0, 0.0);
#else
    o_front = vec4(0.0);
    o_back = known;
    o_share = vec4(0.0);
#endif
#else
    vec4 front = vec4(0.0), back = vec4(0.0);
    vec2 share = vec2(0.0);
    float doubt = doubt_at(gl_FragCoord.xy * 4.0 * pixel_uv);
    ivec2 last = textureSize(picture_tx, 0) - 1;
    for (int i = 0; i < 16; ++i) {
        vec2 uv = corner_uv + vec2(i & 3, i >> 2) * pixel_uv;
        vec4 light = vec4(quick_linear_from_srgb(texture(picture_tx, uv).rgb), 1.0);
        float coverage = coverage_at(min(4 * ivec2(gl_FragCoord.xy) + ivec2(i & 3, i >> 2), last));
        vec2 sure = vec2(coverage, 1.0 - coverage);
        sure *= sure * sure;
        sure.y *= 1.0 - 0.98 * doubt;
        front += light * sure.x;
        back += light * sure.y;
        share += coverage * sure;
    }
    o_front = front / 16.0;
    o_back = back / 16.0;
    o_share = vec4(share / 16.0, 0.0, 0.0);
#endif
}
