// purpose     what every cell of CELL_BLOCKS × CELL_BLOCKS blocks holds itself: which kinds of blur, and the extremes
// inputs      blocks_tx (1/BLOCK_PX, RG32F least and greatest inverse depth)
// outputs     r: bits HOLDS_…, g: least signed radius, b: greatest
// resolution  a texel a cell
// colour      none
#include "lib/coc_code.glsl"
uniform sampler2D blocks_tx;
out vec4 o_holds;

bool overlaps(vec2 range, float from, float to) {
    return range.x < to && range.y > from;
}

int kinds_of(vec2 range) {
    int kinds = 0;
    if (overlaps(range, -SHARP, SHARP)) kinds |= HOLDS_SHARP;
    if (overlaps(range, SHARP, SMALL_TO) || overlaps(range, -SMALL_TO, -SHARP)) kinds |= HOLDS_SMALL;
    if (overlaps(range, SMALL_FROM, COARSE_TO)) kinds |= HOLDS_FINE_FAR;
    if (overlaps(range, COARSE_FROM, 1e6)) kinds |= HOLDS_COARSE_FAR;
    if (overlaps(range, -COARSE_TO, -SMALL_FROM)) kinds |= HOLDS_FINE_NEAR;
    if (overlaps(range, -1e6, -COARSE_FROM)) kinds |= HOLDS_COARSE_NEAR;
    return kinds;
}

void main() {
    ivec2 last = textureSize(blocks_tx, 0) - 1;
    ivec2 corner = ivec2(gl_FragCoord.xy) * CELL_BLOCKS;
    int kinds = 0;
    vec2 extremes = vec2(1e6, -1e6);
    for (int i = 0; i < CELL_BLOCKS * CELL_BLOCKS; ++i) {
        ivec2 at = min(corner + ivec2(i % CELL_BLOCKS, i / CELL_BLOCKS), last);
        vec2 inverse_depth = texelFetch(blocks_tx, at, 0).rg;
        vec2 range = vec2(coc_of(inverse_depth.y), coc_of(inverse_depth.x));
        extremes = vec2(min(extremes.x, range.x), max(extremes.y, range.y));
        // a step within a block is an edge between two surfaces: what lies between them in depth is not there
        bool is_edge = range.y - range.x > EDGE_STEP_PX;
        vec2 slack = vec2(-0.5, 0.5) * RANGE_SLACK_PX;
        kinds |= kinds_of((is_edge ? range.xx : range) + slack);
        kinds |= kinds_of((is_edge ? range.yy : range) + slack);
    }
    // around it as well: a step may lie between two blocks
    vec2 around = vec2(1e6, -1e6);
    for (int y = -1; y <= CELL_BLOCKS; ++y) {
        for (int x = -1; x <= CELL_BLOCKS; ++x) {
            vec2 inverse_depth = texelFetch(blocks_tx, clamp(corner + ivec2(x, y), ivec2(0), last), 0).rg;
            around = vec2(min(around.x, coc_of(inverse_depth.y)), max(around.y, coc_of(inverse_depth.x)));
        }
    }
    if (around.y - around.x > SMOOTH_PX) kinds |= HOLDS_STEP;
    o_holds = vec4(float(kinds), extremes, 0.0);
}
