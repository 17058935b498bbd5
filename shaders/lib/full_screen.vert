// purpose     one triangle that covers the target; no vertex buffer
// inputs      gl_VertexID 0…2, drawn with `vertex_array(program, [])` and `render(vertices=3)`
// outputs     v_uv: 0…1 over the target, origin bottom left as GL has it
// resolution  any
// colour      none
// source      the usual oversized triangle: one triangle has no diagonal along which quads are shaded twice
out vec2 v_uv;

void main() {
    vec2 corner = vec2(float((gl_VertexID << 1) & 2), float(gl_VertexID & 2));
    v_uv = corner;
    gl_Position = vec4(corner * 2.0 - 1.0, 0.0, 1.0);
}
