"""From what a hand did to what it means: keys and MIDI in, actions out. Leaves the moving to `focus`."""
