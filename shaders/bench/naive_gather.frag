// purpose     the single-pass depth of field that games paste in: the baseline our lens has to beat, not used by it
// inputs      frame_tx (sRGB), depth_tx (inverse depth), both row 0 the top
// outputs     the blurred picture, sRGB
// resolution  output
// colour      decodes each tap, mixes in linear light
// source      the golden-angle spiral with one tap a pixel of area and the size of a farther tap held to twice the
//             middle's own: D. Gustafsson, "Bokeh depth of field in a single pass", 2018
#include "lib/colour.glsl"
#include "lib/coc.glsl"

uniform sampler2D frame_tx;
uniform sampler2D depth_tx;
uniform float u_focus_inverse_depth;
uniform float u_blur_px;
uniform float u_reach_px;  // largest radius in the picture: the loop has to go that far at every pixel
in vec2 v_uv;
out vec4 pixel;

const float GOLDEN_ANGLE_RAD = 2.39996323;
const float STEP = 0.5;

float signed_radius(vec2 uv) {
    return coc_radius_px(textureLod(depth_tx, uv, 0.0).r, u_focus_inverse_depth, u_blur_px, u_reach_px);
}

void main() {
    vec2 texel = 1.0 / vec2(textureSize(frame_tx, 0));
    float here = signed_radius(v_uv);
    vec3 total = linear_from_srgb(texture(frame_tx, v_uv).rgb);
    float count = 1.0;
    float angle = 0.0;
    for (float away = STEP; away < u_reach_px; away += STEP / away) {
        vec2 uv = v_uv + vec2(cos(angle), sin(angle)) * texel * away;
        float there = signed_radius(uv);
        float size = abs(there);
        if (there > here) {
            size = min(size, 2.0 * abs(here));
        }
        vec3 colour = linear_from_srgb(textureLod(frame_tx, uv, 0.0).rgb);
        total += mix(total / count, colour, smoothstep(away - 0.5, away + 0.5, size));
        count += 1.0;
        angle += GOLDEN_ANGLE_RAD;
    }
    pixel = vec4(srgb_from_linear(total / count), 1.0);
}
