// purpose     means of squares of the back layer where it is known: what its holes are filled from
// inputs      back_tx (quarter, as 30_reduce leaves it);  SIDE: of a square, in its texels;  STRIDE: from one that is looked at
//             to the next
// outputs     light: linear colour × share known, a: share known;  radius: r: radius code × share known
// resolution  1/16 (SIDE 4), and 1/64 (SIDE 16): not from the finer ones, so that neither waits for the other
// colour      linear light, RGBA16F; R16F
// source      the pull half of Gortler et al., "The Lumigraph", SIGGRAPH 1996, section 3.4
#include "lib/light_code.glsl"
uniform sampler2D back_tx;
layout(location = 0) out vec4 o_light;
layout(location = 1) out float o_radius;

const int ACROSS = SIDE / STRIDE, COUNT = ACROSS * ACROSS;

void main() {
    ivec2 here = ivec2(gl_FragCoord.xy) * SIDE;
    ivec2 last = textureSize(back_tx, 0) - 1;
    vec4 light = vec4(0.0);
    float radius = 0.0;
    for (int i = 0; i < COUNT; ++i) {
        ivec2 at = here + ivec2(i % ACROSS, i / ACROSS) * STRIDE + STRIDE / 2;
        vec4 tap = back_from(texelFetch(back_tx, min(at, last), 0));
        float known = tap.a > 0.0 ? 1.0 / float(COUNT) : 0.0;
        light += vec4(tap.rgb, 1.0) * known;
        radius += tap.a * known;
    }
    o_light = light;
    o_radius = radius;
}
