// purpose     a picture at a place of a smaller one, without shimmer
// inputs      a picture sampled bilinearly; how many of its pixels a pixel of the smaller one covers
// colour      mixes encoded values: a preview, as windows are scaled by every desktop
// source      four bilinear taps over the footprint: exact box at 1, 2 and 4 pixels

vec3 shrunk(sampler2D tx, vec2 uv, vec2 footprint_px) {
    vec2 spread = clamp(min(0.5 * (footprint_px - 1.0), 0.25 * footprint_px), 0.0, 4.0);
    vec2 reach = spread / vec2(textureSize(tx, 0));
    vec3 sum = texture(tx, uv + reach).rgb + texture(tx, uv - reach).rgb;
    reach.y = -reach.y;
    sum += texture(tx, uv + reach).rgb + texture(tx, uv - reach).rgb;
    return sum * 0.25;
}
