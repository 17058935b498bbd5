// purpose     a painted canvas to what is shown: fewer samples, tone curve, sRGB, a little dither against bands
// inputs      premultiplied linear colour
// outputs     premultiplied sRGB
// resolution  1/u_step of the canvas's samples
// colour      linear in, sRGB out
#include "scene/lib/noise.glsl"
#include "scene/lib/tone.glsl"
uniform sampler2D canvas_tx;
uniform int u_step;
uniform float u_exposure;
out vec4 o_colour;

void main() {
    vec4 sum = vec4(0.0);
    ivec2 base = ivec2(gl_FragCoord.xy) * u_step;
    for (int y = 0; y < u_step; ++y)
        for (int x = 0; x < u_step; ++x) {
            vec4 c = texelFetch(canvas_tx, base + ivec2(x, y), 0);
            vec3 straight = c.rgb / max(c.a, 1e-4);
            sum += vec4(shoulder(straight * u_exposure) * c.a, c.a);
        }
    sum /= float(u_step * u_step);
    vec3 shown = printed(sum.rgb / max(sum.a, 1e-4));
    float dither = (random1(ivec2(gl_FragCoord.xy)) - 0.5) / 255.0;
    vec3 light = linear_from_srgb(clamp(shown + dither, 0.0, 1.0)) * sum.a;
    o_colour = vec4(srgb_from_linear(light), sum.a);
}
