"""OpenCV's own log, kept off the user's terminal: every failure is told by us, in one line."""

from __future__ import annotations

from livefocus.opencv import cv2


def quiet_opencv() -> None:
    """Silence OpenCV's log. Cheap: call it before each use that may fail."""
    cv2.utils.logging.setLogLevel(cv2.utils.logging.LOG_LEVEL_SILENT)
