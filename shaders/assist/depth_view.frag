// purpose     shows the operator the depth map: grey, what is sharp in green, nearer warm, farther cool
// inputs      depth_tx: shares of inverse depth, as large as the picture, top row first; u_focus_inverse_depth; u_blur_px (K)
// outputs     RGBA8, sRGB, top row first
// resolution  that of the picture; depth_tx's
// colour      made directly in sRGB: it is a diagram, not a picture
// source      ours
#include "lib/depth.glsl"
in vec2 v_uv;
out vec4 colour;
uniform sampler2D depth_tx;
uniform float u_focus_inverse_depth;
uniform float u_blur_px;

void main() {
    float inverse_depth = inverse_depth_at(depth_tx, ivec2(gl_FragCoord.xy));
    float coc_radius_px = u_blur_px * (u_focus_inverse_depth - inverse_depth);
    vec3 grey = vec3(clamp(inverse_depth, 0.0, 1.0));
    vec3 side = coc_radius_px < 0.0 ? vec3(1.0, 0.62, 0.35) : vec3(0.45, 0.68, 1.0);
    vec3 away = grey * mix(vec3(1.0), side, clamp(abs(coc_radius_px) / 8.0, 0.0, 1.0));
    float sharp = 1.0 - smoothstep(0.5, 1.5, abs(coc_radius_px));
    colour = vec4(mix(away, vec3(0.25, 0.9, 0.35) * (0.35 + 0.65 * grey), sharp * 0.85), 1.0);
}
