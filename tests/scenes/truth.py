"""Traces a case and remembers the picture, for the run and across runs."""

from __future__ import annotations

import hashlib
import inspect
import os
import tempfile
from functools import cache
from pathlib import Path

import numpy as np

from livefocus.optics import aperture, raytrace
from livefocus.optics.planes import Image
from livefocus.optics.raytrace import TraceSettings, trace
from tests.scenes.case import Case

_REMEMBERED: dict[str, Image] = {}


def truth(case: Case) -> Image:
    """Return the true picture of a case, linear light; the same case is traced once.

    Pictures are kept under the system's temporary folder (or `LIVEFOCUS_TRUTH`), named by a hash of the planes, the
    settings and the tracer's own source, so that a change of any of them traces anew.
    """
    key = _key(case)
    if key not in _REMEMBERED:
        _REMEMBERED[key] = _stored(key, case)
    return _REMEMBERED[key]


def _stored(key: str, case: Case) -> Image:
    folder = Path(os.environ.get("LIVEFOCUS_TRUTH", Path(tempfile.gettempdir()) / "livefocus-truth"))
    path = folder / f"{key}.npy"
    if path.is_file():
        return np.asarray(np.load(path), dtype=np.float32)
    picture = trace(case.scene, TraceSettings(case.focus_inverse_depth, case.blur_px, case.aperture, case.points))
    folder.mkdir(parents=True, exist_ok=True)
    part = folder / f"{key}.{os.getpid()}.part"
    with part.open("wb") as file:
        np.save(file, picture)
    part.replace(path)
    return picture


def _key(case: Case) -> str:
    digest = hashlib.sha256(_source())
    for plane in case.scene.planes:
        digest.update(np.ascontiguousarray(plane.colour))
        digest.update(np.ascontiguousarray(plane.alpha))
        digest.update(repr((plane.inverse_depth, plane.slope_per_px, plane.margin_px)).encode())
    settings = (case.scene.size, case.focus_inverse_depth, case.blur_px, case.points, case.aperture)
    digest.update(repr(settings).encode())
    return digest.hexdigest()[:24]


@cache
def _source() -> bytes:
    return (inspect.getsource(raytrace) + inspect.getsource(aperture)).encode()
