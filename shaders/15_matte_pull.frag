// purpose     means of 4 × 4 texels of what 13_matte_known found: what is taken where nothing nearer by is known
// inputs      front_tx, back_tx, share_tx: the level below
// outputs     the same three
// resolution  1/16, then 1/64
// colour      linear light, RGBA16F
// source      the pull half of Gortler et al., "The Lumigraph", SIGGRAPH 1996, section 3.4
uniform sampler2D front_tx;
uniform sampler2D back_tx;
uniform sampler2D share_tx;
layout(location = 0) out vec4 o_front;
layout(location = 1) out vec4 o_back;
layout(location = 2) out vec4 o_share;

void main() {
    ivec2 here = ivec2(gl_FragCoord.xy), last = textureSize(front_tx, 0) - 1;
    vec4 front = vec4(0.0), back = vec4(0.0), share = vec4(0.0);
    for (int i = 0; i < 16; ++i) {
        ivec2 at = here * 4 + ivec2(i & 3, i >> 2);
        if (all(lessThanEqual(at, last))) {
            front += texelFetch(front_tx, at, 0) / 16.0;
            back += texelFetch(back_tx, at, 0) / 16.0;
            share += texelFetch(share_tx, at, 0) / 16.0;
        }
    }
    o_front = front;
    o_back = back;
    o_share = share;
}
