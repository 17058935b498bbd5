"""Two people in a room in the evening, near and far: what `scene:dialogue` shows."""
