// purpose     inverse depth in two bytes of a texel, as a share of the map's own range
// inputs      u_depth_least, u_depth_range: the map's least inverse depth, and how much more its greatest is;
//             an RGBA8 texture: red the low byte, green the high one
// colour      none
// source      own; measured on llvmpipe: a texel of bytes is fetched four times as fast as one of a float, two bytes of it are
//             put together in half the time of four; a 65535th of the range is a thousandth of a pixel of blur at K = 32
uniform float u_depth_least;
uniform float u_depth_range;

float inverse_depth_from(vec4 bytes) {
    return u_depth_least + dot(bytes.rg, vec2(255.0, 65280.0) / 65535.0) * u_depth_range;
}

float inverse_depth_at(sampler2D bytes_tx, ivec2 at) {
    return inverse_depth_from(texelFetch(bytes_tx, at, 0));
}

vec4 bytes_of(float inverse_depth) {
    float share = clamp((inverse_depth - u_depth_least) / max(u_depth_range, 1e-30), 0.0, 1.0);
    float whole = floor(share * 65535.0 + 0.5);
    float high = floor(whole / 256.0);
    return vec4(whole - 256.0 * high, high, 0.0, 0.0) / 255.0;
}
