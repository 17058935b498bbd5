// purpose     a painted still layer over what is there
// inputs      layer's colour (premultiplied sRGB) and inverse depth (0 where there is nothing)
// outputs     premultiplied sRGB; inverse depth with 1 or 0 as alpha
// resolution  the picture
// colour      sRGB
uniform sampler2D colour_tx;
uniform sampler2D depth_tx;
layout(location = 0) out vec4 o_colour;
layout(location = 1) out vec4 o_inverse_depth;

void main() {
    ivec2 here = ivec2(gl_FragCoord.xy);
    o_colour = texelFetch(colour_tx, here, 0);
    float q = texelFetch(depth_tx, here, 0).r;
    o_inverse_depth = vec4(q, 0.0, 0.0, step(1e-6, q));
}
