"""A rack focus for live video.

The way of a frame: `capture` → `depth` → `render` → `output`. The way of a wish: `control` → `focus` → `state`.
`pipeline.py` is the first in one short function, `app.py` puts all parts together and starts every thread.
"""

__version__ = "0.1.0"
