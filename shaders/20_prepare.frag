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
#include "lib/lamps.glsl"
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

#ifdef ROUND
// A mean of four by four pixels lets something of what has a period of about four through, as wide rings, which narrow discs leave:
// 0.7 of it where the pixels beside them count so much, and the outermost of them as much less.
const float BESIDE = 0.15;
const float OUTERMOST = 1.0 - BESIDE;

vec3 lit_at(vec2 uv, float more) {
    vec3 light = LIGHT_AT(uv);
    return light * (1.0 + more * clipped(light));
}

vec3 rounded(vec2 corner_uv, vec2 pixel_uv, float more) {
#ifdef QUADS
    // each reads what lies outward; the row and column beside it inward are its neighbours' own
    vec2 inward = inward_in_quad(), step_uv = inward * pixel_uv;
    vec2 outermost_uv = corner_uv + (1.5 - 1.5 * inward) * pixel_uv;
    vec3 row, innermost, sum = vec3(0.0), across = vec3(0.0);
#define LIT(x, y) lit_at(outermost_uv + vec2(x, y) * step_uv, more)
#define ROUND_ROW(y, share) \
    innermost = LIT(3, y); \
    row = BESIDE * LIT(-1, y) + OUTERMOST * (LIT(0, y) + innermost) + LIT(1, y) + LIT(2, y); \
    sum += share * row; \
    across += share * innermost;
    ROUND_ROW(-1, BESIDE)
    ROUND_ROW(0, OUTERMOST)
    ROUND_ROW(1, 1.0)
    ROUND_ROW(2, 1.0)
    ROUND_ROW(3, OUTERMOST)
    vec3 down = row;
    across += BESIDE * DOWN(innermost);
    return sum + BESIDE * (ACROSS(across) + DOWN(down));
#else
    const float share[6] = float[6](BESIDE, OUTERMOST, 1.0, 1.0, OUTERMOST, BESIDE);
    vec3 sum = vec3(0.0);
    for (int i = 0; i < 36; ++i) {
        ivec2 at = ivec2(i % 6, i / 6);
        sum += share[at.x] * share[at.y] * lit_at(corner_uv + vec2(at - 1) * pixel_uv, more);
    }
    return sum;
#endif
}
#endif

void main() {
    vec2 pixel_uv = 1.0 / PICTURE_SIZE;
    vec2 corner_uv = (floor(gl_FragCoord.xy) * float(SIDE) + 0.5) * pixel_uv;
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
    // over a plane the mean is that of two opposite corners; a texel across an edge is blurred by about the mean either way
    float radius_px = 0.5 * abs(RADIUS_AT(0, 0) + RADIUS_AT(SIDE - 1, SIDE - 1));
#ifdef ROUND
    vec3 sum = rounded(corner_uv, pixel_uv, more) * SHARE;
    float rest_px = sqrt(max(radius_px * radius_px - 8.0 * BESIDE, 0.0));  // by equal second moments
#else
    // All are read before any is decoded, down before across (PIXELS), and decoded before any is counted: llvmpipe keeps that
    // order, a reading is long in coming, and so the lines of memory that all rows lie in come at once.
    vec3 lights[SIDE * SIDE], sum = vec3(0.0), lamps = vec3(0.0);
#define PIXEL(x, y) lights[x + SIDE * y] = texture(picture_tx, corner_uv + vec2(x, y) * pixel_uv).rgb;
    PIXELS
#undef PIXEL
    for (int i = 0; i < SIDE * SIDE; ++i) lights[i] = quick_linear_from_srgb(lights[i]);
    for (int i = 0; i < SIDE * SIDE; ++i) {
        sum += lights[i];
        lamps += lights[i] * clipped(lights[i]);
    }
    sum = (sum + more * lamps) * SHARE;
    float rest_px = radius_px;
#endif
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
    vec3 light;
    float radius_px, behind;
#ifdef NEAR
    float in_front;
    #define SPLIT \
        in_front = near_share(radius_px); \
        behind *= 1.0 - in_front; \
        near += vec4(light, 1.0) * in_front; \
        near_px -= radius_px * in_front;
#else
    #define SPLIT
#endif
// where sharp and blurred pixels meet the blurred one rules: its layer goes on beneath the sharp one
#define PIXEL(x, y) \
    light = LIGHT_AT(corner_uv + vec2(x, y) * pixel_uv); \
    radius_px = RADIUS_AT(x, y); \
    light *= 1.0 + more * min(clipped(light), clamp(abs(radius_px) - 1.0, 0.0, 1.0)); \
    behind = 0.0001 + clamp(radius_px - 1.0, 0.0, 1.0); \
    SPLIT \
    back += vec4(light, 1.0) * behind; \
    back_px += max(radius_px, 0.0) * behind;
    PIXELS
#ifdef NEAR
    back.a = near.a * SHARE > u_back_up_to && near_px > SOMETHING_NEAR_PX * near.a ? 0.0 : back.a;
#endif
    float share = back.a > 0.0 ? 1.0 / back.a : 0.0;
    o_back = texel_of_back(back.rgb * share, back.a > 0.0 ? code_of(back_px * share, float(SIDE)) : 0.0);
#ifdef NEAR
    near_px /= max(near.a, 1e-6);
    near *= SHARE;
    float lamp = lamp_in(near.rgb);
    o_near = vec4(code_from_linear(near.rgb, lamp), near.a);
    o_aux = near.a > 0.0 ? aux_of(code_of(near_px, float(SIDE)), lamp, coarse_share_of(near_px)) : vec4(0.0);
#endif
#endif
#if SIDE == 4
    o_whole = o_back;
#endif
}
