// purpose     one point a tile: a square of one cell or more
// inputs      in_tile: column, row, side in cells, and texels from tap to tap (far + 256 near); drawn as points
// outputs     v_steps: texels from tap to tap of the gather of wide discs, behind the plane of focus and in front of it
// resolution  any: u_cell_texels is a cell's side in the target's texels, u_cells how many there are
// colour      none
// source      tile classification after Jimenez (SIGGRAPH 2014) and AMD FidelityFX DOF; points because on llvmpipe a quad is two
//             triangles that both shade the blocks of their diagonal: measured up to twice the cost for small tiles
in uvec4 in_tile;
uniform float u_cell_texels;
uniform vec2 u_cells;
flat out vec2 v_steps;

void main() {
    vec2 middle = vec2(in_tile.xy) + 0.5 * float(in_tile.z);
    v_steps = vec2(in_tile.w & 255u, in_tile.w >> 8u);
    gl_PointSize = float(in_tile.z) * u_cell_texels;
    gl_Position = vec4(2.0 * middle / u_cells - 1.0, 0.0, 1.0);
}
