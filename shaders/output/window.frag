// purpose     shows a finished picture in a window of any size; the only place where a picture is turned upside down
// inputs      picture_tx: sRGB encoded, top row at v = 0, sampled bilinearly; u_footprint_px: picture pixels a window pixel
// outputs     sRGB encoded
// resolution  the letterboxed part of the window
// colour      mixes encoded values: a preview, as windows are scaled by every desktop
// source      four bilinear taps over the footprint: exact box at 1, 2 and 4 pixels, hence no shimmer in a small window
in vec2 v_uv;
out vec4 out_colour;
uniform sampler2D picture_tx;
uniform vec2 u_footprint_px;

void main() {
    vec2 uv = vec2(v_uv.x, 1.0 - v_uv.y);
    vec2 spread = clamp(min(0.5 * (u_footprint_px - 1.0), 0.25 * u_footprint_px), 0.0, 4.0);
    vec2 reach = spread / vec2(textureSize(picture_tx, 0));
    vec3 sum = texture(picture_tx, uv + reach).rgb + texture(picture_tx, uv - reach).rgb;
    reach.y = -reach.y;
    sum += texture(picture_tx, uv + reach).rgb + texture(picture_tx, uv - reach).rgb;
    out_colour = vec4(sum * 0.25, 1.0);
}
