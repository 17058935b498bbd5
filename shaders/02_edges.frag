// purpose     lets the edges of a small depth map follow the picture on screen; drawn once a frame, around edges only
// inputs      picture_tx (full, RGBA8 sRGB); colour_tx (RGBA32F) and planes_tx (RG32F), both of the map's size and
//             interpolated: see EdgeModel in livefocus/frame.py; planes in shares of the map's range
// outputs     inverse depth as a share of the range (lib/depth.glsl), between the two planes around the edge
// resolution  full, tiles of render/passes/edges.py that hold an edge
// colour      compares encoded colours, as the fit was made
// source      K. He, J. Sun, Fast Guided Filter, 2015: fitted at low resolution, evaluated at full; own: the share
//             between two planes is what is fitted, made steep
uniform sampler2D picture_tx;
uniform sampler2D colour_tx;
uniform sampler2D planes_tx;
noperspective in vec2 v_uv;
out float o_depth_share;

void main() {
    vec4 fit = texture(colour_tx, v_uv);
    vec2 planes = texture(planes_tx, v_uv).rg;
    float near = clamp(dot(fit.rgb, texture(picture_tx, v_uv).rgb) + fit.a, 0.0, 1.0);
    o_depth_share = planes.x + planes.y * (near * near * (3.0 - 2.0 * near));
}
