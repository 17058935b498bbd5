// purpose     a painted cut-out: colour over what is there, depth where it covers the middle of the pixel
// inputs      atlas (premultiplied sRGB), sampled between texels
// outputs     premultiplied sRGB; inverse depth with 1 or 0 as alpha, so that blending picks one and mixes nothing
// resolution  the picture
// colour      sRGB
in vec2 v_uv;
uniform sampler2D atlas_tx;
uniform float u_inverse_depth;
layout(location = 0) out vec4 o_colour;
layout(location = 1) out vec4 o_inverse_depth;

void main() {
    o_colour = texture(atlas_tx, v_uv);
    float covers = step(0.5, o_colour.a);
    o_inverse_depth = vec4(u_inverse_depth * covers, 0.0, 0.0, covers);
}
