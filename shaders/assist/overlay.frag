// purpose     lays lines of text over what the operator sees
// inputs      picture_tx: RGBA8 sRGB; text_tx: RGBA8, straight alpha; both top row first, of one size
// outputs     RGBA8, sRGB, top row first
// resolution  that of the picture
// colour      sRGB
// source      ours
out vec4 colour;
uniform sampler2D picture_tx;
uniform sampler2D text_tx;

void main() {
    ivec2 at = ivec2(gl_FragCoord.xy);
    vec4 text = texelFetch(text_tx, at, 0);
    colour = vec4(mix(texelFetch(picture_tx, at, 0).rgb, text.rgb, text.a), 1.0);
}
