"""Where frames come from: camera, clip, image, built-in scene. Leaves to others: depth, pacing of the show, threads."""
