// purpose     ribbons: lines with a width, from hair to iron
// inputs      in_position_m, in_shape (across −1…1, along 0…1, tilt), in_colour (linear, alpha)
// outputs     the same, interpolated
// resolution  any; row 0 is the top
// colour      linear
in vec3 in_position_m;
in vec3 in_shape;
in vec4 in_colour;
uniform vec4 u_view;
uniform float u_eye_height_m;
out vec3 v_shape;
out vec4 v_colour;

void main() {
    v_shape = in_shape;
    v_colour = in_colour;
    vec3 p = in_position_m;
    gl_Position = vec4(p.x * u_view.x + p.z * u_view.z, -(p.y - u_eye_height_m) * u_view.y + p.z * u_view.w, 0.0, p.z);
}
