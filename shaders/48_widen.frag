// purpose     brings a quarter-size layer to half size where no finer one is needed
// inputs      coarse_tx (quarter, interpolated)
// outputs     the same
// resolution  half
// colour      as it comes
uniform sampler2D coarse_tx;

out vec4 o_layer;

void main() {
    o_layer = texture(coarse_tx, gl_FragCoord.xy * (0.5 / QUARTER_SIZE));
}
