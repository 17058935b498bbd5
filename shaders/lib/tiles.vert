// purpose     one point a tile: a square of one cell or more
// inputs      in_tile: column, row, side in cells (4 bits) with v_smooth (6 bits each), v_steps (6 bits each); drawn as points
// outputs     APART: v_steps: texels from tap to tap of the gather of wide discs, behind the plane of focus and in front of it;
//             v_smooth: the widest of these around
// resolution  any: CELL_TEXELS is a cell's side in the target's texels, CELLS how many there are (passes/sizes.py)
// colour      none
// source      tile classification after Jimenez (SIGGRAPH 2014) and AMD FidelityFX DOF; points because on llvmpipe a quad is two
//             triangles that both shade the blocks of their diagonal: measured up to twice the cost for small tiles
in uvec4 in_tile;
#ifdef APART
flat out vec2 v_steps;
flat out vec2 v_smooth;
#endif

void main() {
    float side = float(in_tile.z & 15u);
    vec2 middle = vec2(in_tile.xy) + 0.5 * side;
#ifdef APART
    v_steps = vec2(in_tile.w & 63u, in_tile.w >> 6u);
    v_smooth = vec2(in_tile.z >> 4u & 63u, in_tile.z >> 10u);
#endif
    gl_PointSize = side * CELL_TEXELS;
    gl_Position = vec4(2.0 * middle / CELLS - 1.0, 0.0, 1.0);
}
