"""Scenes of planes, drawn by code, with their truth: what the lens is judged on.

`canvas` draws, `textures` and `figures` are what is drawn, `charts` are the analytic pictures (one a row of the
lens's table of what must be true), `places` are scenes like those the lens is used on, `mattes` two planes told apart
by a soft matte, `truth` traces and remembers. Everything is seeded and the same every time; `SCENES` names it all but
mattes.
"""

from __future__ import annotations

from tests.scenes.case import Case, Scene
from tests.scenes.charts import CHARTS
from tests.scenes.mattes import MATTES
from tests.scenes.places import PLACES

SCENES: dict[str, Scene] = {scene.name: scene for scene in (*CHARTS, *PLACES)}

__all__ = ["CHARTS", "MATTES", "PLACES", "SCENES", "Case", "Scene"]
