// purpose     sharp, small blur, far, and near over all, put together; one program a kind of tile
// inputs      picture_tx, depth_tx (full); far_tx, near_tx (half) as the gathers leave them
//             FAR_ALONE: nothing sharp, nothing near;  SMALL: radii the full-size kernel is for;  NEAR: a near layer
// outputs     the finished picture
// resolution  full
// colour      mixes in linear light; what is in focus is copied, not mixed, so that it stays bit-identical
// source      own; the small kernel is the disc's area over each pixel, as the usual V = clamp(r − ρ + ½) has it
#include "lib/coc_code.glsl"
#include "lib/ladder.glsl"
#include "lib/quick_srgb.glsl"
uniform sampler2D far_tx;
#ifndef FAR_ALONE
uniform sampler2D picture_tx;
uniform sampler2D depth_tx;
#endif
#ifdef NEAR
uniform sampler2D near_tx;
#endif
out vec4 o_colour;

#ifdef SMALL
// A tap of the full-size kernel: its light times its share of this pixel, a: the share.
vec4 small_tap(ivec2 here, ivec2 offset, float away_px, ivec2 last, float own_px) {
    ivec2 at = clamp(here + offset, ivec2(0), last);
    float radius_px = coc_of(texelFetch(depth_tx, at, 0).r);
    float reach_px = radius_px > own_px ? min(abs(radius_px), 2.0 * abs(own_px)) : abs(radius_px);
    float share = clamp(reach_px - away_px + 0.5, 0.0, 1.0) / max(1.0, 3.14159 * reach_px * reach_px);
    share *= 1.0 - near_share(radius_px);
    return vec4(quick_linear_from_srgb(texelFetch(picture_tx, at, 0).rgb), 1.0) * share;
}
#endif

void main() {
    vec2 half_uv = gl_FragCoord.xy * 0.5 / vec2(textureSize(far_tx, 0));
#ifdef FAR_ALONE
    o_colour = vec4(texture(far_tx, half_uv).rgb, 1.0);
#else
    ivec2 here = ivec2(gl_FragCoord.xy);
    ivec2 last = textureSize(picture_tx, 0) - 1;
    vec3 sharp = texelFetch(picture_tx, here, 0).rgb;
    float radius_px = coc_of(texelFetch(depth_tx, here, 0).r);
    vec3 far = texture(far_tx, half_uv).rgb;
    float soft = far_share(radius_px);
    vec3 light = quick_linear_from_srgb(sharp);
    bool touched = soft > 0.0;
#ifdef SMALL
    float own = 1.0 / max(1.0, 3.14159 * radius_px * radius_px);
    vec4 around = vec4(0.0);
#define SMALL_TAP(x, y, away_px) around += small_tap(here, ivec2(x, y), away_px, last, radius_px);
    SMALL_TAPS
    touched = touched || around.a > 0.0;
    light = (light * own + around.rgb) / (own + around.a);
#endif
    light = mix(light, quick_linear_from_srgb(far), soft);
#ifdef NEAR
    vec4 near = texture(near_tx, half_uv);
    // what the near layer has taken away is seen as what was filled in beneath it
    light = mix(light, quick_linear_from_srgb(far), clamp(near_share(radius_px) * 2.0 - 1.0, 0.0, 1.0));
    light = quick_linear_from_srgb(near.rgb) + (1.0 - near.a) * light;
    touched = touched || near.a > 0.0 || near_share(radius_px) > 0.0;
#endif
    o_colour = vec4(touched ? quick_srgb_from_linear(light) : sharp, 1.0);
#endif
}
