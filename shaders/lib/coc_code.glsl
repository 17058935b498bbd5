// purpose     the CoC of the frame being drawn, and a radius in the 8 bits of a texture channel
// inputs      u_blur_px (K), u_focus_inverse_depth, u_max_coc_radius_px
// colour      none
#include "lib/coc.glsl"
uniform float u_blur_px;
uniform float u_focus_inverse_depth;
uniform float u_max_coc_radius_px;

float coc_of(float inverse_depth) {
    return coc_radius_px(inverse_depth, u_focus_inverse_depth, u_blur_px, u_max_coc_radius_px);
}

// Finest near focus; code 0 is left free to say "nothing here".
float code_from_radius(float radius_px) {
    return max(sqrt(radius_px / u_max_coc_radius_px), 1.0 / 255.0);
}

float radius_from_code(float code) {
    return code * code * u_max_coc_radius_px;
}
