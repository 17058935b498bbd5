// purpose     shows a finished picture in a window of any size; the only place where a picture is turned upside down
// inputs      picture_tx: sRGB encoded, top row at v = 0, sampled bilinearly; u_footprint_px: picture pixels a window pixel
// outputs     sRGB encoded
// resolution  the letterboxed part of the window
// colour      mixes encoded values, see lib/shrink.glsl
in vec2 v_uv;
out vec4 out_colour;
uniform sampler2D picture_tx;
uniform vec2 u_footprint_px;

#include "lib/shrink.glsl"

void main() {
    out_colour = vec4(shrunk(picture_tx, vec2(v_uv.x, 1.0 - v_uv.y), u_footprint_px), 1.0);
}
