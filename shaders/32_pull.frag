// purpose     means of squares of the back layer where it is known: what its holes are filled from; where nothing is, the near
//             layer stands in for what is behind it, the farthest of it most (lib/fill.glsl)
// inputs      back_tx, near_tx, aux_tx (quarter, as 30_reduce leaves them);  SIDE: of a square, in its texels;
//             STRIDE: from one that is looked at to the next
// outputs     light: linear colour × share known, a: share known;  radius: r: radius code × share known
// resolution  1/16 (SIDE 4), and 1/64 (SIDE 16): not from the finer ones, so that neither waits for the other
// colour      linear light, RGBA32F; R32F: what hardly counts has to be exact, too
// source      the pull half of Gortler et al., "The Lumigraph", SIGGRAPH 1996, section 3.4
#include "lib/coc_code.glsl"
#include "lib/fill.glsl"
#include "lib/light_code.glsl"
uniform sampler2D back_tx;
uniform sampler2D near_tx;
uniform sampler2D aux_tx;
layout(location = 0) out vec4 o_light;
layout(location = 1) out float o_radius;

const float EVEN = 0.05;  // how much the radius codes of one surface differ from texel to texel, at most

const int ACROSS = SIDE / STRIDE, COUNT = ACROSS * ACROSS;

void main() {
    vec2 texel_uv = 1.0 / vec2(textureSize(back_tx, 0));
    vec2 corner_uv = (floor(gl_FragCoord.xy) * float(SIDE) + 0.5) * texel_uv;
    vec4 light = vec4(0.0);
    float radius = 0.0;
    for (int i = 0; i < COUNT; ++i) {
        vec2 at = corner_uv + vec2(ivec2(i % ACROSS, i / ACROSS) * STRIDE + STRIDE / 2) * texel_uv;
        vec4 tap = back_from(texture(back_tx, at));
        float known = tap.a > 0.0 ? 1.0 / float(COUNT) : 0.0;
        light += vec4(tap.rgb, 1.0) * known;
        radius += tap.a * known;
    }
    for (int i = 0; i < 4; ++i) {
        vec2 at = corner_uv + vec2(i & 1, i >> 1) * (0.5 * float(SIDE)) * texel_uv;
        vec4 near = texture(near_tx, at);
        vec4 aux = texture(aux_tx, at);
        // a texel on an edge is of neither surface, and between them: looked for along a diagonal
        vec2 aside = vec2(texel_uv.x, (i & 1) == 0 ? texel_uv.y : -texel_uv.y);
        float before = texture(aux_tx, at - aside).r - aux.r, after = texture(aux_tx, at + aside).r - aux.r;
        bool is_between = before * after < -EVEN * EVEN * aux.r * aux.r;
        float known = near.a > 0.9 && !is_between ? 0.25 * shown_by_near(aux.r * aux.r * u_code_px) : 0.0;
        light += vec4(near_from(near.rgb, aux.g), 1.0) * known;
        radius += known / CODES;
    }
    o_light = light;
    o_radius = radius;
}
