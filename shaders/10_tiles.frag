// purpose     what every tile of TILE_BLOCKS × TILE_BLOCKS blocks holds itself: which kinds of blur, and the extremes
// inputs      blocks_tx (1/BLOCK_PX, RG32F least and greatest inverse depth)
// outputs     r: bits HOLDS_…, g: least signed radius, b: greatest
// resolution  a texel a tile
// colour      none
#include "lib/coc_code.glsl"
uniform sampler2D blocks_tx;
out vec4 o_holds;

bool overlaps(vec2 range, float from, float to) {
    return range.x < to && range.y > from;
}

int kinds_of(vec2 range) {
    int kinds = 0;
    if (overlaps(range, -0.5, 0.5)) kinds |= HOLDS_SHARP;
    if (overlaps(range, 0.5, SMALL_TO) || overlaps(range, -SMALL_TO, -0.5)) kinds |= HOLDS_SMALL;
    if (overlaps(range, SMALL_FROM, COARSE_TO)) kinds |= HOLDS_FINE_FAR;
    if (overlaps(range, COARSE_FROM, 1e6)) kinds |= HOLDS_COARSE_FAR;
    if (overlaps(range, -COARSE_TO, -SMALL_FROM)) kinds |= HOLDS_FINE_NEAR;
    if (overlaps(range, -1e6, -COARSE_FROM)) kinds |= HOLDS_COARSE_NEAR;
    return kinds;
}

void main() {
    ivec2 last = textureSize(blocks_tx, 0) - 1;
    ivec2 corner = ivec2(gl_FragCoord.xy) * TILE_BLOCKS;
    int kinds = 0;
    vec2 extremes = vec2(1e6, -1e6);
    for (int i = 0; i < TILE_BLOCKS * TILE_BLOCKS; ++i) {
        ivec2 at = min(corner + ivec2(i % TILE_BLOCKS, i / TILE_BLOCKS), last);
        vec2 inverse_depth = texelFetch(blocks_tx, at, 0).rg;
        vec2 range = vec2(coc_of(inverse_depth.y), coc_of(inverse_depth.x));
        extremes = vec2(min(extremes.x, range.x), max(extremes.y, range.y));
        // a step within a block is an edge between two surfaces: what lies between them in depth is not there
        bool is_edge = range.y - range.x > EDGE_STEP_PX;
        kinds |= kinds_of(is_edge ? range.xx + vec2(-0.01, 0.01) : range);
        kinds |= kinds_of(is_edge ? range.yy + vec2(-0.01, 0.01) : range);
    }
    o_holds = vec4(float(kinds), extremes, 0.0);
}
