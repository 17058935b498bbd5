// purpose     brings a filled outline down to the size at which it is blurred
// inputs      winding numbers
// outputs     coverage 0…1
// resolution  1/u_step of the canvas's samples
// colour      none
uniform sampler2D mask_tx;
uniform ivec2 u_corner_px;
uniform ivec4 u_box_px;         // left, top, right, bottom of what was filled: outside it the mask holds older shapes
uniform int u_step;
out float o_coverage;

void main() {
    ivec2 base = u_corner_px + ivec2(gl_FragCoord.xy) * u_step;
    float sum = 0.0;
    for (int y = 0; y < u_step; ++y)
        for (int x = 0; x < u_step; ++x)
        {
            ivec2 here = base + ivec2(x, y);
            bool inside = all(greaterThanEqual(here, u_box_px.xy)) && all(lessThan(here, u_box_px.zw));
            sum += inside ? step(0.5, abs(texelFetch(mask_tx, here, 0).r)) : 0.0;
        }
    o_coverage = sum / float(u_step * u_step);
}
