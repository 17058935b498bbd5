// purpose     brings a depth map of another size to the size of the picture; run once a map
// inputs      map_tx (any size, R32F inverse depth)
// outputs     the four bytes of an interpolated float (lib/depth.glsl)
// resolution  full
// colour      none
#include "lib/depth.glsl"
uniform sampler2D map_tx;
uniform vec2 u_scale;  // texels of the map a pixel
out vec4 o_bytes;

void main() {
    ivec2 last = textureSize(map_tx, 0) - 1;
    vec2 place = gl_FragCoord.xy * u_scale - 0.5;
    vec2 share = fract(place);
    ivec2 corner = ivec2(floor(place));
    float part[4];
    for (int i = 0; i < 4; ++i) {
        part[i] = texelFetch(map_tx, clamp(corner + ivec2(i & 1, i >> 1), ivec2(0), last), 0).r;
    }
    o_bytes = bytes_of(mix(mix(part[0], part[1], share.x), mix(part[2], part[3], share.x), share.y));
}
