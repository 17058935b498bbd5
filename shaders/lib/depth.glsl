// purpose     inverse depth as a share of the map's own range
// inputs      u_depth_least, u_depth_range: the map's least inverse depth, and how much more its greatest is;
//             an RGBA8 texture of shares, 0…1, in 16 bits: two pixels beside each other a texel, the low byte first
// colour      none
// source      own; measured on llvmpipe: a texel of bytes is read within the program, any other by a call that takes as long as a
//             fifth of the full-size kernel, and two pixels at once are half of the readings of 20_prepare; a 65535th of the
//             range is a thousandth of a pixel of blur at K = 32
uniform float u_depth_least;
uniform float u_depth_range;

const float LOW = 255.0 / 65535.0, HIGH = 65280.0 / 65535.0;

// A share from its two bytes, as a texture gives them: `rg` of the left pixel, `ba` of the right one.
float share_from(vec2 bytes) {
    return LOW * bytes.x + HIGH * bytes.y;
}

// The share of a pixel in column `x`, from the texel that holds it and the one beside it.
float share_of(vec4 pair, int x) {
    return share_from((x & 1) == 0 ? pair.rg : pair.ba);
}

// Two shares as the bytes of a texel.
vec4 bytes_from(vec2 shares) {
    vec2 whole = floor(clamp(shares, 0.0, 1.0) * 65535.0 + 0.5);
    vec2 high = floor(whole / 256.0), low = whole - 256.0 * high;
    return vec4(low.x, high.x, low.y, high.y) / 255.0;
}

// Inverse depth of a pixel of the picture.
float inverse_depth_at(sampler2D depth_tx, ivec2 at) {
    return u_depth_least + share_of(texelFetch(depth_tx, ivec2(at.x >> 1, at.y), 0), at.x) * u_depth_range;
}
