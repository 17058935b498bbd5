// purpose     splits the picture into what is in front of the plane of focus and what is not, reduced by SIDE
// inputs      picture_tx (full, RGBA8 sRGB), depth_tx (full, bytes of inverse depth)
// outputs     back: sRGB-coded mean of the pixels not in front, a: code of their radius, 0 where there are none;
//             NEAR: near: sRGB-coded premultiplied colour, a: coverage;  aux: r: code of the near radius
// resolution  half (SIDE 2), or quarter (SIDE 4) for tiles that no half-size gather reads
// colour      mixes in linear light, stores sRGB codes, so that a picture of one colour comes back exactly
// source      prefilter of Jimenez, "Next Generation Post Processing in Call of Duty: Advanced Warfare", SIGGRAPH 2014;
//             a near layer with coverage, so that wires thinner than a texel keep their weight
#include "lib/coc_code.glsl"
#include "lib/depth.glsl"
#include "lib/ladder.glsl"
#include "lib/quick_srgb.glsl"
uniform sampler2D picture_tx;
uniform sampler2D depth_tx;
layout(location = 0) out vec4 o_back;
#ifdef NEAR
layout(location = 1) out vec4 o_near;
layout(location = 2) out vec4 o_aux;
#endif

const float SHARE = 1.0 / float(SIDE * SIDE);
#if SIDE == 2
const float OWN_PX2 = FINE_OWN_PX2;
#else
const float OWN_PX2 = COARSE_OWN_PX2;
#endif

void main() {
    ivec2 last = textureSize(picture_tx, 0) - 1;
    ivec2 corner = ivec2(gl_FragCoord.xy) * SIDE;
    vec4 back = vec4(0.0), near = vec4(0.0);
    float back_px = 0.0, near_px = 0.0;
    for (int i = 0; i < SIDE * SIDE; ++i) {
        ivec2 at = min(corner + ivec2(i % SIDE, i / SIDE), last);
        vec4 light = vec4(quick_linear_from_srgb(texelFetch(picture_tx, at, 0).rgb), 1.0);
        float radius_px = coc_of(inverse_depth_at(depth_tx, at));
        // where sharp and blurred pixels meet the blurred one rules: its layer goes on beneath the sharp one
        float behind = 0.02 + clamp(radius_px - 1.0, 0.0, 1.0);
#ifdef NEAR
        float in_front = near_share(radius_px);
        behind *= 1.0 - in_front;
        near += light * in_front;
        near_px -= radius_px * in_front;
#endif
        back += light * behind;
        back_px += max(radius_px, 0.0) * behind;
    }
    float share = back.a > 0.0 ? 1.0 / back.a : 0.0;
    o_back = vec4(quick_srgb_from_linear(back.rgb * share), back.a > 0.0 ? code_of(back_px * share, OWN_PX2) : 0.0);
#ifdef NEAR
    o_near = vec4(quick_srgb_from_linear(near.rgb * SHARE), near.a * SHARE);
    o_aux = vec4(near.a > 0.0 ? code_of(near_px / near.a, OWN_PX2) : 0.0, 0.0, 0.0, 0.0);
#endif
}
