// purpose     how much what is in front counts for what is behind it, where nothing else is known: the farther away, the more
// colour      none

const float IN_FRONT = 0.001;          // and that is little
const float HARDLY_IN_FRONT_PX = 3.0;  // from which radius on it is less and less

float shown_by_near(float radius_px) {
    float nearer = radius_px * (1.0 / HARDLY_IN_FRONT_PX);
    nearer *= nearer * nearer;
    return IN_FRONT / (1.0 + nearer * nearer);
}
