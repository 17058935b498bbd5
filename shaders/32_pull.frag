// purpose     means of 4 × 4 texels of the back layer where it is known: what its holes are filled from
// inputs      FROM_BACK: back_tx (quarter, as 30_reduce leaves it); else light_tx, radius_tx (1/16)
// outputs     light: linear colour × share known, a: share known;  radius: r: radius code × share known
// resolution  1/16, then 1/64
// colour      linear light, RGBA16F
// source      the pull half of Gortler et al., "The Lumigraph", SIGGRAPH 1996, section 3.4
#include "lib/light_code.glsl"
#ifdef FROM_BACK
uniform sampler2D back_tx;
#else
uniform sampler2D light_tx;
uniform sampler2D radius_tx;
#endif
layout(location = 0) out vec4 o_light;
layout(location = 1) out vec4 o_radius;

void main() {
    ivec2 here = ivec2(gl_FragCoord.xy);
    vec4 light = vec4(0.0);
    float radius = 0.0;
#ifdef FROM_BACK
    ivec2 last = textureSize(back_tx, 0) - 1;
    for (int i = 0; i < 16; ++i) {
        vec4 tap = back_from(texelFetch(back_tx, min(here * 4 + ivec2(i & 3, i >> 2), last), 0));
        float known = tap.a > 0.0 ? 1.0 / 16.0 : 0.0;
        light += vec4(tap.rgb, 1.0) * known;
        radius += tap.a * known;
    }
#else
    ivec2 last = textureSize(light_tx, 0) - 1;
    for (int i = 0; i < 16; ++i) {
        ivec2 at = here * 4 + ivec2(i & 3, i >> 2);
        if (all(lessThanEqual(at, last))) {
            light += texelFetch(light_tx, at, 0) / 16.0;
            radius += texelFetch(radius_tx, at, 0).r / 16.0;
        }
    }
#endif
    o_light = light;
    o_radius = vec4(radius);
}
