// purpose     how far a clipped pixel is expanded: small bright spots in the dark are lamps, all else is what it is
// inputs      around_tx (1/16, as 14_surroundings leaves it), u_highlight_gain
// colour      linear light
uniform sampler2D around_tx;
uniform float u_highlight_gain;

// So many times its own light is added to what is white; `place` in texels of around_tx.
float lamp_gain(vec2 place) {
    vec2 around = texture(around_tx, place / vec2(textureSize(around_tx, 0))).rg;
    float gain = 0.8 * u_highlight_gain * (1.0 - smoothstep(0.12, 0.3, around.r)) * (1.0 - smoothstep(0.05, 0.12, around.g));
    gain = min(gain, 0.92);
    return gain / (1.0 - gain);
}
