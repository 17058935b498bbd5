// purpose     one direction of a Gaussian blur of coverage
// inputs      coverage
// outputs     coverage
// resolution  as its input
// colour      none
uniform sampler2D soft_tx;
uniform ivec2 u_direction;
uniform ivec2 u_last_px;        // the last texel that means something
uniform ivec4 u_limits_px;      // left, top, right, bottom: held there where the shape goes on past the canvas
uniform float u_sigma_px;
uniform int u_reach_px;
out float o_coverage;

void main() {
    ivec2 here = ivec2(gl_FragCoord.xy);
    float sum = 0.0, weights = 0.0;
    for (int k = -u_reach_px; k <= u_reach_px; ++k) {
        float weight = exp(-0.5 * float(k * k) / (u_sigma_px * u_sigma_px));
        ivec2 there = clamp(here + u_direction * k, u_limits_px.xy, u_limits_px.zw);
        bool inside = all(greaterThanEqual(there, ivec2(0))) && all(lessThanEqual(there, u_last_px));
        sum += inside ? weight * texelFetch(soft_tx, there, 0).r : 0.0;
        weights += weight;
    }
    o_coverage = sum / weights;
}
