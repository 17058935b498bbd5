// purpose     the CoC of the frame being drawn, and a radius in the 8 bits of a texture channel
// inputs      u_share_blur_px (K), u_focus_share, both of inverse depth in shares of the map's range (lib/depth.glsl), as its
//             texels are: a sum and a product less for each than in the map's own unit; u_max_coc_radius_px, u_code_px
// colour      none
#include "lib/coc.glsl"
#include "lib/depth.glsl"
// a block each: see render/passes/blocks.py
layout(std140) uniform ShareBlur { float u_share_blur_px; };
layout(std140) uniform FocusShare { float u_focus_share; };
layout(std140) uniform MaxRadius { float u_max_coc_radius_px; };
layout(std140) uniform CodeScale { float u_code_px; };  // the widest radius of the frame: codes go up to it

// The texel that holds the depth of the pixel at `uv` of the picture and of the one beside it.
#define pair_at(depth_tx, uv) texture(depth_tx, (uv) * vec2(0.5 * PICTURE_SIZE.x / HALF_SIZE.x, 1.0))

float coc_of(float share) {
    return coc_radius_px(share, u_focus_share, u_share_blur_px, u_max_coc_radius_px);
}

// A half-size picture drawn large again is already blurred by as much as a disc of this radius (equal second moments, box and
// tent of 2, taken over whole pixels).
const float FINE_OWN_PX2 = 2.0;

// The square of what is still to be blurred, of a radius squared. At a quarter of the size by what small lights and textures
// come out like: the narrower a disc from 7 px down to where the half-size gather hands over, the more of it is there already.
// Mirrored by passes/lattice.py.
float rest_px2(float radius_px2, float texel_px) {
    float fine_px2 = max(radius_px2 - FINE_OWN_PX2, 0.0);
    float coarse_px2 = max(min(radius_px2 - 1.0, 1.2 * radius_px2 - 10.0), min(radius_px2 + 2.0, 17.0));
    return texel_px < 3.0 ? fine_px2 : coarse_px2;
}

// What is sharper than a layer itself, and from where to where a radius passes for that of something blurred.
const float NOT_BLURRED = 0.4;
const vec2 BLURRED = vec2(0.42, 0.5);

// A disc of a radius in steps, whose square this takes, drawn on a lattice with a soft edge, is as wide as the true one if it is
// given this radius.
float on_lattice(float steps2) {
    return max(min(NOT_BLURRED + steps2, 0.5 + 0.25 * min(steps2, 1.1)), sqrt(max(steps2 - 0.5, 0.0)));
}

// The square of the radius in steps that `on_lattice` was given.
float off_lattice2(float radius) {
    return radius < 0.775 ? max(max(radius - NOT_BLURRED, 4.0 * radius - 2.0), 0.0) : radius * radius + 0.5;
}

// Radius on the lattice of a layer, in its texels: what is still to be blurred.
float lattice_radius(float radius_px, float texel_px) {
    float radius_px2 = radius_px * radius_px;
    return radius_px2 <= FINE_OWN_PX2 ? NOT_BLURRED : on_lattice(rest_px2(radius_px2, texel_px) * (1.0 / (texel_px * texel_px)));
}

// Codes keep it, finest near focus; 0 is left free to say "nothing here".
float code_of(float radius_px, float texel_px) {
    return sqrt(lattice_radius(radius_px, texel_px) * texel_px / u_code_px);
}

// The square of the whole radius again, from that on the half-size lattice in texels.
float radius2_from_texels(float texels) {
    return off_lattice2(texels) * 4.0 + FINE_OWN_PX2;
}

float radius2_from_code(float code) {
    return radius2_from_texels(code * code * u_code_px / 2.0);
}
