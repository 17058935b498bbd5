// purpose     what every tile needs: its own kinds of blur, and what reaches it from its neighbours
// inputs      holds_tx as 10_tiles leaves it
// outputs     r: bits NEEDS_…, g: greatest near radius of the half-size gather that reaches it, b: the same of the
//             quarter-size gather
// resolution  a texel a tile
// colour      none
// source      dilation by reach, not by a fixed ring: a tile counts where its radius exceeds its distance (lens.md)
#include "lib/tile_bits.glsl"
uniform sampler2D holds_tx;
uniform int u_reach_tiles;
out vec4 o_needs;

const int HOLDS_NEAR = HOLDS_FINE_NEAR | HOLDS_COARSE_NEAR;
const int HOLDS_FAR = HOLDS_FINE_FAR | HOLDS_COARSE_FAR;

void main() {
    ivec2 here = ivec2(gl_FragCoord.xy);
    ivec2 last = textureSize(holds_tx, 0) - 1;
    vec4 own = texelFetch(holds_tx, here, 0);
    float fine_reach = 0.0, coarse_reach = 0.0;
    bool beside_near = false, beside_fine = false, bare = false;
    for (int y = -u_reach_tiles; y <= u_reach_tiles; ++y) {
        for (int x = -u_reach_tiles; x <= u_reach_tiles; ++x) {
            ivec2 at = here + ivec2(x, y);
            if (all(greaterThanEqual(at, ivec2(0))) && all(lessThanEqual(at, last))) {
                vec4 other = texelFetch(holds_tx, at, 0);
                float away_px = length(max(abs(vec2(x, y)) - 1.0, 0.0)) * float(TILE_PX);
                float near_px = max(-other.y, 0.0);
                float fine_px = min(near_px, COARSE_TO);
                if (has_bit(other.x, HOLDS_FINE_NEAR) && fine_px + NEAR_MARGIN_PX >= away_px) {
                    fine_reach = max(fine_reach, fine_px);
                }
                if (has_bit(other.x, HOLDS_COARSE_NEAR) && near_px + NEAR_MARGIN_PX >= away_px) {
                    coarse_reach = max(coarse_reach, near_px);
                }
                if (away_px == 0.0) {
                    beside_near = beside_near || has_bit(other.x, HOLDS_NEAR);
                    beside_fine = beside_fine || has_bit(other.x, HOLDS_FINE_NEAR | HOLDS_FINE_FAR);
                }
                // something not in front shows within reach: then this tile's near layer may be thin
                bare = bare || (away_px <= -own.y + NEAR_MARGIN_PX && other.z > -SMALL_TO);
            }
        }
    }
    bool near = fine_reach > 0.0 || coarse_reach > 0.0;
    bool holds_far = has_bit(own.x, HOLDS_FAR), holds_near = has_bit(own.x, HOLDS_NEAR);
    bool covered = holds_near && !bare;
    int needs = 0;
    if (holds_far || beside_near) needs |= NEEDS_COARSE_LAYERS;
    if (beside_fine) needs |= NEEDS_FINE_LAYERS;
    if (holds_near) needs |= NEEDS_HOLES;
    if (holds_far || holds_near) needs |= NEEDS_FAR;
    if (has_bit(own.x, HOLDS_FINE_FAR)) needs |= NEEDS_FINE_FAR;
    if (coarse_reach > 0.0) needs |= NEEDS_COARSE_NEAR;
    if (fine_reach > 0.0) needs |= NEEDS_FINE_NEAR;
    if (has_bit(own.x, HOLDS_SMALL)) needs |= NEEDS_SMALL;
    if (fine_reach > 0.0 || has_bit(own.x, HOLDS_FINE_FAR | HOLDS_SMALL)) needs |= NEEDS_HALF;
    if (near) needs |= NEEDS_NEAR;
    if (covered) needs |= NEEDS_NEAR_ALONE;
    if (holds_far && !near) needs |= has_bit(own.x, HOLDS_SHARP | HOLDS_SMALL) ? NEEDS_EDGE : NEEDS_FAR_ALONE;
    o_needs = vec4(float(needs), fine_reach, coarse_reach, 0.0);
}
