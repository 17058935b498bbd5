// purpose     the colours in front and behind, estimated everywhere around a matte's edges
// inputs      front_tx, back_tx, share_tx (quarter, as 13_matte_known leaves them); front16_tx … share64_tx as
//             15_matte_pull leaves them, interpolated
// outputs     front, back: sRGB-coded colour, whole
// resolution  quarter
// colour      mixes in linear light
// source      Forte & Pitié, "Approximate Fast Foreground Colour Estimation", ICIP 2021: both colours blurred with their
//             coverage and put right by the compositing equation
#include "lib/quick_srgb.glsl"
uniform sampler2D front_tx;
uniform sampler2D back_tx;
uniform sampler2D share_tx;
uniform sampler2D front16_tx;
uniform sampler2D back16_tx;
uniform sampler2D share16_tx;
uniform sampler2D front64_tx;
uniform sampler2D back64_tx;
uniform sampler2D share64_tx;
layout(location = 0) out vec4 o_front;
layout(location = 1) out vec4 o_back;

const float COARSER = 0.02;  // weight of the coarser level where the finer one knows something
const float BESIDE = 0.2;    // weight of a texel beside the middle one
const float RIDGE = 0.003;   // square of a difference of coverage that tells nothing

#define ADD(x, y, weight) \
    at = uv + vec2(x, y) * texel_uv; \
    front += texture(front_tx, at) * weight; \
    back += texture(back_tx, at) * weight; \
    share += texture(share_tx, at).rg * weight;

void main() {
    vec2 texel_uv = 1.0 / vec2(textureSize(front_tx, 0));
    vec2 uv = gl_FragCoord.xy * texel_uv, at;
    vec4 front = COARSER * (texture(front16_tx, uv) + COARSER * texture(front64_tx, uv));
    vec4 back = COARSER * (texture(back16_tx, uv) + COARSER * texture(back64_tx, uv));
    vec2 share = COARSER * (texture(share16_tx, uv).rg + COARSER * texture(share64_tx, uv).rg);
    ADD(0, 0, 1.0)
    ADD(-1, 0, BESIDE)
    ADD(1, 0, BESIDE)
    ADD(0, -1, BESIDE)
    ADD(0, 1, BESIDE)
    // where one of them is nowhere to be seen it is taken to look like the other
    vec4 either = (front + back) * (1e-9 / max(front.a + back.a, 1e-9));
    front += either;
    back += either;
    vec3 mostly_front = front.rgb / front.a, mostly_back = back.rgb / back.a;
    float covered = share.r / front.a, covered_back = share.g / back.a;
    float apart = covered - covered_back;
    vec3 step = (mostly_front - mostly_back) * (apart / (apart * apart + RIDGE));
    o_front = vec4(quick_srgb_from_linear(mostly_front + (1.0 - covered) * step), 1.0);
    o_back = vec4(quick_srgb_from_linear(mostly_back - covered_back * step), 1.0);
}
