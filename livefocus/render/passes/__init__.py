"""One file a pass, in the order of `shaders/`."""
