// purpose     packs the finished picture as NV12, two rows of it at a time: every pixel is read once
// inputs      picture_tx (full, RGBA8 sRGB)
// outputs     BYTES (4 or 2) bytes a texel, in reading order: 0 luma of even rows, 1 luma of odd rows, 2 pairs of Cb Cr
// resolution  width / BYTES × height / 2
// colour      Y'CbCr of the encoded picture, limited range; the matrix by LUMA_WEIGHTS (Kr, Kg, Kb)
// source      ITU-R BT.709-6 and BT.601-7, clause 3: Y' = Kr R' + Kg G' + Kb B'; chroma sited between its four pixels
uniform sampler2D picture_tx;
layout(location = 0) out vec4 o_even;
layout(location = 1) out vec4 o_odd;
layout(location = 2) out vec4 o_pairs;

// Luma of two by two pixels, row by row, and the pair of Cb Cr they share.
struct Square {
    vec2 even, odd, pair;
};

// A square by the middle of its first pixel; by texture(), which needs no clamping: cheaper than texelFetch on llvmpipe.
Square square_at(vec2 first) {
#define PIXEL(x, y) texture(picture_tx, (first + vec2(x, y)) * (1.0 / PICTURE_SIZE)).rgb
    vec3 a = PIXEL(0.0, 0.0), b = PIXEL(1.0, 0.0), c = PIXEL(0.0, 1.0), d = PIXEL(1.0, 1.0);
#undef PIXEL
    vec4 luma = vec4(dot(a, LUMA_WEIGHTS), dot(b, LUMA_WEIGHTS), dot(c, LUMA_WEIGHTS), dot(d, LUMA_WEIGHTS));
    vec2 apart = (a + b + c + d).br - (luma.x + luma.y + luma.z + luma.w);
    vec4 limited = luma * (219.0 / 255.0) + 16.0 / 255.0;
    return Square(limited.xy, limited.zw, apart * (0.25 * 112.0 / 255.0 / (1.0 - LUMA_WEIGHTS.br)) + 128.0 / 255.0);
}

void main() {
    vec2 first = floor(gl_FragCoord.xy) * vec2(float(BYTES), 2.0) + 0.5;
    Square left = square_at(first);
#if BYTES == 4
    Square right = square_at(first + vec2(2.0, 0.0));
    o_even = vec4(left.even, right.even);
    o_odd = vec4(left.odd, right.odd);
    o_pairs = vec4(left.pair, right.pair);
#else
    o_even = vec4(left.even, 0.0, 0.0);
    o_odd = vec4(left.odd, 0.0, 0.0);
    o_pairs = vec4(left.pair, 0.0, 0.0);
#endif
}
