// purpose     a finished picture made small, for those who watch from elsewhere
// inputs      picture_tx: sRGB encoded, top row at v = 0, sampled bilinearly; u_footprint_px: picture pixels a preview pixel
// outputs     sRGB encoded, top row at v = 0
// resolution  that of the preview
// colour      mixes encoded values, see lib/shrink.glsl
in vec2 v_uv;
out vec4 out_colour;
uniform sampler2D picture_tx;
uniform vec2 u_footprint_px;

#include "lib/shrink.glsl"

void main() {
    out_colour = vec4(shrunk(picture_tx, v_uv, u_footprint_px), 1.0);
}
