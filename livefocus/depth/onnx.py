"""Depth from a network, through ONNX Runtime.

Loads verified weights from the store, picks the best execution provider that is there, and turns pictures into inverse
depth on one fixed scale. What each network wants is `network.py`. Leaves smoothing over time to `stabilise.py`.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import onnxruntime
from numpy.typing import NDArray

from livefocus.depth.guard import picture_is_flat
from livefocus.depth.network import Anchor, Network, network_input, placement
from livefocus.depth.store import ModelStore
from livefocus.errors import DepthError, ModelError
from livefocus.frame import DepthMap, Frame

PROVIDERS_BEST_FIRST = (
    "CUDAExecutionProvider",
    "MIGraphXExecutionProvider",
    "ROCMExecutionProvider",
    "DmlExecutionProvider",
    "CoreMLExecutionProvider",
    "OpenVINOExecutionProvider",
    "CPUExecutionProvider",
)

SILENT = 4
"""ONNX Runtime's severity 'fatal': what matters comes back as an exception and becomes an error of ours."""

DEFAULT_THREADS = 1
"""One thread leaves the other cores to the picture: on two cores TCSmallNet takes 8.0 ms on one, 6.8 ms on both."""


def providers() -> list[str]:
    """Return the execution providers that are there, best first, the processor last."""
    available = set(onnxruntime.get_available_providers())
    return [name for name in PROVIDERS_BEST_FIRST if name in available]


def make_session(weights: bytes, name: str, threads: int = DEFAULT_THREADS) -> Any:
    """Return an ONNX Runtime session for verified weights.

    Raises
    ------
    ModelError
        Where the runtime does not take them.
    """
    onnxruntime.set_default_logger_severity(SILENT)
    options = onnxruntime.SessionOptions()
    options.log_severity_level = SILENT
    options.intra_op_num_threads = threads
    options.inter_op_num_threads = 1
    # Planned memory is one more block beside what the first run has taken: 12 MB for TCSmallNet, and no faster.
    options.enable_mem_pattern = False
    # A worker that spins while it waits takes the core the renderer needs.
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    options.add_session_config_entry("session.inter_op.allow_spinning", "0")
    try:
        return onnxruntime.InferenceSession(weights, options, providers=providers())
    except Exception as error:  # the runtime's exceptions share no base class of their own
        raise ModelError(f"ONNX Runtime cannot load '{name}' ({error})", "update onnxruntime") from error


class OnnxDepth:
    """A depth network from the store.

    Parameters
    ----------
    network
        Its signature.
    store
        Where its weights are.
    threads
        Processor threads a map may use.
    """

    notice = ""
    own_thread = True

    def __init__(self, network: Network, store: ModelStore, *, threads: int = DEFAULT_THREADS) -> None:
        self.name = network.name
        self.provider = ""
        self._network = network
        self._store = store
        self._threads = threads
        self._session: Any = None
        self._anchor: Anchor | None = None

    def open(self) -> None:
        """Load and check the network; raises `ModelError`."""
        session = make_session(self._store.load(self.name), self.name, self._threads)
        tensors = {tensor.name for tensor in (*session.get_inputs(), *session.get_outputs())}
        missing = {self._network.input_name, self._network.output_name} - tensors
        if missing:
            raise ModelError(f"'{self.name}' has no tensor {', '.join(sorted(missing))}", "it is another network")
        self.provider = session.get_providers()[0]
        self._session = session

    def estimate(self, frame: Frame) -> DepthMap:
        """Return inverse depth at the network's own size; raises `DepthError`."""
        whole = self._run(network_input(frame.pixels, self._network))
        output = placement(self._network, frame.size).cut(whole)
        return DepthMap(self._to_inverse_depth(output, frame), frame.sequence)

    def close(self) -> None:
        """Let go of the session."""
        self._session = None
        self._anchor = None

    def _run(self, tensor: NDArray[np.float32]) -> NDArray[np.float32]:
        if self._session is None:
            raise DepthError(f"{self.name} is not open")
        try:
            (output,) = self._session.run([self._network.output_name], {self._network.input_name: tensor})
        except Exception as error:
            raise DepthError(f"{self.name} failed ({error})") from error
        plane = np.asarray(output, np.float32)
        return plane.reshape(plane.shape[-2:])

    def _to_inverse_depth(self, output: NDArray[np.float32], frame: Frame) -> NDArray[np.float32]:
        """Apply the network's own scale, or the one the first picture set; never one of each frame's own."""
        if self._network.depth_scale is not None:
            return output * np.float32(self._network.depth_scale)
        if not np.isfinite(output).all():
            return output  # the guard says what is wrong with it
        anchor = self._anchor or Anchor.of(output)
        if not picture_is_flat(frame):  # a lens cap must not set the scale of the evening
            self._anchor = anchor
        return output * np.float32(anchor.scale) + np.float32(anchor.shift)
