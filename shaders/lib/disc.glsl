// purpose     what one tap of a disc of RINGS rings counts for
// inputs      RINGS, and TAPS: a list of TAP(x, y, ring, weight) in units of the disc's radius (passes/taps.py)
// colour      none
// source      scatter-as-gather (Jimenez, SIGGRAPH 2014); here a tap's share is 1 over the taps its own disc would have,
//             counted with the same soft edge, so that an even layer comes out even whatever the tile's reach

// How much of a disc `x` tap spacings wide lies on ring `ring`.
float on_ring(float x, float ring) {
    return clamp(x - ring + 0.5, 0.0, 1.0);
}

// Taps a disc `x` spacings wide covers.
float taps_within(float x) {
#if RINGS == 2
    return 1.0 + dot(clamp(vec2(x) - vec2(0.5, 1.5), 0.0, 1.0), vec2(6.0, 12.0));
#else
    return 1.0 + dot(clamp(vec3(x) - vec3(0.5, 1.5, 2.5), 0.0, 1.0), vec3(6.0, 12.0, 18.0));
#endif
}
