// purpose     what the pixels beside have read, in the 2 × 2 that are shaded together: three taps of four cost no reading and decoding
// inputs      of a gather: QUAD_FIRST: a list of READ(number, x, y), the middle and the three taps next to it, outward of a pixel;
//             QUAD_TAPS: further READs, and what a pixel gives of them to the pixels of its quad, itself among them:
//             GIVE(whom, number, x, y, distance), x and y from that pixel to the tap, outward of the one that gives
// colour      none
// source      quad communication by derivatives: Penner, "Shader Amortization using Pixel Quad Message Passing", GPU Pro 2, 2011;
//             sums are handed over in place of readings, once and not for every tap: a gather is twice as quick by that on llvmpipe;
//             only where `render/quads.py` finds that derivatives are differences within each row and column
vec2 inward_in_quad() {
    return 1.0 - 2.0 * vec2(ivec2(gl_FragCoord.xy) & 1);
}

#define ACROSS(what) ((what) + inward.x * dFdx(what))
#define DOWN(what) ((what) + inward.y * dFdy(what))

// Whom a pixel gives to: itself, the one beside it, the one below or above, and the one askew; and what all give to it.
const int WHOM = 4;
#define GIVEN(what) (what[0] + ACROSS(what[1]) + DOWN(what[2] + ACROSS(what[3])))
