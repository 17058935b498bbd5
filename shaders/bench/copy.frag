// purpose     the plainest full-screen pass there is: what every timing is held against
// inputs      frame_tx, row 0 the top
// outputs     the same pixels
// resolution  output
// colour      sRGB, untouched
uniform sampler2D frame_tx;
in vec2 v_uv;
out vec4 pixel;

void main() {
    pixel = texture(frame_tx, v_uv);
}
