// purpose     what every tile needs: its own kinds of blur, and what reaches it from its neighbours
// inputs      holds_tx as 10_tiles leaves it
// outputs     r: bits NEEDS_…, g: greatest near radius of the half-size gather that reaches it, b: the same of the
//             quarter-size gather, a: greatest far radius held
// resolution  a texel a tile
// colour      none
// source      dilation by reach, not by a fixed ring: a tile counts where its radius exceeds its distance (lens.md)
#include "lib/tile_bits.glsl"
uniform sampler2D holds_tx;
uniform int u_reach_tiles;
out vec4 o_needs;

void main() {
    ivec2 here = ivec2(gl_FragCoord.xy);
    ivec2 last = textureSize(holds_tx, 0) - 1;
    vec4 own = texelFetch(holds_tx, here, 0);
    float fine_reach = 0.0, coarse_reach = 0.0;
    bool prepare = false;
    for (int y = -u_reach_tiles; y <= u_reach_tiles; ++y) {
        for (int x = -u_reach_tiles; x <= u_reach_tiles; ++x) {
            ivec2 at = here + ivec2(x, y);
            if (all(greaterThanEqual(at, ivec2(0))) && all(lessThanEqual(at, last))) {
                vec4 other = texelFetch(holds_tx, at, 0);
                float away_px = length(max(abs(vec2(x, y)) - 1.0, 0.0)) * float(TILE_PX);
                float near_px = max(-other.y, 0.0), widest_px = max(near_px, other.z);
                bool blurred = (int(other.x + 0.5) & ~HOLDS_SHARP) != 0;
                prepare = prepare || (blurred && away_px <= 2.0 * widest_px + 2.0 * float(TILE_PX));
                if (has_bit(other.x, HOLDS_FINE_NEAR) && other.w + NEAR_MARGIN_PX >= away_px) {
                    fine_reach = max(fine_reach, other.w);
                }
                if (has_bit(other.x, HOLDS_COARSE_NEAR) && near_px + NEAR_MARGIN_PX >= away_px) {
                    coarse_reach = max(coarse_reach, near_px);
                }
            }
        }
    }
    bool near = fine_reach > 0.0 || coarse_reach > 0.0;
    bool far = has_bit(own.x, HOLDS_FINE_FAR | HOLDS_COARSE_FAR);
    int needs = prepare ? NEEDS_PREPARE : 0;
    if (near || has_bit(own.x, HOLDS_COARSE_FAR)) needs |= NEEDS_COARSE_FAR;
    if (has_bit(own.x, HOLDS_FINE_FAR)) needs |= NEEDS_FINE_FAR;
    if (coarse_reach > 0.0) needs |= NEEDS_COARSE_NEAR;
    if (fine_reach > 0.0) needs |= NEEDS_FINE_NEAR;
    if (near) needs |= NEEDS_NEAR;
    if (has_bit(own.x, HOLDS_FINE_NEAR | HOLDS_COARSE_NEAR)) needs |= NEEDS_HOLES;
    if (has_bit(own.x, HOLDS_SMALL)) needs |= NEEDS_SMALL;
    if (far || near) needs |= NEEDS_MIX;
    if (far && !near && !has_bit(own.x, HOLDS_SHARP | HOLDS_SMALL)) needs |= NEEDS_FAR_ALONE;
    o_needs = vec4(float(needs), fine_reach, coarse_reach, max(own.z, 0.0));
}
