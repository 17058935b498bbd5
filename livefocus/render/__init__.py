"""The lens in GLSL: context, programs, targets, passes, read-back. Leaves to others: what focus should be."""
