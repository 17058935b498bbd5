"""The puller: a pure state machine over time steps. Knows nothing of keys, knobs or pictures."""
