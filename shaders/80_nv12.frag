// purpose     packs the finished picture as NV12: rows of luma, then rows of Cb Cr pairs, some bytes to a texel
// inputs      picture_tx (full, RGBA8 sRGB)
// outputs     BYTES (4 or 2) bytes of NV12 a texel, in reading order
// resolution  width / BYTES × height · 3/2
// colour      Y'CbCr of the encoded picture, limited range; the matrix by u_luma_weights (Kr, Kg, Kb)
// source      ITU-R BT.709-6 and BT.601-7, clause 3: Y' = Kr R' + Kg G' + Kb B'; chroma sited between its four pixels
uniform sampler2D picture_tx;
uniform vec3 u_luma_weights;
uniform int u_height_px;
out vec4 o_bytes;

float luma_at(ivec2 at) {
    return (16.0 + 219.0 * dot(texelFetch(picture_tx, at, 0).rgb, u_luma_weights)) / 255.0;
}

vec2 chroma_at(ivec2 at) {
    vec3 mean = vec3(0.0);
    for (int i = 0; i < 4; ++i) {
        mean += 0.25 * texelFetch(picture_tx, at * 2 + ivec2(i & 1, i >> 1), 0).rgb;
    }
    float luma = dot(mean, u_luma_weights);
    return (128.0 + 112.0 * (mean.br - luma) / (1.0 - u_luma_weights.br)) / 255.0;
}

void main() {
    ivec2 at = ivec2(gl_FragCoord.xy);
#if BYTES == 4
    if (at.y < u_height_px) {
        ivec2 from = ivec2(at.x * 4, at.y);
        o_bytes = vec4(luma_at(from), luma_at(from + ivec2(1, 0)), luma_at(from + ivec2(2, 0)), luma_at(from + ivec2(3, 0)));
    } else {
        ivec2 from = ivec2(at.x * 2, at.y - u_height_px);
        o_bytes = vec4(chroma_at(from), chroma_at(from + ivec2(1, 0)));
    }
#else
    if (at.y < u_height_px) {
        o_bytes = vec4(luma_at(ivec2(at.x * 2, at.y)), luma_at(ivec2(at.x * 2 + 1, at.y)), 0.0, 0.0);
    } else {
        o_bytes = vec4(chroma_at(ivec2(at.x, at.y - u_height_px)), 0.0, 0.0);
    }
#endif
}
