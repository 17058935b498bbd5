// purpose     how far a clipped pixel is expanded: small bright spots in the dark are lamps, all else is what it is
// inputs      around_tx (1/16, as 14_surroundings leaves it), u_highlight_gain
// outputs     r: so many times its own light is added to what is white, over MOST_ADDED
// resolution  1/16
// colour      linear light
// source      own; told once for 16 × 16 pixels, over three times as wide: told by every texel of a layer it took as long as
//             reading the texel's own pixels
#include "lib/lamps.glsl"
uniform sampler2D around_tx;
uniform float u_highlight_gain;
out vec4 o_lamps;

void main() {
    vec2 cells = vec2(textureSize(around_tx, 0)), last = cells - 1.0;
    vec2 around = vec2(0.0);
    for (int i = 0; i < 9; ++i) {
        vec2 beside = vec2(i % 3, i / 3) - 1.0;
        float share = (beside.x == 0.0 ? 0.5 : 0.25) * (beside.y == 0.0 ? 0.5 : 0.25);
        // beyond the border its other neighbour once more: two beside each other are looked at in other places
        vec2 cell = last - abs(last - abs(gl_FragCoord.xy - 0.5 + beside));
        around += texture(around_tx, (cell + 0.5) / cells).rg * share;
    }
    float gain = 0.8 * u_highlight_gain * (1.0 - smoothstep(0.12, 0.3, around.r)) * (1.0 - smoothstep(DARK, BRIGHT, around.g));
    gain = min(gain, 0.92);
    o_lamps = vec4(gain / (1.0 - gain) / MOST_ADDED);
}
