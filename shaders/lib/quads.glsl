// purpose     what the pixels beside have read, in the 2 × 2 that are shaded together: three taps of four cost no reading and decoding
// inputs      of a gather: QUAD_READS: a list of READ(number, x, y), taps outward of a pixel; QUAD_TAPS: a list of the others, each by whose
//             reading it is: OWN, BESIDE, BELOW or ASKEW (number, x, y, distance), x and y outward of the pixel
// colour      none
// source      quad communication by derivatives: Penner, "Shader Amortization using Pixel Quad Message Passing", GPU Pro 2, 2011;
//             only where `render/quads.py` finds that derivatives are differences within each row and column
vec2 inward_in_quad() {
    return 1.0 - 2.0 * vec2(ivec2(gl_FragCoord.xy) & 1);
}

#define ACROSS(what) ((what) + inward.x * dFdx(what))
#define DOWN(what) ((what) + inward.y * dFdy(what))
