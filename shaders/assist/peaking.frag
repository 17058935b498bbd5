// purpose     focus peaking: paints the picture's sharp edges where the depth says they are in focus
// inputs      picture_tx: RGBA8 sRGB; depth_tx: shares of inverse depth; u_focus_inverse_depth; u_blur_px (K); both top row first
// outputs     RGBA8, sRGB, top row first
// resolution  that of the picture
// colour      sRGB: judged as the eye sees it
// source      ours; a Sobel gradient, as camera peaking does it
#include "lib/depth.glsl"
in vec2 v_uv;
out vec4 colour;
uniform sampler2D picture_tx;
uniform sampler2D depth_tx;
uniform float u_focus_inverse_depth;
uniform float u_blur_px;

float luma(ivec2 at) {
    ivec2 last = textureSize(picture_tx, 0) - 1;
    return dot(texelFetch(picture_tx, clamp(at, ivec2(0), last), 0).rgb, vec3(0.2126, 0.7152, 0.0722));
}

void main() {
    ivec2 at = ivec2(gl_FragCoord.xy);
    float a = luma(at + ivec2(-1, -1)), b = luma(at + ivec2(0, -1)), c = luma(at + ivec2(1, -1));
    float d = luma(at + ivec2(-1, 0)), e = luma(at + ivec2(1, 0));
    float f = luma(at + ivec2(-1, 1)), g = luma(at + ivec2(0, 1)), h = luma(at + ivec2(1, 1));
    vec2 gradient = vec2(c + 2.0 * e + h - a - 2.0 * d - f, f + 2.0 * g + h - a - 2.0 * b - c);
    float coc_radius_px = u_blur_px * (u_focus_inverse_depth - inverse_depth_at(depth_tx, ivec2(gl_FragCoord.xy)));
    float sharp = (1.0 - smoothstep(0.7, 2.0, abs(coc_radius_px))) * smoothstep(0.25, 0.5, length(gradient));
    vec3 picture = texelFetch(picture_tx, at, 0).rgb;
    colour = vec4(mix(picture, vec3(1.0, 0.15, 0.1), sharp), 1.0);
}
