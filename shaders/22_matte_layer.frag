// purpose     one of a matte's two layers, reduced by SIDE: FRONT: what stands in front, with its coverage; else what is behind
// inputs      picture_tx (full, RGBA8 sRGB); SIDE above 1: lamps_tx (1/16, 16_lamps);
//             PURE: a tile that holds nothing but this layer; FILL: one that holds nothing of what is behind: as estimated;
//             else depth_tx (full, a matte as inverse depth), and front_tx,
//             back_tx (quarter, as 17_matte_estimate leaves them)
// outputs     premultiplied colour, a: coverage (1 for what is behind)
// resolution  full, half, a quarter or an eighth
// colour      mixes in linear light, stores codes (lib/lamp_code.glsl)
// source      Forte & Pitié, ICIP 2021, evaluated at full size
#include "lib/lamp_code.glsl"
#ifndef PURE
uniform sampler2D back_tx;
#ifndef FILL
#include "lib/matte.glsl"
uniform sampler2D front_tx;
#endif
#endif
#if SIDE > 1 && !defined(FILL)
#include "lib/lamp_hue.glsl"
uniform sampler2D lamps_tx;
uniform float u_radius_px;
#endif
uniform sampler2D picture_tx;
out vec4 o_layer;

void main() {
#ifdef FILL
    vec2 place = gl_FragCoord.xy * (float(SIDE) / 4.0) / vec2(textureSize(back_tx, 0));
    o_layer = vec4(texture(back_tx, place).rgb, COVERS);
#else
    ivec2 last = textureSize(picture_tx, 0) - 1;
    ivec2 corner = ivec2(gl_FragCoord.xy) * SIDE;
    vec4 sum = vec4(0.0), layer;
#ifndef PURE
    vec2 uv = gl_FragCoord.xy * float(SIDE) / vec2(last + 1);
    vec3 front = quick_linear_from_srgb(texture(front_tx, uv).rgb);
    vec3 back = quick_linear_from_srgb(texture(back_tx, uv).rgb);
#ifndef FRONT
    float doubt = doubt_at(uv);
#endif
#endif
#if SIDE > 1
    float more = texelFetch(lamps_tx, ivec2(gl_FragCoord.xy) / (16 / SIDE), 0).r * MOST_ADDED;
    float at_white, blurred = clamp(u_radius_px - 1.0, 0.0, 1.0);  // what is nearly sharp has no lamps
    vec3 white = vec3(0.0), rim = vec3(0.0);
#endif
    for (int i = 0; i < SIDE * SIDE; ++i) {
        ivec2 at = min(corner + ivec2(i % SIDE, i / SIDE), last);
        layer = vec4(quick_linear_from_srgb(texelFetch(picture_tx, at, 0).rgb), 1.0);
#if SIDE > 1
        at_white = min(clipped(layer.rgb), blurred);
        if (ASKED(i % SIDE, i / SIDE)) rim += rim_of(layer.rgb);
#endif
#ifndef PURE
        float coverage = coverage_at(at);
        vec3 behind = behind_of(layer.rgb, coverage, front, back);
#ifdef FRONT
        layer = vec4(in_front_of(layer.rgb, coverage, front, behind), coverage);
#else
        behind = mix(behind, back, doubt);
        layer.rgb = behind;
#endif
#endif
#if SIDE > 1
        white += layer.rgb * at_white;
#endif
        sum += layer;
    }
#if SIDE > 1
    sum.rgb += white * beyond_white(more, rim, u_radius_px);
#endif
    sum /= float(SIDE * SIDE);
    o_layer = texel_of(sum);
#endif
}
