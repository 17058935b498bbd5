// purpose     one quad for each rectangle of tiles in a list
// inputs      in_run: first column, row, columns and rows of tiles, one an instance; drawn as a triangle strip of 4
// outputs     none
// resolution  any: u_tile_clip is a tile's size in clip space
// colour      none
in vec4 in_run;
uniform vec2 u_tile_clip;

void main() {
    vec2 corner = vec2(gl_VertexID & 1, gl_VertexID >> 1) * in_run.zw;
    gl_Position = vec4((in_run.xy + corner) * u_tile_clip - 1.0, 0.0, 1.0);
}
