// purpose     what one tap of a disc counts for; taps lie on a lattice of texels, or of every second, third … one
// inputs      TAPS: a list of TAP(x, y, distance) in steps of the lattice, and REACH, the radius up to which none is missing;
//             AREA of an opening of radius 1 (passes/taps.py);
//             SHAPED: that one of these is there: PROFILE: how much brighter the rim is than the middle;  CAT_EYE: how far the barrel's rim is off at a corner,
//             with OPENING_FROM_PICTURE and u_middle_texels;  FRINGE: half the difference between red and blue
// colour      none
// source      scatter-as-gather (Jimenez, SIGGRAPH 2014); here a tap's share is 1 over the taps its own disc would have,
//             counted with the same soft edge, so that an even layer comes out even whatever the tile's reach

// Radius of a disc in steps; where taps lie apart a wide one is narrower by as much as what is smoothed before makes it wider.
float narrowed(float x) {
#ifdef APART
    return x - 0.12 * clamp(x - 2.5, 0.0, 1.0);
#else
    return x;
#endif
}

// How much of a disc `x` steps wide lies on a tap `rho` steps away: its edge is soft by a step, so that it covers as many taps as
// its area says, by less where taps lie apart and it is so wide that it does all the same.
float on_disc(float x, float rho) {
#ifdef APART
    return clamp((x - rho) * clamp(x * 0.4, 1.0, 2.0) + 0.5, 0.0, 1.0);
#else
    return clamp(x - rho + 0.5, 0.0, 1.0);
#endif
}

#ifdef FRINGE
// The same of three discs, over the taps each has.
vec3 on_discs(vec3 xs, float rho) {
    return vec3(on_disc(xs.r, rho), on_disc(xs.g, rho), on_disc(xs.b, rho)) / max(AREA * xs * xs + 0.2, 1.0);
}
#endif

// Taps a disc `x` steps wide covers, the middle one among them.
float taps_within(float x) {
    return max(AREA * x * x + 0.2, 1.0);  // within 3 % of the count
}

#ifdef CAT_EYE
uniform vec2 u_middle_texels;  // of the picture

// The middle of the barrel's rim as seen through the opening from `place`; mirrors `optics.aperture.cat_eye_shift`.
vec2 barrel_from(vec2 place) {
    return (u_middle_texels - place) * (CAT_EYE / length(u_middle_texels));
}

// Share of a round opening that the barrel leaves open: what two discs of radius 1 have in common.
float left_open(vec2 barrel) {
    float off = min(length(barrel), 1.9);
    return (2.0 * acos(0.5 * off) - 0.5 * off * sqrt(4.0 - off * off)) / 3.14159265;
}
#endif

// What an opening that is no even disc makes of a tap: its brightness, and whether the barrel cuts it.
#ifdef SHAPED
float shape_of(vec2 tap, float rho, float x, vec2 barrel) {
    float shape = 1.0;
    x = max(x, 0.5);
#ifdef PROFILE
    float out_from_middle = min(rho / x, 1.0);
    shape += PROFILE * (2.0 * out_from_middle * out_from_middle - 1.0);
#endif
#ifdef CAT_EYE
    float from_barrel = length(tap * OPENING_FROM_PICTURE / x - barrel);
    shape *= clamp((1.0 - from_barrel) * x + 0.5, 0.0, 1.0);
#endif
    return shape;
}
#endif
