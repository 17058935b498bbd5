// purpose     ribbons and dots: hard or soft edges, flat or round as a tube, lit or glowing
// inputs      across −1…1, along, direction on the screen; winding number of what it is held inside (clip)
// outputs     premultiplied linear colour
// resolution  the canvas's samples
// colour      linear
#include "scene/lib/light.glsl"

in vec3 v_shape;
in vec4 v_colour;
uniform sampler2D clip_tx;
uniform bool u_clipped;
uniform bool u_dot;             // round: along is the other axis of a disc
uniform float u_softness;       // 0 a hard edge … 1 fades from the middle
uniform float u_tube;           // 0 flat … 1 round
uniform float u_glow;           // 0 lit … 1 gives its own colour
uniform float u_gloss;
uniform float u_gloss_power;
uniform float u_rim;
uniform vec3 u_shade_tint;
out vec4 o_colour;

void main() {
    float reach = u_dot ? length(v_shape.xy) : abs(v_shape.x);
    float hard = clamp((1.0 - reach) / max(fwidth(reach), 1e-5) + 0.5, 0.0, 1.0);
    float fade = max(1.0 - reach * reach, 0.0);
    float alpha = v_colour.a * mix(hard, fade * fade, u_softness);
    if (u_clipped) alpha *= step(0.5, abs(texelFetch(clip_tx, ivec2(gl_FragCoord.xy), 0).r));
    if (alpha <= 0.0) discard;
    vec2 side = u_dot ? v_shape.xy : v_shape.x * vec2(cos(v_shape.z), sin(v_shape.z));
    vec2 xy = clamp(side, -1.0, 1.0) * u_tube * 0.95;
    vec3 n = vec3(xy, sqrt(max(1.0 - dot(xy, xy), 0.02)));
    vec3 colour = lit(v_colour.rgb, n, 0.3, u_shade_tint) + u_gloss * gloss(n, u_gloss_power) + rim(n, u_rim);
    colour = mix(hazed(colour, 1.0 / gl_FragCoord.w), v_colour.rgb, u_glow);
    o_colour = vec4(colour * alpha, alpha);
}
