// purpose     inverse depth out of a texture that holds a 32-bit float as its four bytes
// inputs      an RGBA8 texture, least significant byte in red, as a little-endian machine has it in memory
// colour      none
// source      own; measured on llvmpipe: a texel of four bytes is fetched four times as fast as one of a float, and
//             a float array is uploaded as it lies

float inverse_depth_from(vec4 bytes) {
    // the products are off by less than one unit in the last place; adding (not or-ing) lets a carry go where it must
    int low = int(dot(bytes.rgb, vec3(255.0, 255.0 * 256.0, 255.0 * 65536.0)) + 0.5);
    return intBitsToFloat(low + (int(bytes.a * 255.0 + 0.5) << 24));
}

float inverse_depth_at(sampler2D bytes_tx, ivec2 at) {
    return inverse_depth_from(texelFetch(bytes_tx, at, 0));
}

vec4 bytes_of(float inverse_depth) {
    int bits = floatBitsToInt(inverse_depth);
    return vec4(bits & 255, (bits >> 8) & 255, (bits >> 16) & 255, (bits >> 24) & 255) / 255.0;
}
