"""The lens as an ISF file: one fragment shader with a JSON head, for VDMX, Resolume, Synesthesia and other hosts.

Made from the same sources: the formula, the colour, the hand-overs and the disc are `shaders/lib/`, the taps those of a
look's opening. What needs a host of its own (tiles, instances, timers) is left out; see `shaders/isf/lens.frag`.

Source: ISF specification, version 2 (docs.isf.video): the JSON comes first, sizes are expressions in `$WIDTH`.
"""

from __future__ import annotations

import json
import re
from dataclasses import replace
from typing import Any

from livefocus.optics.aperture import squeezed
from livefocus.render.isf_taps import Table, pixel_taps, ring_taps
from livefocus.render.passes.ladder import CONSTANTS, SMALL_FROM_PX
from livefocus.render.program import glsl_literal, load_shader
from livefocus.settings import Look
from livefocus.state import ApertureState

SHADER = "isf/lens.frag"
RINGS = 5
"""Of taps: a file meets pictures of any size, so there are enough for the widest discs."""
TILES_ACROSS = 40
"""Tiles in a row: a reach in widths of the picture is then a number of tiles, whatever the size."""
TILE_SAMPLES = 16
MOST_BLUR = 0.2
HALF = ("floor($WIDTH/2)", "floor($HEIGHT/2)")
IN_TILES = (f"{TILES_ACROSS}", f"ceil({TILES_ACROSS}*$HEIGHT/$WIDTH)")
TAP_COUNT = 1 + 3 * RINGS * (RINGS + 1)
SMALL_TAPS = pixel_taps(SMALL_FROM_PX)
TARGETS = {
    "tapTable": (f"{TAP_COUNT + len(SMALL_TAPS)}", "1"),
    "nearTiles": IN_TILES,
    "nearReach": IN_TILES,
    "backLayer": HALF,
    "frontLayer": HALF,
    "frontRadius": HALF,
    "backSoft": HALF,
    "backBlur": HALF,
    "frontBlur": HALF,
}
"""What each pass but the last draws into, in order, and how large it is."""
NOISE = re.compile(r"^\s*(#line .*|#version .*|//.*)?$")


def isf_file(look: Look, blur_of_width: float) -> str:
    """Return the text of a `.fs` file.

    Parameters
    ----------
    look
        Whose opening is baked in, and whose lens gives the defaults.
    blur_of_width
        K of the look, in picture widths of CoC radius per unit of inverse depth.
    """
    aperture = look.aperture_state()
    text = load_shader(SHADER).text
    text = re.sub(r"^ *TAPS$", _rows(ring_taps(RINGS, replace(aperture, profile=0.0))), text, flags=re.M)
    text = re.sub(r"^ *SMALL_TAPS$", _rows(SMALL_TAPS), text, flags=re.M)
    lines = [line for line in text.splitlines() if not NOISE.match(line)]
    defines = _defines(aperture, look.lens.max_coc_radius_of_width)
    constants = [f"#define {name} {glsl_literal(value)}" for name, value in defines.items()]
    head = json.dumps(_head(look, blur_of_width), indent=4, ensure_ascii=True)
    return "\n".join([f"/*{head}*/", "", *constants, "", *lines, ""])


def _defines(aperture: ApertureState, max_radius: float) -> dict[str, int | float | str]:
    """Return every constant of the shader."""
    across, down = 1.0 / squeezed([1.0, 1.0], aperture.squeeze)
    ladder = {name: CONSTANTS[name] for name in ("SMALL_FROM", "SMALL_TO")}
    return {
        **ladder,
        "RINGS": RINGS,
        "TAP_COUNT": TAP_COUNT,
        "SMALL_TAP_COUNT": len(SMALL_TAPS),
        "RIM_LIGHT": float(aperture.profile),
        "BARREL_OFF": float(aperture.cat_eye),
        "RED_OVER_BLUE": float(aperture.fringing),
        "OPENING_FROM_PICTURE": f"vec2({across:.5f}, {down:.5f})",
        "MAX_RADIUS": float(max_radius),
        "TILE_SAMPLES": TILE_SAMPLES,
        "REACH_TILES": int(max_radius * 1.1 * TILES_ACROSS) + 2,
    }


def _rows(taps: Table) -> str:
    """Return taps as statements, one a line: old GLSL knows no macros of many lines and no lists of constants."""
    return "\n".join(f"    ROW({x:.5f}, {y:.5f}, {z:.5f}, {w:.4f});" for x, y, z, w in taps)


def _head(look: Look, blur_of_width: float) -> dict[str, Any]:
    return {
        "ISFVSN": "2",
        "DESCRIPTION": f"livefocus, {look.title}: a rack focus. {_ascii(look.description)}",
        "CREDIT": "livefocus",
        "CATEGORIES": ["Blur", "Depth of Field"],
        "INPUTS": [
            {"NAME": "inputImage", "TYPE": "image"},
            {"NAME": "depthImage", "TYPE": "image", "LABEL": "Depth (white is near)"},
            _slider("focus", "Plane of focus", 0.5, 1.0),
            _slider("blur", "Blur (K, in picture widths)", round(min(blur_of_width, MOST_BLUR), 5), MOST_BLUR),
            {"NAME": "invertDepth", "TYPE": "bool", "LABEL": "Depth: black is near", "DEFAULT": False},
            _slider("highlights", "Highlights", look.lens.highlight_gain, 1.0),
        ],
        "PASSES": [
            *({"TARGET": name, "WIDTH": wide, "HEIGHT": high, "FLOAT": True} for name, (wide, high) in TARGETS.items()),
            {},
        ],
    }


def _slider(name: str, label: str, default: float, most: float) -> dict[str, Any]:
    return {"NAME": name, "TYPE": "float", "LABEL": label, "DEFAULT": default, "MIN": 0.0, "MAX": most}


def _ascii(text: str) -> str:
    """Return text that no comment and no old parser stumbles over."""
    return text.replace("×", "x").replace("*/", "").encode("ascii", "replace").decode()
