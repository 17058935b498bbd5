// purpose     what every tile of TILE_CELLS × TILE_CELLS cells needs: its own kinds of blur, and what reaches it from around
// inputs      holds_tx as 10_cells leaves it
// outputs     r: bits NEEDS_…, g: greatest near radius of the half-size gather that reaches it, b: the same of the
//             quarter-size gather, a: greatest far radius of the tile itself
// resolution  a texel a tile
// colour      none
// source      dilation by reach, not by a fixed ring: a cell counts where its radius exceeds its distance (lens.md)
#include "lib/tile_bits.glsl"
uniform sampler2D holds_tx;
uniform int u_reach_cells;
out vec4 o_needs;

const int HOLDS_NEAR = HOLDS_FINE_NEAR | HOLDS_COARSE_NEAR;
const int HOLDS_FAR = HOLDS_FINE_FAR | HOLDS_COARSE_FAR;

void main() {
    ivec2 first = ivec2(gl_FragCoord.xy) * TILE_CELLS;
    ivec2 last = textureSize(holds_tx, 0) - 1;
    int own = 0;
    vec2 extremes = vec2(1e6, -1e6);
    for (int i = 0; i < TILE_CELLS * TILE_CELLS; ++i) {
        vec4 cell = texelFetch(holds_tx, min(first + ivec2(i % TILE_CELLS, i / TILE_CELLS), last), 0);
        own |= int(cell.x + 0.5);
        extremes = vec2(min(extremes.x, cell.y), max(extremes.y, cell.z));
    }
    float fine_reach = 0.0, coarse_reach = 0.0;
    bool beside_near = false, beside_fine = false, bare = false;
    for (int y = -u_reach_cells; y < u_reach_cells + TILE_CELLS; ++y) {
        for (int x = -u_reach_cells; x < u_reach_cells + TILE_CELLS; ++x) {
            ivec2 at = first + ivec2(x, y);
            if (all(greaterThanEqual(at, ivec2(0))) && all(lessThanEqual(at, last))) {
                vec4 other = texelFetch(holds_tx, at, 0);
                vec2 outside = max(max(vec2(-x, -y), vec2(x, y) - float(TILE_CELLS - 1)) - 1.0, 0.0);
                float away_px = length(outside) * float(CELL_PX);
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
                bare = bare || (away_px <= -extremes.x + NEAR_MARGIN_PX && other.z > -SMALL_TO);
            }
        }
    }
    bool near = fine_reach > 0.0 || coarse_reach > 0.0;
    bool holds_far = (own & HOLDS_FAR) != 0, holds_near = (own & HOLDS_NEAR) != 0;
    bool holds_sharp = (own & (HOLDS_SHARP | HOLDS_SMALL)) != 0;
    bool covered = holds_near && !bare;
    int needs = 0;
    if (holds_far || beside_near) needs |= NEEDS_COARSE_LAYERS;
    if (beside_fine) needs |= NEEDS_FINE_LAYERS;
    if (holds_near) needs |= NEEDS_HOLES;
    if (holds_far || holds_near) needs |= NEEDS_FAR;
    if (holds_far) needs |= NEEDS_FAR_BLUR;
    if ((own & HOLDS_FINE_FAR) != 0) needs |= NEEDS_FINE_FAR;
    if (coarse_reach > 0.0) needs |= NEEDS_COARSE_NEAR;
    if (fine_reach > 0.0) needs |= NEEDS_FINE_NEAR;
    if ((own & HOLDS_SMALL) != 0) needs |= NEEDS_SMALL;
    if ((own & HOLDS_STEP) == 0) needs |= NEEDS_SMOOTH;
    if (fine_reach > 0.0 || (own & (HOLDS_FINE_FAR | HOLDS_SMALL)) != 0) needs |= NEEDS_HALF;
    if (near) needs |= NEEDS_NEAR;
    if (covered) needs |= NEEDS_NEAR_ALONE;
    if (near && !covered && !holds_sharp) needs |= NEEDS_MIXED;
    if (holds_far && !near) needs |= holds_sharp ? NEEDS_EDGE : NEEDS_FAR_ALONE;
    o_needs = vec4(float(needs), fine_reach, coarse_reach, max(extremes.y, 0.0));
}
