"""A summer's day by the sea, one face near, people ever farther behind it: what `scene:beach` shows."""
