// purpose     lets the edges of a small depth map follow the picture on screen; drawn once a frame, around edges only
// inputs      picture_tx (full, RGBA8 sRGB); colour_tx (RGBA32F) and planes_tx (RG32F), both of the map's size and
//             interpolated: see EdgeModel in livefocus/frame.py; planes in shares of the map's range
// outputs     inverse depth as a share of the range, between the two planes around the edge; two pixels a texel (lib/depth.glsl)
// resolution  half as wide, as high, tiles of render/passes/edges.py that hold an edge
// colour      compares encoded colours, as the fit was made
// source      K. He, J. Sun, Fast Guided Filter, 2015: fitted at low resolution, evaluated at full; own: the share
//             between two planes is what is fitted, made steep
#include "lib/depth.glsl"
uniform sampler2D picture_tx;
uniform sampler2D colour_tx;
uniform sampler2D planes_tx;
noperspective in vec2 v_uv;
out vec4 o_pair;

float share_at(vec2 uv) {
    vec4 fit = texture(colour_tx, uv);
    vec2 planes = texture(planes_tx, uv).rg;
    float near = clamp(dot(fit.rgb, texture(picture_tx, uv).rgb) + fit.a, 0.0, 1.0);
    return planes.x + planes.y * (near * near * (3.0 - 2.0 * near));
}

void main() {
    float width = float(textureSize(picture_tx, 0).x), widened = 2.0 * ceil(0.5 * width);
    vec2 middle = vec2(v_uv.x * widened / width, v_uv.y), aside = vec2(0.5 / width, 0.0);
    o_pair = bytes_from(vec2(share_at(middle - aside), share_at(middle + aside)));
}
