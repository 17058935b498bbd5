// purpose     world metres to the camera's picture
// inputs      in_position_m (x right, y up, z away), in_card_m (the card's own metres)
// outputs     v_card_m; gl_FragCoord.w is 1/z, so inverse depth is exact per pixel
// resolution  any; row 0 is the top of the picture, so y points down in clip space
// colour      none
in vec3 in_position_m;
in vec2 in_card_m;
uniform vec4 u_view;            // scale x, y; shift x, y (Camera.view)
uniform float u_eye_height_m;
out vec2 v_card_m;
out vec3 v_world_m;

void main() {
    v_card_m = in_card_m;
    v_world_m = in_position_m;
    vec3 p = in_position_m;
    gl_Position = vec4(p.x * u_view.x + p.z * u_view.z, -(p.y - u_eye_height_m) * u_view.y + p.z * u_view.w, 0.0, p.z);
}
