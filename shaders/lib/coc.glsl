// purpose     thin lens: signed radius of the circle of confusion, mirrored from livefocus/optics/thin_lens.py
// inputs      inverse depth and plane of focus in the same unit; K in output pixels per unit of it
// outputs     radius in output pixels: negative in front of the plane of focus (nearer), positive behind
// colour      none
// source      Potmesil & Chakravarty, "A lens and aperture camera model for synthetic image generation", SIGGRAPH 1981

float coc_radius_px(float inverse_depth, float focus_inverse_depth, float blur_px, float max_coc_radius_px) {
    return clamp(blur_px * (focus_inverse_depth - inverse_depth), -max_coc_radius_px, max_coc_radius_px);
}
