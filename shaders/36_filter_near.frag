// purpose     smooths the near layer for sparse taps, by a box as wide as they are apart
// inputs      near_tx, aux_tx (quarter, as 30_reduce leaves them)
// outputs     the same, smooth; what is spread adds up to what was there
// resolution  quarter
// colour      mixes in linear light
// source      two-stage gather of Jimenez (SIGGRAPH 2014)
#include "lib/coc_code.glsl"
#include "lib/disc.glsl"
#include "lib/light_code.glsl"
uniform sampler2D near_tx;
uniform sampler2D aux_tx;
uniform float u_reach;  // REACH of the opening that is gathered through
flat in vec4 v_tile;
layout(location = 0) out vec4 o_near;
layout(location = 1) out vec4 o_aux;


void main() {
    ivec2 here = ivec2(gl_FragCoord.xy);
    ivec2 last = textureSize(near_tx, 0) - 1;
    vec4 near = vec4(0.0);
    float code = 0.0;
    float steps = steps_within(lattice_radius(v_tile.b, COARSE_OWN_PX2, 4.0), u_reach);
    int apart = max(int(steps * 0.4), 1);
    float side = min(0.5 * (steps - 1.0), 1.0);
    float share = 1.0 / ((1.0 + 2.0 * side) * (1.0 + 2.0 * side));
    vec4 tap;
    ivec2 at;
    float weight;
#define BESIDE(x, y, part) \
    at = clamp(here + ivec2(x, y) * apart, ivec2(0), last); \
    tap = texelFetch(near_tx, at, 0); \
    weight = share * (part); \
    near += vec4(linear_from_code(tap.rgb), tap.a) * weight; \
    code += texelFetch(aux_tx, at, 0).r * tap.a * weight;
    BESIDE(0, 0, 1.0)
    BESIDE(-1, 0, side)
    BESIDE(1, 0, side)
    BESIDE(0, -1, side)
    BESIDE(0, 1, side)
    BESIDE(-1, -1, side * side)
    BESIDE(1, -1, side * side)
    BESIDE(-1, 1, side * side)
    BESIDE(1, 1, side * side)
    o_near = vec4(code_from_linear(near.rgb), near.a);
    o_aux = vec4(near.a > 0.0 ? code / near.a : 0.0, 0.0, 0.0, 0.0);
}
