// purpose     splits the picture into what is in front of the plane of focus and what is not, reduced by SIDE
// inputs      picture_tx (full, RGBA8 sRGB), depth_tx (full, lib/depth.glsl), lamps_tx (1/16, 16_lamps)
// outputs     back: coded mean of the pixels not in front, a: code of their radius, 0 where there are none;
//             NEAR: near: coded premultiplied colour, a: coverage;  aux: of the near layer (lib/light_code.glsl)
//             SIDE 4: whole: the same as back, for 34_filter_back to draw over where that is not enough
//             FLAT: all is blurred, NEAR: in front, else behind: nothing is to be told apart, and depth is read but twice a texel;
//             ROUND: and by narrow discs, all around: pixels beside a texel's own count a little; QUADS: see lib/quads.glsl
// resolution  half (SIDE 2), or quarter (SIDE 4) for tiles that no half-size gather reads
// colour      mixes in linear light, stores codes of light (lib/light_code.glsl)
// source      prefilter of Jimenez, "Next Generation Post Processing in Call of Duty: Advanced Warfare", SIGGRAPH 2014;
//             a near layer with coverage, so that wires thinner than a texel keep their weight
#include "lib/coc_code.glsl"
#include "lib/ladder.glsl"
#include "lib/lamp_hue.glsl"
#include "lib/light_code.glsl"
#ifdef QUADS
#include "lib/quads.glsl"
#endif
uniform sampler2D picture_tx;
uniform sampler2D depth_tx;
uniform sampler2D lamps_tx;
#ifdef NEAR
layout(std140) uniform CoarseFrom { float u_coarse_from_px; };
layout(std140) uniform CoarseTo { float u_coarse_to_px; };
layout(std140) uniform BackUpTo { float u_back_up_to; };  // coverage by something near from which on what is beside does not tell what is behind
const float SOMETHING_NEAR_PX = 3.0;

// Share of a radius that is gathered at a quarter of the size.
float coarse_share_of(float radius_px) {
    return coarse_share(radius_px * radius_px, vec2(u_coarse_from_px, u_coarse_to_px));
}
#endif
layout(location = 0) out vec4 o_back;
#ifdef NEAR
layout(location = 1) out vec4 o_near;
layout(location = 2) out vec4 o_aux;
#endif

#if SIDE == 4
#ifdef NEAR
layout(location = 3) out vec4 o_whole;
#else
layout(location = 1) out vec4 o_whole;
#endif
#endif

const float SHARE = 1.0 / float(SIDE * SIDE);

#define LIGHT_AT(uv) quick_linear_from_srgb(texture(picture_tx, uv).rgb)

#if SIDE == 4
#define TELLS_HUE(x, y) ASKED(x, y)

// How many times their own light is to be added to what is white here, by the rims that all texels of a quad have seen.
vec3 lamps_from(float more, vec3 rim, float radius_px) {
#ifdef QUADS
    vec2 inward = inward_in_quad();
    rim += ACROSS(rim);
    rim += DOWN(rim);
#endif
    return beyond_white(more, rim, radius_px);
}
#else
// narrow discs are white in their middle whatever their hue
#define TELLS_HUE(x, y) false
#define lamps_from(more, rim, radius_px) vec3(more)
#endif

// What a pixel tells of lamps: `white`, its light if it is at white, and `rim`.
#define COUNT_LAMP(light, x, y) \
    white += light * clipped(light); \
    if (TELLS_HUE(x, y)) rim += rim_of(light);

#ifdef ROUND
// A mean of four by four pixels lets something of what has a period of about four through, as wide rings, which narrow discs leave:
// 0.7 of it where the pixels beside them count so much, and the outermost of them as much less.
const float BESIDE = 0.15;
const float OUTERMOST = 1.0 - BESIDE;

vec3 rounded(vec2 corner_uv, vec2 pixel_uv, inout vec3 white, inout vec3 rim) {
#ifdef QUADS
    // each reads what lies outward; the row and column beside it inward are its neighbours' own
    vec2 inward = inward_in_quad(), step_uv = inward * pixel_uv;
    vec2 outermost_uv = corner_uv + (1.5 - 1.5 * inward) * pixel_uv;
    vec3 row, own[4], sum = vec3(0.0), across = vec3(0.0);
#define LIT(x, y) LIGHT_AT(outermost_uv + vec2(x, y) * step_uv)
#define ROUND_ROW(y, share) \
    for (int x = 0; x < 4; ++x) own[x] = LIT(x, y); \
    row = BESIDE * LIT(-1, y) + OUTERMOST * (own[0] + own[3]) + own[1] + own[2]; \
    sum += share * row; \
    across += share * own[3];
#define OWN_ROW(y, share) \
    ROUND_ROW(y, share) \
    for (int x = 0; x < 4; ++x) { \
        COUNT_LAMP(own[x], x, y) \
    }
    ROUND_ROW(-1, BESIDE)
    OWN_ROW(0, OUTERMOST)
    OWN_ROW(1, 1.0)
    OWN_ROW(2, 1.0)
    OWN_ROW(3, OUTERMOST)
    vec3 down = row;
    across += BESIDE * DOWN(own[3]);
    return sum + BESIDE * (ACROSS(across) + DOWN(down));
#else
    const float share[6] = float[6](BESIDE, OUTERMOST, 1.0, 1.0, OUTERMOST, BESIDE);
    vec3 sum = vec3(0.0), light;
    for (int i = 0; i < 36; ++i) {
        ivec2 at = ivec2(i % 6, i / 6);
        light = LIGHT_AT(corner_uv + vec2(at - 1) * pixel_uv);
        sum += share[at.x] * share[at.y] * light;
        if (at.x > 0 && at.x < 5 && at.y > 0 && at.y < 5) {
            COUNT_LAMP(light, at.x, at.y)
        }
    }
    return sum;
#endif
}
#endif

