// purpose     least and greatest inverse depth of every block of BLOCK_PX × BLOCK_PX pixels; once a depth map
// inputs      depth_tx (full, bytes of inverse depth)
// outputs     r: least, g: greatest
// resolution  1/BLOCK_PX
// colour      none
#include "lib/depth.glsl"
uniform sampler2D depth_tx;
out vec2 o_range;

void main() {
    ivec2 last = textureSize(depth_tx, 0) - 1;
    ivec2 corner = ivec2(gl_FragCoord.xy) * BLOCK_PX;
    vec2 range = vec2(inverse_depth_at(depth_tx, corner));
    for (int y = 0; y < BLOCK_PX; ++y) {
        for (int x = 0; x < BLOCK_PX; ++x) {
            float inverse_depth = inverse_depth_at(depth_tx, min(corner + ivec2(x, y), last));
            range = vec2(min(range.x, inverse_depth), max(range.y, inverse_depth));
        }
    }
    o_range = range;
}
