"""Runs inside the guest: the whole show on real kernel devices, with everything another process would see written down.

vivid (a V4L2 webcam) → `livefocus run` → pyvirtualcam → v4l2loopback → ffmpeg, while `amidi` and `aplaymidi` turn the
knob through ALSA, the camera is pulled out and put back, and the program is stopped by signals.

It judges nothing: it does, waits and writes `/out/NAME.npy` (pictures) and `/out/notes.json`; `tests/rig/test_guest.py`
judges on the host. Every wait has a limit, after which what is there is written down, so that the judge sees it.

Arguments: the command that starts livefocus.
"""

from __future__ import annotations

import json
import re
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

OUT = Path("/out")
LOOPBACK = "/dev/video10"
WIDTH, HEIGHT = 320, 180
FOCUS_CONTROL = 1
VIVID = Path("/sys/bus/platform/drivers/vivid")
CHECKERS, BARS = 10, 1
"""Test patterns of vivid: squares of 16 pixels; eight colour bars."""

STEP_LIMIT_S = 60.0
"""For one thing to show in the output."""
START_LIMIT_S = 240.0
"""A third of a minute on a quiet machine: Python's imports and the shaders' compilation, all emulated."""
REST_S = 2.5
"""How long focus is left alone after a turn: the smoothed knob creeps on when the picture no longer tells, and the
judge wants to see it rest (`judge.rests`)."""

notes: dict[str, Any] = {}


def note(**what: Any) -> None:
    """Write something down for the judge, and say it on the console."""
    notes.update(what)
    (OUT / "notes.json").write_text(json.dumps(notes, indent=1))
    print(f"[show {time.monotonic():.1f}]", *(f"{name}={str(value)[:300]}" for name, value in what.items()), flush=True)


def wait_for(happened: Callable[[], bool], limit_s: float) -> bool:
    """Wait until it happened; False where it did not within the limit."""
    deadline_s = time.monotonic() + limit_s
    while not happened():
        if time.monotonic() > deadline_s:
            return False
        time.sleep(0.05)
    return True


def system(*command: str) -> subprocess.CompletedProcess[str]:
    """Run a short system command."""
    return subprocess.run(command, capture_output=True, text=True, timeout=STEP_LIMIT_S, check=False)


