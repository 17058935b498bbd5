// purpose     lets the edges of a small depth map follow the picture on screen; drawn once a frame, around edges only
// inputs      picture_tx (full, RGBA8 sRGB); colour_tx (RGBA32F) and planes_tx (RG32F), both of the map's size and
//             interpolated: see EdgeModel in livefocus/frame.py
// outputs     two bytes of inverse depth (lib/depth.glsl), between the two planes around the edge
// resolution  full, tiles of render/passes/edges.py that hold an edge
// colour      compares encoded colours, as the fit was made
// source      K. He, J. Sun, Fast Guided Filter, 2015: fitted at low resolution, evaluated at full; own: the share
//             between two planes is what is fitted, made steep
#include "lib/depth.glsl"
uniform sampler2D picture_tx;
uniform sampler2D colour_tx;
uniform sampler2D planes_tx;
uniform vec2 u_uv_per_px;
out vec4 o_bytes;

void main() {
    vec2 uv = gl_FragCoord.xy * u_uv_per_px;
    vec4 fit = texture(colour_tx, uv);
    vec2 planes = texture(planes_tx, uv).rg;
    vec3 colour = texelFetch(picture_tx, ivec2(gl_FragCoord.xy), 0).rgb;
    float share = clamp(dot(fit.rgb, colour) + fit.a, 0.0, 1.0);
    o_bytes = bytes_of(planes.x + planes.y * (share * share * (3.0 - 2.0 * share)));
}
