"""What only the operator sees: depth view, peaking, HUD."""
