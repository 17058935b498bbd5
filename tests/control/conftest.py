"""A real JACK server of our own, for the tests that send MIDI from another process."""

from __future__ import annotations

import os
import shutil
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest


@pytest.fixture(scope="session")
def jack_server() -> Iterator[None]:
    """`jackd` with a dummy driver; every process started in the test finds it through the environment."""
    if shutil.which("jackd") is None:
        pytest.skip("jackd is not installed")
    name = f"livefocus{os.getpid()}"
    wanted = {"JACK_DEFAULT_SERVER": name, "JACK_NO_START_SERVER": "1", "JACK_NO_AUDIO_RESERVATION": "1"}
    before = {key: os.environ.get(key) for key in wanted}
    os.environ.update(wanted)
    command = ["jackd", "--no-realtime", "--no-mlock", "-n", name, "-t", "5000", "-d", "dummy", "-r", "48000"]
    server = subprocess.Popen([*command, "-p", "1024"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    socket = Path(f"/dev/shm/jack_{name}_{os.getuid()}_0")
    until = time.monotonic() + 10.0
    while not socket.exists() and time.monotonic() < until:
        time.sleep(0.05)
    time.sleep(0.5)  # the socket is there a moment before the server answers
    yield
    server.terminate()
    server.wait(10.0)
    for key, value in before.items():
        if value is None:
            os.environ.pop(key, None)
        else:
            os.environ[key] = value
