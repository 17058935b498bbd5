// purpose     how far a clipped pixel is expanded: small bright spots in the dark are lamps, all else is what it is
// inputs      around_tx (1/16, as 14_surroundings leaves it), u_highlight_gain
// outputs     r: so many times its own light is added to what is white, over MOST_ADDED
// resolution  1/16
// colour      linear light
// source      own; told once for 16 × 16 pixels (told by every texel of a layer it took as long as reading the texel's own pixels),
//             over five times as wide: over less a lamp of ten pixels is itself what is bright around, and flickers as it moves.
//             Written out, since a loop of so many is none that llvmpipe unrolls
#include "lib/lamps.glsl"
uniform sampler2D around_tx;
uniform float u_highlight_gain;
out vec4 o_lamps;

const vec2 WHITE = vec2(0.03, 0.075);  // of what is around: up to where it is that of a lamp, and from where on of something larger

void main() {
    const vec2 last = CELLS - 1.0;
    vec2 here = gl_FragCoord.xy - 0.5, around = vec2(0.0);
    // beyond the border its other neighbour once more: two beside each other are looked at in other places
#define MIRRORED(cell) (last - abs(last - abs(cell)))
#define BESIDE(x, y, share) around += texture(around_tx, (MIRRORED(here + vec2(x, y)) + 0.5) / CELLS).rg * (share);
#define ROW(y, share) \
    BESIDE(-2, y, share) \
    BESIDE(-1, y, 2.0 * (share)) \
    BESIDE(0, y, 3.0 * (share)) \
    BESIDE(1, y, 2.0 * (share)) \
    BESIDE(2, y, share)
    ROW(-2, 1.0 / 81.0)
    ROW(-1, 2.0 / 81.0)
    ROW(0, 3.0 / 81.0)
    ROW(1, 2.0 / 81.0)
    ROW(2, 1.0 / 81.0)
    float gain = 0.8 * u_highlight_gain * (1.0 - smoothstep(WHITE.x, WHITE.y, around.r)) * (1.0 - smoothstep(DARK, BRIGHT, around.g));
    gain = min(gain, 0.92);
    o_lamps = vec4(gain / (1.0 - gain) / MOST_ADDED);
}
