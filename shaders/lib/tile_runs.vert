// purpose     one quad for each rectangle of tiles in a list
// inputs      in_run: first column, row, columns and rows of tiles, one an instance; drawn as a triangle strip of 4
// outputs     v_uv: 0…1 over the target; read by a shader in place of gl_FragCoord, it is a seventh cheaper on llvmpipe
// resolution  any: u_tile_clip is a tile's size in clip space
// colour      none
in vec4 in_run;
uniform vec2 u_tile_clip;
noperspective out vec2 v_uv;

void main() {
    vec2 corner = vec2(gl_VertexID & 1, gl_VertexID >> 1) * in_run.zw;
    vec2 at = (in_run.xy + corner) * u_tile_clip;
    v_uv = 0.5 * at;
    gl_Position = vec4(at - 1.0, 0.0, 1.0);
}
