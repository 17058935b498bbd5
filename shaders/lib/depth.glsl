// purpose     inverse depth as a share of the map's own range
// inputs      u_depth_least, u_depth_range: the map's least inverse depth, and how much more its greatest is;
//             an R16 texture of shares, 0…1
// colour      none
// source      own; measured on llvmpipe: drawn a fifth faster than as two bytes of a texel and a tenth faster than as a float;
//             read a seventh more slowly than bytes, which is lost in a whole picture's time; a 65535th of the range is a
//             thousandth of a pixel of blur at K = 32
uniform float u_depth_least;
uniform float u_depth_range;

float inverse_depth_from(vec4 texel) {
    return u_depth_least + texel.r * u_depth_range;
}

float inverse_depth_at(sampler2D depth_tx, ivec2 at) {
    return inverse_depth_from(texelFetch(depth_tx, at, 0));
}
