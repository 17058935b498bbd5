// purpose     one painted shape: rounded by its own blurred outline, patterned, lit
// inputs      winding number (mask), blurred coverage (soft), winding number of what it is held inside (clip)
// outputs     premultiplied linear colour
// resolution  the canvas's samples
// colour      linear
// source      normals from a blurred mask: Johnston 2002, "Lumo: Illumination for Cel Animation"
#include "scene/lib/noise.glsl"
#include "scene/lib/light.glsl"
#include "scene/lib/pattern.glsl"

in vec2 v_card_m;
uniform sampler2D mask_tx;
uniform sampler2D soft_tx;
uniform sampler2D clip_tx;
uniform bool u_clipped;
uniform ivec2 u_corner_px;      // where the blurred coverage begins on the canvas
uniform float u_step;           // canvas samples a texel of it
uniform float u_sigma_px;       // its blur, in canvas samples
uniform vec3 u_albedo;
uniform vec3 u_albedo_far;      // the other end of the gradient
uniform vec4 u_axis_m;          // from (xy) to (zw) on the card
uniform float u_pattern_m;
uniform float u_pattern_turn;
uniform vec3 u_pattern_colour;
uniform float u_pattern_mix;
uniform float u_relief;
uniform float u_bulge;          // how round it looks, 0 flat
uniform float u_wrap;
uniform vec3 u_shade_tint;
uniform float u_rim;
uniform float u_gloss;
uniform float u_gloss_power;
uniform float u_crease;         // darker towards its own edge
uniform vec3 u_glow;            // light of its own
uniform float u_opacity;
uniform bool u_soft_edge;       // use the blurred coverage as alpha: shadows, blushes
out vec4 o_colour;

// enlarged by a cubic B-spline, in four bilinear taps (Sigg & Hadwiger, GPU Gems 2 ch. 20): its slope has no steps
float soft_here() {
    vec2 at = (gl_FragCoord.xy - vec2(u_corner_px)) / u_step - 0.5;
    vec2 i = floor(at), f = at - i;
    vec2 a = (1.0 - f) * (1.0 - f) * (1.0 - f) / 6.0;
    vec2 d = f * f * f / 6.0;
    vec2 b = (4.0 - 6.0 * f * f + 3.0 * f * f * f) / 6.0;
    vec2 low = a + b;
    vec2 size = vec2(textureSize(soft_tx, 0));
    vec2 p0 = (i - 0.5 + b / low) / size;
    vec2 p1 = (i + 1.5 + d / (1.0 - low)) / size;
    float top = mix(texture(soft_tx, vec2(p1.x, p0.y)).r, texture(soft_tx, p0).r, low.x);
    float bottom = mix(texture(soft_tx, p1).r, texture(soft_tx, vec2(p0.x, p1.y)).r, low.x);
    return mix(bottom, top, low.y);
}

void main() {
    ivec2 here = ivec2(gl_FragCoord.xy);
    float soft = soft_here();
    float alpha = u_soft_edge ? clamp(soft * 1.02 - 0.01, 0.0, 1.0) : step(0.5, abs(texelFetch(mask_tx, here, 0).r));
    if (u_clipped) alpha *= step(0.5, abs(texelFetch(clip_tx, here, 0).r));
    vec2 slope = vec2(dFdx(soft), dFdy(soft)) * u_sigma_px;  // smooth by its making, so one difference a quad is enough
    float depth_inside = clamp(2.0 * soft - 1.0, 0.0, 1.0);

    float turn = u_pattern_turn;
    vec2 place = mat2(cos(turn), -sin(turn), sin(turn), cos(turn)) * v_card_m;
    vec2 made = pattern(place, u_pattern_m);
    vec2 relief = u_relief * vec2(dFdx(made.y), -dFdy(made.y));
    vec3 n = normalize(vec3(vec2(-slope.x, slope.y) * u_bulge * 2.5 - relief, 1.0));

    vec2 axis = u_axis_m.zw - u_axis_m.xy;
    float along = clamp(dot(v_card_m - u_axis_m.xy, axis) / max(dot(axis, axis), 1e-9), 0.0, 1.0);
    vec3 albedo = mix(u_albedo, u_albedo_far, smoothstep(0.0, 1.0, along));
    albedo = mix(albedo, u_pattern_colour, made.x * u_pattern_mix);
    vec3 colour = lit(albedo, n, u_wrap, u_shade_tint) * mix(1.0 - u_crease, 1.0, depth_inside);
    colour += u_gloss * gloss(n, u_gloss_power) + rim(n, u_rim) * mix(vec3(1.0), albedo * 2.0, 0.5);
    colour = hazed(colour + u_glow, 1.0 / gl_FragCoord.w);
    alpha *= u_opacity;
    o_colour = vec4(colour * alpha, alpha);
}
