// purpose     a painted cut-out put into the picture: moved, turned, gently bent
// inputs      in_place (0…1 over the cut-out)
// outputs     v_uv in the atlas; gl_Position
// resolution  any; row 0 is the top
// colour      none
in vec2 in_place;
uniform vec4 u_rect_m;          // left, bottom, right, top in the cut-out's own metres
uniform vec4 u_uv;              // the same corners in the atlas
uniform mat3x2 u_pose;          // own metres to world x, y
uniform float u_z_m;
uniform vec4 u_view;
uniform float u_eye_height_m;
uniform int u_handles;
uniform vec4 u_handle_at[HANDLES];    // centre, radii: where a handle pulls
uniform vec3 u_handle_by[HANDLES];    // shift, turn (radians)
out vec2 v_uv;

void main() {
    vec2 p = mix(u_rect_m.xy, u_rect_m.zw, in_place);
    vec2 bent = p;
    for (int k = 0; k < u_handles; ++k) {
        vec2 d = p - u_handle_at[k].xy;
        vec2 s = d / u_handle_at[k].zw;
        float weight = exp(-dot(s, s));
        float turn = u_handle_by[k].z * weight;
        bent += mat2(cos(turn), sin(turn), -sin(turn), cos(turn)) * d - d + u_handle_by[k].xy * weight;
    }
    vec2 w = u_pose * vec3(bent, 1.0);
    v_uv = mix(u_uv.xy, u_uv.zw, in_place);
    float z = u_z_m;
    gl_Position = vec4(w.x * u_view.x + z * u_view.z, -(w.y - u_eye_height_m) * u_view.y + z * u_view.w, 0.0, z);
}
