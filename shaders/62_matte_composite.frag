// purpose     what stands in front, laid over what is behind: two planes told apart by a matte
// inputs      FRONT, BACK: that this plane is out of focus: front_layer_tx, back_layer_tx as 43_matte_gather leaves them;
//             HALF_SHARP: that one of them is in focus: picture_tx (full, RGBA8 sRGB), depth_tx (full, a matte as inverse depth), and
//             front_tx, back_tx (quarter, as 17_matte_estimate leaves them)
//             BARE: that the plane behind is in focus and the front is not here, only its blur: picture_tx
//             ALONE: one blurred layer covers all, as it is
// outputs     the finished picture
// resolution  full, tiles where anything is blurred
// colour      mixes in linear light; what is in focus and whole is copied, so that it stays bit-identical
// source      own: D(αF) + (1 − D(α)) · D(B)
#include "lib/quick_srgb.glsl"
#if defined(FRONT) || defined(ALONE)
uniform sampler2D front_layer_tx;
uniform float u_front_texels;  // texels of the layer a pixel
#endif
#ifdef BACK
uniform sampler2D back_layer_tx;
uniform float u_back_texels;
#endif
#if defined(HALF_SHARP) || defined(BARE)
uniform sampler2D picture_tx;
#endif
#ifdef HALF_SHARP
#include "lib/matte.glsl"
uniform sampler2D front_tx;
uniform sampler2D back_tx;
#endif
out vec4 o_colour;

vec4 layer_at(sampler2D layer_tx, float texels) {
    return texture(layer_tx, gl_FragCoord.xy * texels / vec2(textureSize(layer_tx, 0)));
}

void main() {
#ifdef ALONE
    o_colour = vec4(layer_at(front_layer_tx, u_front_texels).rgb, 1.0);
#else
#if defined(HALF_SHARP) || defined(BARE)
    vec2 uv = gl_FragCoord.xy / vec2(textureSize(picture_tx, 0));
    vec3 sharp = texture(picture_tx, uv).rgb;
    vec3 light = quick_linear_from_srgb(sharp);
#endif
#ifdef BARE
    const float coverage = 0.0;
    vec3 behind = light;
#endif
#ifdef HALF_SHARP
    float coverage = coverage_at(ivec2(gl_FragCoord.xy));
    vec3 front = quick_linear_from_srgb(texture(front_tx, uv).rgb);
    vec3 back = quick_linear_from_srgb(texture(back_tx, uv).rgb);
    vec3 behind = behind_of(light, coverage, front, back);
#endif
#ifdef FRONT
    vec4 before = quick_linear_from_srgb(layer_at(front_layer_tx, u_front_texels));
#else
    vec4 before = vec4(in_front_of(light, coverage, front, behind), coverage);
#endif
#ifdef BACK
    vec3 beyond = quick_linear_from_srgb(layer_at(back_layer_tx, u_back_texels).rgb);
#else
    vec3 beyond = behind;
#ifdef HALF_SHARP
    beyond = mix(beyond, back, doubt_at(uv) * min(before.a * 4.0, 1.0));
#endif
    before = before.a > 0.002 ? before : vec4(0.0);  // half a code at most: what is in focus is left alone
#endif
    vec3 drawn = quick_srgb_from_linear(before.rgb + (1.0 - before.a) * beyond);
#if defined(HALF_SHARP) || defined(BARE)
#ifdef FRONT
    drawn = before.a == 0.0 && coverage == 0.0 ? sharp : drawn;
#else
    drawn = coverage == 1.0 ? sharp : drawn;
#endif
#endif
    o_colour = vec4(drawn, 1.0);
#endif
}
