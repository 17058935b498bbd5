// purpose     sharp, small blur, far, and near over all, put together; one program a kind of tile
// inputs      picture_tx, depth_tx (full); far_tx, near_tx (half or quarter) as the gathers leave them
//             COPY: the picture;  ALONE: one blurred layer covers all, as it is;  MIXED: near over far, and nothing is sharp;
//             NARROW: under narrow discs: layers are interpolated in light;
//             SMALL: radii the full-size kernel is for, SMOOTH: without a step of depth;  NEAR: a near layer over the rest;
//             FAR: some of it is not in focus itself, or in front;  QUADS: see lib/quads.glsl;
//             LAYER_PX, LAYER_SIZE: how many pixels wide a texel of the layers is, 2 or 4, and how many there are;
//             CORNERS: 4, and they are interpolated here
// outputs     the finished picture
// resolution  full
// colour      mixes in linear light; what is in focus is copied, not mixed, so that it stays bit-identical
// source      own; the small kernel is the mean over a disc of the picture interpolated between its pixels
#include "lib/quick_srgb.glsl"
#ifdef QUADS
#include "lib/quads.glsl"
#endif
out vec4 o_colour;
#ifdef COPY
uniform sampler2D picture_tx;

void main() {
    o_colour = texture(picture_tx, gl_FragCoord.xy * (1.0 / PICTURE_SIZE));
}
#else
#ifndef NARROW
#define INTERPOLATED(code) code
#define CODED(light) light
#define LIT(layer) quick_linear_from_srgb(layer)
#else
// Under narrow discs contrasts are left, of which a tenth of the light is lost (of a small light, of fine stripes) where it is codes
// that are interpolated, not light; under wide ones 3 %.
#ifdef ALONE
// By a curve of its own, within 0.005 of light, that is cheap to go back from; never the root of less than nothing, whatever a
// driver's root of 5.76 is.
#define INTERPOLATED(code) light_from(code)
#define CODED(light) sqrt(max(sqrt(light + 5.76) - 2.3999997, 0.0))

vec4 light_from(vec4 code) {
    vec4 squared = code * code;
    return squared * (4.8 + squared);
}
#else
#define INTERPOLATED(code) quick_linear_from_srgb(code)
#define LIT(layer) layer
#endif
#endif

// A layer here, as `INTERPOLATED` has it.
#ifdef CORNERS
// A pixel and its neighbours lie between the same four texels, where a texel is four pixels wide: each reads one of them, its
// own corner. A third cheaper than interpolated reading on llvmpipe. Wants a sampler that does not interpolate.
vec4 layer(sampler2D layer_tx) {
    vec2 place = gl_FragCoord.xy * 0.25 - 0.5;
    vec2 beyond = fract(place);
    vec2 odd = vec2(ivec2(gl_FragCoord.xy) & 1);
    vec4 corner = INTERPOLATED(texture(layer_tx, (place + odd) * (1.0 / QUARTER_SIZE)));
    vec4 row = corner + (beyond.x - odd.x) * dFdx(corner);
    return row + (beyond.y - odd.y) * dFdy(row);
}
#elif defined(NARROW) && defined(QUADS) && LAYER_PX == 2
// Two by two pixels lie on one texel, and want those around it: each reads the texel itself, the one at its own corner, and one
// of the two beside it, the other being what its neighbour has read.
vec4 layer(sampler2D layer_tx) {
    vec2 inward = inward_in_quad(), step_uv = -inward * (0.5 / LAYER_SIZE), uv = gl_FragCoord.xy * (0.5 / LAYER_SIZE);
    bool level = inward.x == inward.y;
#define AT(uv) INTERPOLATED(texture(layer_tx, uv))
    vec4 own = AT(uv), corner = AT(uv + step_uv), beside = AT(uv + (level ? vec2(step_uv.x, 0.0) : vec2(0.0, step_uv.y)));
#undef AT
    vec4 both = beside + (level ? ACROSS(beside) : DOWN(beside));
    return 0.5625 * own + 0.1875 * both + 0.0625 * corner;
}
#elif defined(NARROW)
// The same where a texel is two pixels wide, or by a driver whose pixels cannot be told what those beside them have read. On
// llvmpipe four readings take no longer than an interpolated one.
vec4 layer(sampler2D layer_tx) {
    vec2 place = gl_FragCoord.xy * (1.0 / float(LAYER_PX)) - 0.5;
    vec2 beyond = fract(place);
#define CORNER_AT(x, y) INTERPOLATED(texture(layer_tx, (place + vec2(x, y)) * (1.0 / LAYER_SIZE)))
    vec4 row = mix(CORNER_AT(0.0, 0.0), CORNER_AT(1.0, 0.0), beyond.x);
    return mix(row, mix(CORNER_AT(0.0, 1.0), CORNER_AT(1.0, 1.0), beyond.x), beyond.y);
}
#else
vec4 layer(sampler2D layer_tx) {
    return texture(layer_tx, gl_FragCoord.xy * (1.0 / float(LAYER_PX) / LAYER_SIZE));
}
#endif

