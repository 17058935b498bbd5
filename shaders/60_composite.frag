// purpose     sharp, small blur, far, and near over all, put together; one program a kind of tile
// inputs      picture_tx, depth_tx (full); far_tx, near_tx (half or quarter) as the gathers leave them
//             ALONE: one blurred layer covers all, as it is;  SMALL: radii the full-size kernel is for;  NEAR: a near
//             layer over the rest;  none of them: each pixel is either sharp or far
// outputs     the finished picture
// resolution  full
// colour      mixes in linear light; what is in focus is copied, not mixed, so that it stays bit-identical
// source      own; the small kernel is the disc's area over each pixel, as the usual V = clamp(r − ρ + ½) has it
uniform float u_layer_texels;  // texels of the blurred layers a pixel: 1/2 or 1/4
out vec4 o_colour;
#ifdef ALONE
uniform sampler2D layer_tx;

void main() {
    vec2 uv = gl_FragCoord.xy * u_layer_texels / vec2(textureSize(layer_tx, 0));
    o_colour = vec4(texture(layer_tx, uv).rgb, 1.0);
}
#else
#include "lib/coc_code.glsl"
#include "lib/depth.glsl"
#include "lib/ladder.glsl"
#include "lib/quick_srgb.glsl"
uniform sampler2D picture_tx;
uniform sampler2D depth_tx;
uniform sampler2D far_tx;
#ifdef NEAR
uniform sampler2D near_tx;
#endif

#ifdef SMALL
// A tap of the full-size kernel: its light times its share of this pixel, a: the share.
vec4 small_tap(ivec2 here, ivec2 offset, float away_px, ivec2 last, float own_px) {
    ivec2 at = clamp(here + offset, ivec2(0), last);
    float radius_px = coc_of(inverse_depth_at(depth_tx, at));
    float reach_px = radius_px > own_px ? min(abs(radius_px), 2.0 * abs(own_px)) : abs(radius_px);
    float share = clamp(reach_px - away_px + 0.5, 0.0, 1.0) / max(1.0, 3.14159 * reach_px * reach_px);
    share *= 1.0 - near_share(radius_px);
    return vec4(quick_linear_from_srgb(texelFetch(picture_tx, at, 0).rgb), 1.0) * share;
}
#endif

void main() {
    vec2 uv = gl_FragCoord.xy * u_layer_texels / vec2(textureSize(far_tx, 0));
    ivec2 here = ivec2(gl_FragCoord.xy);
    vec3 sharp = texelFetch(picture_tx, here, 0).rgb;
    float radius_px = coc_of(inverse_depth_at(depth_tx, here));
    vec3 far = texture(far_tx, uv).rgb;
#ifdef NEAR
    vec4 near = texture(near_tx, uv);
    float bared = near_share(radius_px);
#else
    const float bared = 0.0;
#endif
#ifdef SMALL
    ivec2 last = textureSize(picture_tx, 0) - 1;
    vec3 light = quick_linear_from_srgb(sharp);
    float soft = far_share(radius_px);
    float own = 1.0 / max(1.0, 3.14159 * radius_px * radius_px);
    vec4 around = vec4(0.0);
#define SMALL_TAP(x, y, away_px) around += small_tap(here, ivec2(x, y), away_px, last, radius_px);
    SMALL_TAPS
    bool touched = around.a + soft + bared > 0.0;
    light = (light * own + around.rgb) / (own + around.a);
    // what the near layer has taken away is seen as what was filled in beneath it
    light = mix(light, quick_linear_from_srgb(far), max(soft, clamp(bared * 2.0 - 1.0, 0.0, 1.0)));
#else
    // no radius of this tile lies in the hand-over: a pixel is the one or the other
    vec3 plain = far_share(radius_px) + bared >= 0.5 ? far : sharp;
    bool touched = false;
#ifdef NEAR
    vec3 light = quick_linear_from_srgb(plain);
#else
    vec3 light = vec3(0.0);
#endif
#endif
#ifdef NEAR
    light = quick_linear_from_srgb(near.rgb) + (1.0 - near.a) * light;
    touched = touched || near.a > 0.0;
#endif
#ifdef SMALL
    o_colour = vec4(touched ? quick_srgb_from_linear(light) : sharp, 1.0);
#elif defined(NEAR)
    o_colour = vec4(touched ? quick_srgb_from_linear(light) : plain, 1.0);
#else
    o_colour = vec4(plain, 1.0);
#endif
}
#endif
