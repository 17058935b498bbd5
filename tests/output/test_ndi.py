"""NDI for real: NDI's own library sends and receives on this machine's loopback, without multicast."""

from __future__ import annotations

import importlib.util
import json
import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from livefocus.frame import PixelFormat
from livefocus.output.ndi import NdiSink

CHILD = Path(__file__).with_name("ndi_child.py")
CONFIG = {"ndi": {"machinename": "rig", "networks": {"ips": "127.0.0.1,", "discovery": ""}}}
"""Ask this machine itself which sources there are; the usual way, mDNS, needs a daemon."""


@pytest.mark.skipif(importlib.util.find_spec("cyndilib") is None, reason="the extra 'ndi' is not installed")
@pytest.mark.parametrize("size", [(320, 180), (1280, 720)], ids=["SD as RGB", "HD as NV12"])
def test_what_is_received_is_what_was_sent(tmp_path: Path, size: tuple[int, int]) -> None:
    (tmp_path / "ndi-config.v1.json").write_text(json.dumps(CONFIG))
    done = subprocess.run(
        [sys.executable, str(CHILD), *map(str, size)],
        env={**os.environ, "NDI_CONFIG_DIR": str(tmp_path), "PYTHONPATH": os.pathsep.join(["", *sys.path])},
        cwd=Path(__file__).parents[2],
        capture_output=True,
        text=True,
        timeout=180,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    got = json.loads(done.stdout.splitlines()[-1])
    assert tuple(got["size"]) == size
    top, bottom = got["means"]
    assert np.abs(np.array(top) - got["sent"]).max() <= 5, got
    assert max(bottom) <= 3, "the right way up"


@pytest.mark.parametrize(
    ("size", "first"),
    [
        ((720, 576), PixelFormat.RGB24),
        ((1280, 720), PixelFormat.NV12),
        ((1920, 1080), PixelFormat.NV12),
        ((1279, 719), PixelFormat.RGB24),
        ((3840, 2160), PixelFormat.RGB24),
        ((720, 1280), PixelFormat.RGB24),
    ],
)
def test_yuv_is_sent_only_where_receivers_take_it_for_bt_709(size: tuple[int, int], first: PixelFormat) -> None:
    assert NdiSink().formats(size)[0] is first
