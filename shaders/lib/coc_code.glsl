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

// A reduced picture drawn large again is already blurred by as much as a disc of this radius (equal second moments):
// box of 2, tent of 2: σ² = 1; box of 4, tents of 4 and 2: σ² = 5; a disc has σ² = r²/4.
const float FINE_OWN_PX2 = 4.0;
const float COARSE_OWN_PX2 = 20.0;

// Codes keep what is still to be blurred, finest near focus; 0 is left free to say "nothing here".
float code_of(float radius_px, float own_px2) {
    float rest_px = sqrt(max(radius_px * radius_px - own_px2, 0.0));
    return max(sqrt(rest_px / u_max_coc_radius_px), 1.0 / 255.0);
}

// The square of the whole radius again.
float radius2_from_code(float code, float own_px2) {
    float rest_px = code * code * u_max_coc_radius_px;
    return rest_px * rest_px + own_px2;
}
