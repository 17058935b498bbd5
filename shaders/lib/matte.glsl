// purpose     what stands in front and what lies behind, told apart by a matte
// inputs      depth_tx holds the matte as inverse depth: far + coverage · (near − far) (lib/depth.glsl);
//             u_coverage: scale and offset that make coverage of it;  doubt_tx: any size, R8, interpolated
//             (passes/matte_areas.py);  u_free, u_lamps_behind: how far each plane is out of focus
// colour      linear light
// source      the compositing equation C = α F + (1 − α) B, solved by the smallest change of two estimates (the one step of
//             Forte & Pitié, "Approximate Fast Foreground Colour Estimation", ICIP 2021, taken as far as the equation asks)
#include "lib/depth.glsl"
#include "lib/lamps.glsl"
uniform sampler2D depth_tx;
uniform vec2 u_coverage;
uniform float u_lamps_behind;  // 0…1: how far what is behind is out of focus
uniform float u_free;  // 0…1: how far the front is out of focus

uniform sampler2D doubt_tx;

// 0…1: how little is to be made of it that a matte says "behind" here, close to its outline.
float doubt_at(vec2 uv) {
    return texture(doubt_tx, uv).r;
}

float coverage_at(ivec2 at) {
    return clamp(inverse_depth_at(depth_tx, at) * u_coverage.x + u_coverage.y, 0.0, 1.0);
}

// The light behind. Where the front is sharp it is held to what leaves that a colour there is, so that both together are the
// picture: light − (1 − coverage) · behind is what the front adds. Where a matte is wrong that bends its colour, and once
// the front is blurred away a clean colour is worth more than the sum.
vec3 behind_of(vec3 light, float coverage, vec3 front, vec3 back) {
    float open = 1.0 - coverage;
    vec3 unexplained = light - coverage * front - open * back;
    vec3 behind = back + unexplained * (open * open / (coverage * coverage * coverage + open * open * open));
    float most = 1.0 / max(open, 1e-4);
    vec3 held = clamp(behind, max((light - coverage) * most, 0.0), min(light * most, 1.0));
    return mix(held, clamp(behind, 0.0, 1.0), u_free * smoothstep(0.5, 0.9, coverage));
}

// The light in front, coverage multiplied in. A clipped pixel was brighter than can be told: what shows through before a lamp
// that is out of focus, and gives its light elsewhere, is the estimate.
vec3 in_front_of(vec3 light, float coverage, vec3 front, vec3 behind) {
    float open = 1.0 - coverage;
    vec3 rest = max(light - open * behind, 0.0);
    float unknown = min(clipped(light), u_lamps_behind) * min(4.0 * open, 1.0);
    return mix(rest, min(rest, coverage * front), unknown);
}
