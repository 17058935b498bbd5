// purpose     writes the inverse depth of a shape, where the shape covers the middle of the pixel
// inputs      winding number at picture resolution (shapes), or the ribbon's edge
// outputs     inverse depth
// resolution  the picture's pixels, no anti-aliasing
// colour      none
uniform float u_near_m;
#ifdef RIBBON
in vec3 v_shape;
in vec4 v_colour;
uniform bool u_dot;
#else
in vec2 v_card_m;
uniform sampler2D mask_tx;
#endif
out float o_inverse_depth;

void main() {
#ifdef RIBBON
    if (v_colour.a < 0.5 || (u_dot && length(v_shape.xy) > 1.0)) discard;
#else
    if (abs(texelFetch(mask_tx, ivec2(gl_FragCoord.xy), 0).r) < 0.5) discard;
#endif
    o_inverse_depth = u_near_m * gl_FragCoord.w;
}
