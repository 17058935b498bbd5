"""The lens on paper: formulas and ground truth in NumPy. Leaves drawing to `render`."""
