"""The student: livefocus's own small depth network, which comes with it, so that depth works with nothing downloaded.

0.4 million parameters, taught by TCMonoDepth on openly licensed pictures: see `.training/`.
It gives inverse depth and a matte of the people at once; `silhouette.py` puts the two together.
"""

from __future__ import annotations

import hashlib
from importlib import resources
from typing import Any

import numpy as np

from livefocus.depth.network import STUDENT, network_input, placement
from livefocus.depth.onnx import DEFAULT_THREADS, make_session
from livefocus.depth.silhouette import sharpen
from livefocus.errors import DepthError, ModelError
from livefocus.frame import DepthMap, Frame

SHA256 = "06c5689dfe20620810fc5534f7342c2c801a3d4c3586ff54770da81b76c2f7e7"
"""Of `weights/student.onnx`."""

NOTICE = (
    "depth is the student, livefocus's own small network; finer edges and a truer room: "
    "`livefocus models download tcsmall`"
)


def embedded_weights() -> bytes:
    """Return the network that came with livefocus, checked.

    Raises
    ------
    ModelError
        Where this installation lost or damaged it.
    """
    try:
        weights = resources.files("livefocus.depth").joinpath("weights", f"{STUDENT.name}.onnx").read_bytes()
    except OSError as error:
        raise ModelError(
            f"the built-in depth network is missing ({error.strerror})", "install livefocus again"
        ) from error
    found = hashlib.sha256(weights).hexdigest()
    if found != SHA256:
        raise ModelError(f"the built-in depth network is damaged (sha256 {found[:12]}…)", "install livefocus again")
    return weights


class StudentDepth:
    """Depth from the network that came with livefocus.

    Parameters
    ----------
    threads
        Processor threads a map may use.
    notice
        What is said at the start; `auto` says that there is better.
    weights
        Another student's ONNX bytes, to try one out; None: the one that came with livefocus.
    """

    name = STUDENT.name
    own_thread = True

    def __init__(self, *, threads: int = DEFAULT_THREADS, notice: str = "", weights: bytes | None = None) -> None:
        self.notice = notice
        self.provider = ""
        self._threads = threads
        self._weights = weights
        self._session: Any = None

    def open(self) -> None:
        """Load and check the network; raises `ModelError`."""
        weights = embedded_weights() if self._weights is None else self._weights
        self._session = make_session(weights, self.name, self._threads)
        self.provider = self._session.get_providers()[0]

    def estimate(self, frame: Frame) -> DepthMap:
        """Return inverse depth at the network's own size; raises `DepthError`."""
        if self._session is None:
            raise DepthError(f"{self.name} is not open")
        tensor = network_input(frame.pixels, STUDENT)
        try:
            (output,) = self._session.run([STUDENT.output_name], {STUDENT.input_name: tensor})
        except Exception as error:  # the runtime's exceptions share no base class of their own
            raise DepthError(f"{self.name} failed ({error})") from error
        where = placement(STUDENT, frame.size)
        depth, matte = (where.cut(plane) for plane in np.asarray(output[0], np.float32))
        return DepthMap(sharpen(depth * np.float32(STUDENT.depth_scale or 1.0), matte), frame.sequence)

    def close(self) -> None:
        """Let go of the session."""
        self._session = None
