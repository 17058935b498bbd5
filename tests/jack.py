"""A real JACK server of our own, and a knob in another process, for the tests that play MIDI."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import ClassVar

import psutil
import pytest

SENDER = """
import sys, time, mido
backend = mido.Backend("mido.backends.rtmidi/UNIX_JACK")
with backend.open_output("out", virtual=True, client_name="knob") as port:
    print("ready", flush=True)
    for line in sys.stdin:
        for value in map(int, line.split()):
            port.send(mido.Message("control_change", control=21, value=value))
            time.sleep(0.001)
        print("sent", flush=True)
"""


class Knob:
    """A knob (controller 21) in another process; its port is called `knob`."""

    def __init__(self) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-c", SENDER], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        assert self._line() == "ready"

    def turn(self, *values: int) -> None:
        assert self.process.stdin is not None
        self.process.stdin.write(" ".join(map(str, values)) + "\n")
        self.process.stdin.flush()
        assert self._line() == "sent"

    def unplug(self) -> None:
        if self.process.poll() is not None:
            return
        assert self.process.stdin is not None
        self.process.stdin.close()
        self.process.wait(10.0)
        assert self.process.stdout is not None
        self.process.stdout.close()

    def _line(self) -> str:
        assert self.process.stdout is not None
        return self.process.stdout.readline().strip()


DEVICE = """
import sys, time, rtmidi
out = rtmidi.MidiOut(rtmidi.API_UNIX_JACK, "X-TOUCH MINI")
lit = rtmidi.MidiIn(rtmidi.API_UNIX_JACK, "X-TOUCH MINI")
out.open_virtual_port("out")
lit.open_virtual_port("in")
print("ready", flush=True)
for line in sys.stdin:
    for message in line.split(";"):
        if message.strip():
            out.send_message([int(word, 16) for word in message.split()])
    time.sleep(0.5)
    got = []
    while (message := lit.get_message()) is not None:
        got.append(" ".join(f"{byte:02x}" for byte in message[0]))
    print(";".join(got), flush=True)
"""


class Device:
    """A controller with lights and rings in another process, and what it was told so far."""

    plugged: ClassVar[list[Device]] = []

    def __init__(self) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-c", DEVICE], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        self.plugged.append(self)
        assert self._line() == "ready"
        self.told: list[str] = []

    def say(self, *messages: str) -> None:
        assert self.process.stdin is not None
        self.process.stdin.write(";".join(messages) + "\n")
        self.process.stdin.flush()
        self.told += filter(None, self._line().split(";"))

    def hears(self, message: str, *saying: str, within_s: float = 20.0) -> bool:
        """Whether it is told this after what was heard before, and while it says something again and again."""
        until = time.monotonic() + within_s
        while message not in self.told and time.monotonic() < until:
            self.say(*saying)
        heard = message in self.told
        self.told = self.told[self.told.index(message) + 1 :] if heard else []
        return heard

    def unplug(self) -> None:
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.plugged.remove(self)
        self.process.stdin.close()
        try:
            self.process.wait(10.0)
        except subprocess.TimeoutExpired:  # its server no longer answers
            self.process.kill()
            self.process.wait(10.0)
        self.process.stdout.close()

    def _line(self) -> str:
        assert self.process.stdout is not None
        return self.process.stdout.readline().strip()


def forget_dead_servers() -> None:
    """Empty JACK's list of servers where none is alive: it keeps those that were killed, and has room for eight."""
    processes = (process.info for process in psutil.process_iter(["name", "status"]))
    if not any(one["name"] == "jackd" and one["status"] != psutil.STATUS_ZOMBIE for one in processes):
        for left in Path("/dev/shm").glob("jack-shm-registry*"):
            left.unlink(missing_ok=True)


@pytest.fixture
def jack_server(jack_process: None) -> Iterator[None]:
    """JACK; a device that a test has left plugged in, since it failed, does not spoil those that follow."""
    yield
    for device in tuple(Device.plugged):
        device.unplug()


@pytest.fixture(scope="session")
def jack_process() -> Iterator[None]:
    """`jackd` with a dummy driver; every process started in the test finds it through the environment."""
    if shutil.which("jackd") is None:
        pytest.skip("jackd is not installed")
    name = f"livefocus{os.getpid()}"
    wanted = {"JACK_DEFAULT_SERVER": name, "JACK_NO_START_SERVER": "1", "JACK_NO_AUDIO_RESERVATION": "1"}
    before = {key: os.environ.get(key) for key in wanted}
    forget_dead_servers()
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
    try:
        server.wait(3.0)
    except subprocess.TimeoutExpired:  # it waits for clients that were killed
        server.kill()
        server.wait(10.0)
    for left in Path("/dev/shm").glob(f"jack*{name}*"):
        left.unlink(missing_ok=True)
    for key, value in before.items():
        if value is None:
            os.environ.pop(key, None)
        else:
            os.environ[key] = value
