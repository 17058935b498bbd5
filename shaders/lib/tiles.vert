// purpose     one quad a tile that asks for this program; the others shrink to nothing
// inputs      needs_tx (a texel a tile, red: bits of 12_reach), drawn as a triangle strip of 4 with an instance a tile
// outputs     v_tile: the tile's texel of needs_tx
// resolution  any: u_tile_texels is a tile's side in the target's texels
// colour      none
// source      tile classification after Jimenez (SIGGRAPH 2014) and AMD FidelityFX DOF; instanced quads because a
//             software rasteriser runs both sides of every `if`
uniform sampler2D needs_tx;
uniform int u_mask;
uniform int u_wanted;
uniform vec2 u_tile_clip;     // a tile's size in clip space
uniform vec2 u_margin_clip;   // how far a quad goes on into a neighbour that is not drawn, for interpolation across
flat out vec4 v_tile;

bool is_wanted(ivec2 tile) {
    ivec2 last = textureSize(needs_tx, 0) - 1;
    return (int(texelFetch(needs_tx, clamp(tile, ivec2(0), last), 0).r + 0.5) & u_mask) == u_wanted;
}

void main() {
    int across = textureSize(needs_tx, 0).x;
    ivec2 tile = ivec2(gl_InstanceID % across, gl_InstanceID / across);
    ivec2 corner = ivec2(gl_VertexID & 1, gl_VertexID >> 1);
    v_tile = texelFetch(needs_tx, tile, 0);
    gl_Position = vec4(2.0, 2.0, 0.0, 1.0);
    if (is_wanted(tile)) {
        vec2 outwards = vec2(corner * 2 - 1);
        vec2 place = vec2(tile + corner) * u_tile_clip - 1.0;
        if (u_margin_clip.x > 0.0) {
            if (!is_wanted(tile + ivec2(outwards.x, 0))) place.x += outwards.x * u_margin_clip.x;
            if (!is_wanted(tile + ivec2(0, outwards.y))) place.y += outwards.y * u_margin_clip.y;
        }
        gl_Position = vec4(place, 0.0, 1.0);
    }
}
