"""Where subjects are in the picture: tracked places and faces. Leaves to others: what focus does about it."""
