"""The depth that came with the frame: built-in scenes, depth cameras."""

from __future__ import annotations

from livefocus.errors import DepthError
from livefocus.frame import DepthMap, Frame


class SceneDepth:
    """Hands on `Frame.inverse_depth`."""

    name = "scene"
    notice = ""
    own_thread = False

    def open(self) -> None:
        """Nothing to load."""

    def estimate(self, frame: Frame) -> DepthMap:
        """Return the frame's own depth; raises `DepthError` where it has none."""
        if frame.inverse_depth is None:
            raise DepthError("this source has no depth of its own", "choose another engine with --depth, such as auto")
        return DepthMap(frame.inverse_depth, frame.sequence)

    def close(self) -> None:
        """Nothing to release."""
