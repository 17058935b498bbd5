// purpose     sharp, small blur, far, and near over all, put together
// inputs      picture_tx, depth_tx (full); far_tx, near_tx (half) as 40_gather leaves them
// outputs     the finished picture
// resolution  full
// colour      mixes in linear light; what is in focus is copied, not mixed, so that it stays bit-identical
#include "lib/coc_code.glsl"
#include "lib/quick_srgb.glsl"
uniform sampler2D picture_tx;
uniform sampler2D depth_tx;
uniform sampler2D far_tx;
uniform sampler2D near_tx;
out vec4 o_colour;

void main() {
    ivec2 at = ivec2(gl_FragCoord.xy);
    vec2 uv = gl_FragCoord.xy / vec2(textureSize(picture_tx, 0));
    vec4 sharp = texelFetch(picture_tx, at, 0);
    float radius = coc_of(texelFetch(depth_tx, at, 0).r);
    vec4 far = texture(far_tx, uv);
    vec4 near = texture(near_tx, uv);
    float soft = clamp(radius - 0.5, 0.0, 1.0) + step(radius, -1.5);
    vec3 light = mix(quick_linear_from_srgb(sharp.rgb), quick_linear_from_srgb(far.rgb), min(soft, 1.0));
    vec3 near_light = quick_linear_from_srgb(near.rgb);
    light = mix(near_light / max(near.a, 0.01), light, radius < -1.5 ? far.a : 1.0);
    light = near_light + (1.0 - near.a) * light;
    bool untouched = soft <= 0.0 && near.a <= 0.0;
    o_colour = vec4(untouched ? sharp.rgb : quick_srgb_from_linear(light), 1.0);
}
