from __future__ import annotations

import cv2
import numpy as np

from livefocus.control.remote.pairing import qr_text
from tests.control.remote.stage import Stage


def test_the_code_in_the_terminal_can_be_scanned(wide_stage: Stage) -> None:
    url = wide_stage.server.pairing_url
    halves = {"█": (255, 255), "▀": (255, 0), "▄": (0, 255), " ": (0, 0)}
    lines = [line for line in qr_text(url).splitlines() if line]
    rows = [[halves[char][half] for char in line] for line in lines for half in (0, 1)]
    picture = np.kron(np.array(rows, np.uint8), np.ones((8, 8), np.uint8))
    picture = np.pad(picture, 32, constant_values=255)
    read, _, _ = cv2.QRCodeDetector().detectAndDecode(picture)
    assert read == url


def test_the_address_is_one_others_can_reach(wide_stage: Stage, stage: Stage) -> None:
    assert "0.0.0.0" not in wide_stage.server.pairing_url
    assert stage.server.pairing_url == f"http://127.0.0.1:{stage.port}/"
