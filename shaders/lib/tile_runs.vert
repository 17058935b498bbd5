// purpose     one quad for each run of tiles in a list
// inputs      in_run: first column, row, and how many tiles, one an instance; drawn as a triangle strip of 4
// outputs     none
// resolution  any: u_tile_clip is a tile's size in clip space
// colour      none
in vec3 in_run;
uniform vec2 u_tile_clip;

void main() {
    vec2 corner = vec2(gl_VertexID & 1, gl_VertexID >> 1) * vec2(in_run.z, 1.0);
    gl_Position = vec4((in_run.xy + corner) * u_tile_clip - 1.0, 0.0, 1.0);
}