void main() {
    vec2 pixel_uv = 1.0 / PICTURE_SIZE;
    vec2 corner_uv = (floor(gl_FragCoord.xy) * float(SIDE) + 0.5) * pixel_uv;
    vec3 rim = vec3(0.0);
    float more = texture(lamps_tx, gl_FragCoord.xy * (float(SIDE) / 16.0 / CELLS)).r * MOST_ADDED;
#if SIDE == 2
#define COLUMN(x) PIXEL(x, 0) PIXEL(x, 1)
#define PIXELS COLUMN(0) COLUMN(1)
#else
#define COLUMN(x) PIXEL(x, 0) PIXEL(x, 1) PIXEL(x, 2) PIXEL(x, 3)
#define PIXELS COLUMN(0) COLUMN(1) COLUMN(2) COLUMN(3)
#endif
// two pixels in a row are read at once
#define RADIUS_AT(x, y) coc_of(share_of(pair_at(depth_tx, corner_uv + vec2((x) & 2, y) * pixel_uv), x))
#ifdef FLAT
    vec3 white = vec3(0.0);
    // over a plane the mean is that of two opposite corners; a texel across an edge is blurred by about the mean either way
    float radius_px = 0.5 * abs(RADIUS_AT(0, 0) + RADIUS_AT(SIDE - 1, SIDE - 1));
#ifdef ROUND
    vec3 sum = rounded(corner_uv, pixel_uv, white, rim);
    float rest_px = sqrt(max(radius_px * radius_px - 8.0 * BESIDE, 0.0));  // by equal second moments
#else
    // All are read before any is decoded, down before across (PIXELS), and decoded before any is counted: llvmpipe keeps that
    // order, a reading is long in coming, and so the lines of memory that all rows lie in come at once.
    vec3 lights[SIDE * SIDE], sum = vec3(0.0);
#define PIXEL(x, y) lights[x + SIDE * y] = texture(picture_tx, corner_uv + vec2(x, y) * pixel_uv).rgb;
    PIXELS
#undef PIXEL
    for (int i = 0; i < SIDE * SIDE; ++i) lights[i] = quick_linear_from_srgb(lights[i]);
    for (int i = 0; i < SIDE * SIDE; ++i) {
        sum += lights[i];
        COUNT_LAMP(lights[i], i % SIDE, i / SIDE)
    }
    float rest_px = radius_px;
#endif
    sum = (sum + white * lamps_from(more, rim, radius_px)) * SHARE;
#ifdef NEAR
    float lamp = lamp_in(sum);
    o_back = vec4(0.0);
    o_near = vec4(code_from_linear(sum, lamp), 1.0);
    o_aux = aux_of(code_of(rest_px, float(SIDE)), lamp, coarse_share_of(radius_px));
#else
    o_back = texel_of_back(sum, code_of(rest_px, float(SIDE)));
#endif
#else
    vec4 back = vec4(0.0), near = vec4(0.0);
    float back_px = 0.0, near_px = 0.0;
    vec3 light, white, back_white = vec3(0.0), near_white = vec3(0.0);
    float radius_px, behind;
#ifdef NEAR
    float in_front;
    #define SPLIT \
        in_front = near_share(radius_px); \
        behind *= 1.0 - in_front; \
        near += vec4(light, 1.0) * in_front; \
        near_white += white * in_front; \
        near_px -= radius_px * in_front;
#else
    #define SPLIT
#endif
// where sharp and blurred pixels meet the blurred one rules: its layer goes on beneath the sharp one
#define PIXEL(x, y) \
    light = LIGHT_AT(corner_uv + vec2(x, y) * pixel_uv); \
    radius_px = RADIUS_AT(x, y); \
    if (TELLS_HUE(x, y)) rim += rim_of(light); \
    white = light * min(clipped(light), clamp(abs(radius_px) - 1.0, 0.0, 1.0)); \
    behind = 0.0001 + clamp(radius_px - 1.0, 0.0, 1.0); \
    SPLIT \
    back += vec4(light, 1.0) * behind; \
    back_white += white * behind; \
    back_px += max(radius_px, 0.0) * behind;
    PIXELS
    float share = back.a > 0.0 ? 1.0 / back.a : 0.0;
    float widest_px = back_px * share;
#ifdef NEAR
    near_px /= max(near.a, 1e-6);
    widest_px = max(widest_px, near_px);
#endif
    vec3 lamps = lamps_from(more, rim, widest_px);
    back.rgb += back_white * lamps;
#ifdef NEAR
    near *= SHARE;
    near.rgb += near_white * SHARE * near.a * lamps;  // what is thin before a lamp has its light on it, and is none
    share = near.a > u_back_up_to && near_px > SOMETHING_NEAR_PX ? 0.0 : share;
#endif
    o_back = texel_of_back(back.rgb * share, share > 0.0 ? code_of(back_px * share, float(SIDE)) : 0.0);
#ifdef NEAR
    float lamp = lamp_in(near.rgb);
    o_near = vec4(code_from_linear(near.rgb, lamp), near.a);
    o_aux = near.a > 0.0 ? aux_of(code_of(near_px, float(SIDE)), lamp, coarse_share_of(near_px)) : vec4(0.0);
#endif
#endif
#if SIDE == 4
    o_whole = o_back;
#endif
}
