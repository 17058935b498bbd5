// purpose     brings a small depth map to the size of the picture; once a map, but for the tiles that 02_edges draws
// inputs      map_tx (any size, R32F inverse depth, interpolated)
// outputs     the four bytes of an interpolated float (lib/depth.glsl)
// resolution  full, in runs of tiles
// colour      none
// source      own; measured on llvmpipe: 1.1 copies by the sampler's own interpolation, 1.9 by four fetches
#include "lib/depth.glsl"
uniform sampler2D map_tx;
uniform vec2 u_uv_per_px;
out vec4 o_bytes;

void main() {
    o_bytes = bytes_of(texture(map_tx, gl_FragCoord.xy * u_uv_per_px).r);
}
