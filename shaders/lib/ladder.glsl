// purpose     which layer and which resolution a CoC radius belongs to; all thresholds in output pixels
// inputs      SMALL_FROM, SMALL_TO (injected, see passes/ladder.py); from where to where wide discs take over
// colour      none
//
//   |r|  0 ── SHARP ────── SMALL_FROM ═ SMALL_TO ──────── COARSE_FROM ═ COARSE_TO ──────────
//        copied   full-size kernel    ╳    half-size gather           ╳    quarter-size gather
//
// Every ═ is a continuous hand-over, so that a sweep of focus meets no step.

// Share of a pixel that belongs to the layer in front of the plane of focus.
float near_share(float radius_px) {
    return clamp((-radius_px - SMALL_FROM) * (1.0 / (SMALL_TO - SMALL_FROM)), 0.0, 1.0);
}

// Share of a pixel behind the plane of focus that is taken from the gathered layer.
float far_share(float radius_px) {
    return clamp((radius_px - SMALL_FROM) * (1.0 / (SMALL_TO - SMALL_FROM)), 0.0, 1.0);
}

// Share that is taken from the quarter-size gather, of a radius squared (so that no code has to be rooted for it).
float coarse_share(float radius_px2, vec2 from_to_px) {
    vec2 ends = from_to_px * from_to_px;
    return clamp((radius_px2 - ends.x) / (ends.y - ends.x), 0.0, 1.0);
}
