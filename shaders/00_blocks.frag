// purpose     least and greatest inverse depth of every block of 8 × 8 pixels; run once a depth map, whatever the focus
// inputs      depth_tx (full, R32F inverse depth)
// outputs     r: least, g: greatest
// resolution  1/8
// colour      none
uniform sampler2D depth_tx;
layout(location = 0) out vec2 o_range;

void main() {
    ivec2 last = textureSize(depth_tx, 0) - 1;
    ivec2 corner = ivec2(gl_FragCoord.xy) * BLOCK_PX;
    float first = texelFetch(depth_tx, corner, 0).r;
    vec2 range = vec2(first);
    for (int y = 0; y < BLOCK_PX; ++y) {
        for (int x = 0; x < BLOCK_PX; ++x) {
            float inverse_depth = texelFetch(depth_tx, min(corner + ivec2(x, y), last), 0).r;
            range = vec2(min(range.x, inverse_depth), max(range.y, inverse_depth));
        }
    }
    o_range = range;
}