#ifdef ALONE
uniform sampler2D layer_tx;

void main() {
    o_colour = vec4(CODED(layer(layer_tx).rgb), 1.0);
}
#elif defined(MIXED)
uniform sampler2D far_tx;
uniform sampler2D near_tx;

void main() {
    vec4 near = LIT(layer(near_tx));
    o_colour = vec4(quick_srgb_from_light(near.rgb + (1.0 - near.a) * LIT(layer(far_tx).rgb)), 1.0);
}
#else
#include "lib/coc_code.glsl"
#include "lib/ladder.glsl"
uniform sampler2D picture_tx;
uniform sampler2D depth_tx;
#ifdef FAR
uniform sampler2D far_tx;
#endif
#ifdef NEAR
uniform sampler2D near_tx;
layout(std140) uniform BaredFrom { float u_bared_from; };  // coverage by the near layer from which on what is its own is not seen beneath
#endif

#if defined(FAR) || defined(SMALL)
float radius_at(vec2 at, float right) {
    vec4 pair = pair_at(depth_tx, at);
    return coc_of(share_from(pair.rg + right * (pair.ba - pair.rg)));  // on llvmpipe quicker than to choose one
}
#endif

#ifdef SMALL
// Radius of the disc of light on pixels that are read between their middles.
float spread(float radius_px) {
    float r = abs(radius_px);
    return clamp(min((r - SHARP) * (1.0 / (1.0 - SHARP)), r), 0.0, SMALL_WIDEST);
}

// Light of a pixel, and its radius; `right` is 1 where a texel of depth has it on its right, else 0.
vec4 seen_at(vec2 at, float right) {
    return vec4(quick_linear_from_srgb(texture(picture_tx, at).rgb), radius_at(at, right));
}

// Light of a pixel and what its neighbours give to it, with the sum of that.
#ifdef SMOOTH
// They are as far off as the pixel itself: it is given what it would give to one beside it, and to one at a corner. Exact up to
// a radius of 1, and from there the nearest that three by three pixels come to the disc, over the spectrum pictures have.
vec4 softly(vec3 sharp, float radius_px, vec2 own, float right, vec2 pixel) {
    vec4 here = vec4(quick_linear_from_srgb(sharp), radius_px);
    float r = spread(radius_px);
    float wide = max(r - 1.0, 0.0);
    float beside = r * (0.21221 - 0.07958 * r) - 0.065 * wide * wide, askew = 0.03979 * r * r;
    float kept = 1.0 - 4.0 * (beside + askew);
#ifdef QUADS
    vec2 inward = inward_in_quad(), outward = -inward * pixel;
    vec4 side = seen_at(own + vec2(outward.x, 0.0), 1.0 - right), over = seen_at(own + vec2(0.0, outward.y), right);
    vec4 corner = seen_at(own + outward, 1.0 - right), column = over + DOWN(here);
    vec4 sides = side + ACROSS(here) + column;
    vec4 corners = corner + DOWN(side) + ACROSS(column);
#else
#define AT(x, y) seen_at(own + vec2(x, y) * pixel, abs(right - abs(x)))
    vec4 sides = AT(-1.0, 0.0) + AT(1.0, 0.0) + AT(0.0, -1.0) + AT(0.0, 1.0);
    vec4 corners = AT(-1.0, -1.0) + AT(1.0, -1.0) + AT(-1.0, 1.0) + AT(1.0, 1.0);
#endif
    return vec4(here.rgb * kept + sides.rgb * beside + corners.rgb * askew, 1.0 - kept);
}
#else
// What a pixel gives to one beside it: with most of what corners would spread, which are not looked at where surfaces meet. At
// 1.25 it has given all.
float given_by(float radius_px) {
    float r = min(spread(radius_px), 1.25);
    return r * (0.21221 - 0.01 * r);
}