class Reader:
    """Another program on the loopback camera: ffmpeg, asked for nothing, handing on the bytes as they are (NV12)."""

    def __init__(self) -> None:
        command = f"ffmpeg -hide_banner -loglevel error -f v4l2 -i {LOOPBACK} -f rawvideo -c:v copy -"
        self._log = (OUT / "reader.log").open("ab")
        self.process = subprocess.Popen(command.split(), stdout=subprocess.PIPE, stderr=self._log, bufsize=0)
        self.count = 0
        self.picture: np.ndarray[Any, Any] | None = None
        threading.Thread(target=self._read, name="reader", daemon=True).start()

    def _read(self) -> None:
        assert self.process.stdout
        size = WIDTH * HEIGHT * 3 // 2
        data = b""
        while chunk := self.process.stdout.read(size - len(data)):
            data += chunk
            if len(data) == size:
                self.picture = np.frombuffer(data, np.uint8).reshape(HEIGHT * 3 // 2, WIDTH)
                self.count += 1
                data = b""

    def close(self) -> None:
        self.process.terminate()
        self.process.wait(20)
        self._log.close()

    def settle(self, changed_from: np.ndarray[Any, Any] | None) -> np.ndarray[Any, Any] | None:
        """Return the picture once it is another one and has stood still for two more pictures and half a second."""
        still_since = (0, 0.0)
        last: np.ndarray[Any, Any] | None = None

        def is_settled() -> bool:
            nonlocal still_since, last
            now = self.picture
            if now is None or (changed_from is not None and difference(now, changed_from) < 8):
                return False
            if last is None or difference(now, last) > 2:
                last, still_since = now, (self.count, time.monotonic())
            return self.count >= still_since[0] + 2 and time.monotonic() >= still_since[1] + 0.5

        wait_for(is_settled, STEP_LIMIT_S)
        return self.picture


def difference(one: np.ndarray[Any, Any], other: np.ndarray[Any, Any]) -> int:
    """Return the greatest difference of any byte."""
    return int(np.abs(one.astype(int) - other).max())


def start(command: list[str], name: str, *arguments: str) -> subprocess.Popen[bytes]:
    """Start a livefocus; what it says goes to `/out/NAME.log`."""
    with (OUT / f"{name}.log").open("wb") as log:
        return subprocess.Popen([*command, *arguments], stdout=log, stderr=subprocess.STDOUT)


def end(
    process: subprocess.Popen[bytes],
    name: str,
    with_signal: signal.Signals | None = None,
) -> None:
    """Wait for its end, and write down how it ended and how long that took."""
    started_s = time.monotonic()
    if with_signal is not None:
        process.send_signal(with_signal)
    ended = wait_for(lambda: process.poll() is not None, STEP_LIMIT_S)
    if not ended:
        process.kill()
        process.wait()
    note(**{f"{name}_status": process.returncode if ended else "hung", f"{name}_s": time.monotonic() - started_s})


def prepare_camera(pattern: int) -> str:
    """Choose what the camera shows and return its path, which may be another after it was unplugged."""
    paths = [
        path
        for path in sorted(Path("/dev").glob("video?"))
        if "vivid" in system("v4l2-ctl", "-d", str(path), "--info").stdout
    ]
    path = str(paths[-1])
    system("v4l2-ctl", "-d", path, "-c", f"test_pattern={pattern}", "-c", "osd_text_mode=2")
    return path


def camera_opens(path: str) -> bool:
    """Whether another program gets pictures from the camera now."""
    command = f"v4l2-ctl -d {path} --stream-mmap --stream-count=2 --stream-to=/dev/null"
    return subprocess.run(command.split(), capture_output=True, timeout=STEP_LIMIT_S, check=False).returncode == 0


def sweep(first: int, last: int) -> list[list[int]]:
    """Return the control changes of a knob that is turned from one value to another, as a knob sends them."""
    step = 8 if last > first else -8
    return [[0xB0, FOCUS_CONTROL, value] for value in [*range(first, last, step), last]]


def turn_by_amidi(first: int, last: int) -> None:
    """Turn the knob of the virtual MIDI card: bytes into its raw device, as its cable would bring them."""
    text = " ".join(f"{byte:02X}" for message in sweep(first, last) for byte in message)
    sent = system("amidi", "-p", "hw:0,0", "-S", text)
    note(amidi=(sent.returncode, sent.stderr))


def turn_by_aplaymidi(first: int, last: int) -> None:
    """Turn it by a standard MIDI file played straight into livefocus's own sequencer port."""
    events = b"".join(b"\x04" + bytes(message) for message in sweep(first, last)) + b"\x00\xff\x2f\x00"
    header = b"MThd" + (6).to_bytes(4, "big") + b"\x00\x00\x00\x01\x00\x60"
    (OUT / "turn.mid").write_bytes(header + b"MTrk" + len(events).to_bytes(4, "big") + events)
    ports = system("aplaymidi", "-l").stdout
    found = re.search(r"^ *(\d+:\d+) +(?:livefocus|RtMidiIn)", ports, re.MULTILINE | re.IGNORECASE)
    if not found:
        note(aplaymidi=("no port of livefocus", ports))
        return
    sent = system("aplaymidi", "-d", "0", "-p", found[1], str(OUT / "turn.mid"))
    note(aplaymidi=(sent.returncode, sent.stderr))


def keep(name: str, picture: np.ndarray[Any, Any] | None) -> None:
    """Write a picture down for the judge."""
    if picture is not None:
        np.save(OUT / f"{name}.npy", picture)
    note(**{name: "kept" if picture is not None else "no picture"})


def halves() -> Path:
    """Make the depth of this show: the left half near, the right half far."""
    depth = np.full((HEIGHT, WIDTH), 0.1, np.float32)
    depth[:, : WIDTH // 2] = 0.9
    np.save(OUT / "halves.npy", depth)
    return OUT / "halves.npy"


def pull_focus(reader: Reader) -> None:
    """Turn the knob to the near half, then to the far half."""
    first = reader.settle(None)
    keep("first", first)
    turn_by_amidi(8, 0)  # the knob is picked up where it passes the plane of focus: let it be seen on one side first
    count = reader.count
    wait_for(lambda: reader.count >= count + 3, STEP_LIMIT_S)
    turn_by_amidi(0, 114)
    near = reader.settle(first)
    keep("near", near)
    time.sleep(REST_S)
    turn_by_aplaymidi(114, 13)
    keep("far", reader.settle(near))
    time.sleep(REST_S)


def offend(command: list[str], camera: str) -> dict[str, subprocess.Popen[bytes]]:
    """Start two more shows: one wants the camera that the show has, one a camera that is not there."""
    processes = {}
    for name, wanted in (("busy", camera), ("missing", "/dev/video7")):
        arguments = f"--source camera:{wanted} --depth constant:0.5 --sink null --seconds 1 --midi none"
        processes[name] = start(command, name, "run", *arguments.split())
    return processes


def unplug_and_return(reader: Reader) -> str:
    """Pull the camera out, look whether pictures go on, put it back showing something else; return its path."""
    keep("before_unplug", reader.picture)
    (VIVID / "unbind").write_text("vivid.0")
    time.sleep(4)
    count = reader.count
    wait_for(lambda: reader.count >= count + 3, STEP_LIMIT_S)
    note(pictures_while_unplugged=reader.count - count, camera_there_while_unplugged=Path("/dev/video0").exists())
    keep("while_unplugged", reader.picture)
    held = reader.picture
    (VIVID / "bind").write_text("vivid.0")
    wait_for(lambda: any("vivid" in path.read_text() for path in Path("/sys/class/video4linux").glob("*/name")), 20)
    camera = prepare_camera(BARS)
    far = reader.settle(held)
    keep("bars_far", far)
    turn_by_amidi(13, 114)
    keep("bars_near", reader.settle(far))
    time.sleep(REST_S)
    return camera


def stop_second_show(command: list[str], camera: str) -> None:
    """Record only, then stop by SIGTERM."""
    arguments = ["--source", f"camera:{camera}", "--size", f"{WIDTH}x{HEIGHT}", "--depth", "constant:0.5"]
    sinks = ["--sink", "file:/out/second.mp4", "--trace", "/out/second.csv", "--midi", "none"]
    process = start(command, "second", "run", *arguments, *sinks)
    recorded = OUT / "second.mp4"
    began = wait_for(recorded.exists, START_LIMIT_S)
    time.sleep(5)
    note(second_began=began)
    end(process, "second", signal.SIGTERM)
    note(camera_opens_after_sigterm=camera_opens(camera))


def main(command: list[str]) -> None:
    """Run the show and write down what happened."""
    camera = prepare_camera(CHECKERS)
    arguments = ["--source", f"camera:{camera}", "--size", f"{WIDTH}x{HEIGHT}", "--depth", f"sidecar:{halves()}"]
    arguments += ["--blur-px", "32", "--focus", "0.5", "--midi", "VirMIDI", "--trace", "/out/trace.csv"]
    process = start(
        command, "show", "run", *arguments, "--sink", f"virtualcam:{LOOPBACK}", "--sink", "file:/out/show.mp4"
    )
    has_camera = wait_for(lambda: "listening to" in (OUT / "show.log").read_text(), START_LIMIT_S)
    note(show_has_camera=has_camera)  # a show opens its source before its MIDI port
    offenders = offend(command, camera)  # while the show compiles its shaders, which keeps one processor busy only
    feeds = wait_for(lambda: "Video Capture" in system("v4l2-ctl", "-d", LOOPBACK, "--info").stdout, START_LIMIT_S)
    note(loopback_is_fed=feeds, loopback_format=system("v4l2-ctl", "-d", LOOPBACK, "--get-fmt-video").stdout)
    for name, offender in offenders.items():
        end(offender, name)
        note(**{f"{name}_says": (OUT / f"{name}.log").read_text()})
    if not feeds:
        process.kill()
        process.wait()
        sys.exit("the show did not begin")
    reader = Reader()
    wait_for(lambda: reader.count >= 2, STEP_LIMIT_S)
    pull_focus(reader)
    camera = unplug_and_return(reader)
    end(process, "show", signal.SIGINT)
    note(camera_opens_after_sigint=camera_opens(camera), pictures_read=reader.count)
    reader.close()
    note(loopback_takes_pictures_again="Video Output" in system("v4l2-ctl", "-d", LOOPBACK, "--info").stdout)
    stop_second_show(command, camera)
    note(finished=True)


if __name__ == "__main__":
    main(sys.argv[1:])
