// purpose     lets the edges of a small depth map follow the picture on screen; drawn once a frame, around edges only
// inputs      picture_tx (full, RGBA8 sRGB); map_tx (any size, R32F inverse depth); colour_tx, planes_tx (a coarse grid,
//             RGBA32F, see livefocus/frame.py EdgeModel); all but the picture interpolated
// outputs     the four bytes of inverse depth (lib/depth.glsl), between the two planes around the edge
// resolution  full, tiles of EDGE_TILE_PX that hold an edge
// colour      compares encoded colours, as the fit was made
// source      K. He, J. Sun, Fast Guided Filter, 2015: fitted at low resolution, evaluated at full; own: the share
//             between two planes is what is fitted, made steep
#include "lib/depth.glsl"
uniform sampler2D picture_tx;
uniform sampler2D map_tx;
uniform sampler2D colour_tx;
uniform sampler2D planes_tx;
uniform vec2 u_uv_per_px;
out vec4 o_bytes;

void main() {
    vec2 uv = gl_FragCoord.xy * u_uv_per_px;
    vec4 fit = texture(colour_tx, uv);
    vec3 planes = texture(planes_tx, uv).rgb;  // far, step, believed
    float plain = texture(map_tx, uv).r;
    vec3 colour = texelFetch(picture_tx, ivec2(gl_FragCoord.xy), 0).rgb;
    float share = clamp((dot(fit.rgb, colour) + fit.a - 0.5) * EDGE_STEEPNESS + 0.5, 0.0, 1.0);
    share *= share * (3.0 - 2.0 * share);
    o_bytes = bytes_of(mix(plain, planes.x + planes.y * share, planes.z));
}