// Light of a pixel, and how much it gives: less than nothing stands for one in front, and there what belongs to the near layer is
// not given here.
vec4 giving(vec4 seen) {
    float given = given_by(seen.a);
    return vec4(seen.rgb, seen.a > 0.0 ? given : (near_share(seen.a) - 1.0) * given);
}

// Each gives by its own radius: a farther one is held to twice the pixel's own.
vec4 softly(vec3 sharp, float radius_px, vec2 own, float right, vec2 pixel) {
    vec4 here = giving(vec4(quick_linear_from_srgb(sharp), radius_px));
    float kept = 1.0 - 4.0 * given_by(radius_px);
    float most = given_by(max(2.0 * abs(radius_px) - SHARP, SHARP));
    vec4 around = vec4(0.0), one;
#define BESIDE(seen) \
    one = seen; \
    around += vec4(one.rgb, 1.0) * abs(min(one.a, most));
#ifdef QUADS
    vec2 inward = inward_in_quad(), outward = -inward * pixel;
    BESIDE(giving(seen_at(own + vec2(outward.x, 0.0), 1.0 - right)))
    BESIDE(giving(seen_at(own + vec2(0.0, outward.y), right)))
    BESIDE(ACROSS(here))
    BESIDE(DOWN(here))
#else
    BESIDE(giving(seen_at(own + vec2(-1.0, 0.0) * pixel, 1.0 - right)))
    BESIDE(giving(seen_at(own + vec2(1.0, 0.0) * pixel, 1.0 - right)))
    BESIDE(giving(seen_at(own + vec2(0.0, -1.0) * pixel, right)))
    BESIDE(giving(seen_at(own + vec2(0.0, 1.0) * pixel, right)))
#endif
    return vec4((here.rgb * kept + around.rgb) * (1.0 / (kept + around.a)), around.a);
}
#endif
#endif

void main() {
    // pixels by texture(), which needs no clamping: a third cheaper than texelFetch on llvmpipe
    vec2 pixel = 1.0 / PICTURE_SIZE;
    vec2 own = gl_FragCoord.xy * pixel;
    vec3 sharp = texture(picture_tx, own).rgb;
#if defined(FAR) || defined(SMALL)
    float right = float(int(gl_FragCoord.x) & 1);
    float radius_px = radius_at(own, right);
#endif
#ifdef NEAR
    vec4 near = LIT(layer(near_tx));
    near = near.a > 0.002 ? near : vec4(0.0);  // half a code at most: what is in focus is left alone
    bool touched = near.a > 0.002;
#else
    bool touched = false;
#endif
#ifdef FAR
    vec3 far = layer(far_tx).rgb;
#ifdef NEAR
    float bared = near_share(radius_px);
    bared = max(bared, clamp((near.a - bared - u_bared_from) * 12.0, 0.0, 1.0));
#else
    const float bared = 0.0;
#endif
#endif
#ifdef SMALL
    vec4 soft = softly(sharp, radius_px, own, right, pixel);
    vec3 light = soft.rgb;
    touched = touched || soft.a > 0.0;
#ifdef FAR
    float blurred = far_share(radius_px);
    touched = touched || blurred + bared > 0.0;
    // what the near layer has taken away is seen as what was filled in beneath it
    light = mix(light, LIT(far), max(blurred, clamp(bared * 2.0 - 1.0, 0.0, 1.0)));
#endif
#elif defined(FAR)
    // no radius of this tile lies in the hand-over: a pixel is the one or the other
    bool is_far = far_share(radius_px) + bared >= 0.5;
#ifdef NEAR
    vec3 light = is_far ? LIT(far) : quick_linear_from_srgb(sharp);
    touched = touched || is_far;
#else
    sharp = is_far ? far : sharp;
#endif
#elif defined(NEAR)
    vec3 light = quick_linear_from_srgb(sharp);
#endif
#ifdef NEAR
    light = near.rgb + (1.0 - near.a) * light;
#endif
#if defined(SMALL) || defined(NEAR)
    o_colour = vec4(touched ? quick_srgb_from_light(light) : sharp, 1.0);
#else
    o_colour = vec4(sharp, 1.0);
#endif
}
#endif
#endif
