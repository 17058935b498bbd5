// purpose     splits the picture into what is in front of the plane of focus and what is not, at half size
// inputs      picture_tx (full, RGBA8 sRGB), depth_tx (full, R32F inverse depth)
// outputs     far: sRGB-coded mean of the pixels not in front, a = code of their CoC radius, 0 where there are none;
//             near: sRGB-coded premultiplied colour, a = coverage;  aux: r = code of the near CoC radius
// resolution  half
// colour      mixes in linear light, stores sRGB codes: constants come back exactly
// source      Jimenez, "Next Generation Post Processing in Call of Duty: Advanced Warfare" (SIGGRAPH 2014), prefilter
#include "lib/coc_code.glsl"
#include "lib/quick_srgb.glsl"
uniform sampler2D picture_tx;
uniform sampler2D depth_tx;
layout(location = 0) out vec4 o_far;
layout(location = 1) out vec4 o_near;
layout(location = 2) out vec4 o_aux;

void main() {
    ivec2 last = textureSize(picture_tx, 0) - 1;
    ivec2 corner = ivec2(gl_FragCoord.xy) * 2;
    vec4 far = vec4(0.0), near = vec4(0.0);
    float far_radius = 0.0, near_radius = 0.0;
    for (int i = 0; i < 4; ++i) {
        ivec2 at = min(corner + ivec2(i & 1, i >> 1), last);
        vec3 light = quick_linear_from_srgb(texelFetch(picture_tx, at, 0).rgb);
        float radius = coc_of(texelFetch(depth_tx, at, 0).r);
        float in_front = clamp(-radius - 1.0, 0.0, 1.0);
        // among what is not in front, what is far out-weighs what is sharp: the blurred layer lies under the sharp one
        float behind = (1.0 - in_front) * (0.01 + clamp(radius - 0.5, 0.0, 1.0));
        far += vec4(light, 1.0) * behind;
        far_radius += max(radius, 0.0) * behind;
        near += vec4(light, 1.0) * in_front;
        near_radius -= radius * in_front;
    }
    float far_share = far.a > 0.0 ? 1.0 / far.a : 0.0;
    o_far = vec4(quick_srgb_from_linear(far.rgb * far_share), far.a > 0.0 ? code_from_radius(far_radius * far_share) : 0.0);
    o_near = vec4(quick_srgb_from_linear(near.rgb * 0.25), near.a * 0.25);
    o_aux = vec4(near.a > 0.0 ? code_from_radius(near_radius / near.a) : 0.0, 0.0, 0.0, 0.0);
}
