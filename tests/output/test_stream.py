"""Streams over loopback: sent by livefocus, received by the program ffmpeg, looked at picture by picture."""

from __future__ import annotations

import itertools
import os
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import pytest

from livefocus.capture.video import VideoSource
from livefocus.errors import SinkError
from livefocus.frame import Picture, PixelFormat
from livefocus.output import relay
from livefocus.output.sink_worker import SinkWorker
from livefocus.output.stream import StreamSink
from livefocus.output.stream_address import parse_stream
from livefocus.timing import SystemClock
from tests.output.test_recorder import COLOUR, SIZE, flat_nv12

WITHIN_S = 90.0
needs_ffmpeg = pytest.mark.skipif(shutil.which("ffmpeg") is None, reason="the program ffmpeg is not installed")


def free_port(kind: socket.SocketKind = socket.SOCK_STREAM) -> int:
    with socket.socket(socket.AF_INET, kind) as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])


def time_of(number: int) -> float:
    """When a picture is: unevenly, as in a real show, which is what the receiver must see."""
    return 500.0 + number * 0.04 + (number % 3) * 0.01


@contextmanager
def receiver(url: str, path: Path, *, listen: bool = False, seconds: float = 2.5) -> Iterator[subprocess.Popen[str]]:
    """Receive so much of a stream into a file, as it comes."""
    command = ["ffmpeg", "-hide_banner", "-loglevel", "error", *(["-listen", "1"] if listen else [])]
    command += ["-i", url, "-c", "copy", "-t", str(seconds), "-y", str(path)]
    with subprocess.Popen(command, stdin=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True) as process:
        try:
            yield process
        finally:
            process.kill()


def wait_for(happened: Callable[[], object]) -> None:
    until_s = time.monotonic() + WITHIN_S
    while not happened():
        assert time.monotonic() < until_s, "waited too long"
        time.sleep(0.02)


def open_when_there(sink: StreamSink | SinkWorker, size: tuple[int, int] = SIZE) -> None:
    """Open, as soon as the receiver listens."""

    def opened() -> bool:
        try:
            sink.open(size, 25.0, PixelFormat.NV12)
        except SinkError:
            return False
        return True

    wait_for(opened)


def send_until(sink: StreamSink, over: Callable[[], object]) -> None:
    """Send pictures until the receiver has enough, which breaks what is connected."""
    until_s = time.monotonic() + WITHIN_S
    for number in range(100_000):
        assert time.monotonic() < until_s, "the receiver does not get enough"
        if over():
            return
        try:
            sink.send(flat_nv12(number, time_of(number)))
        except SinkError:
            wait_for(over)
            return
        time.sleep(0.02)


def check(path: Path) -> None:
    """See that what was received is what was sent: colours, and the times between pictures."""
    source = VideoSource(path)
    source.open()
    frames = list(iter(source.read, None))
    source.close()
    assert len(frames) >= 15
    for frame in frames:
        assert np.abs(frame.pixels.astype(int) - COLOUR).max() <= 5
    steps_s = np.diff([frame.media_time_s for frame in frames])
    assert set(np.round(steps_s, 2)) == {0.02, 0.05}, steps_s
    pattern = "".join("-" if step_s < 0.03 else "+" for step_s in steps_s)
    assert pattern in "++-" * len(frames), "the order of steps is that of the pictures"


@needs_ffmpeg
@pytest.mark.parametrize("kind", ["udp", "tcp", "rtmp", "srt"])
def test_what_is_received_is_what_was_sent(tmp_path: Path, kind: str) -> None:
    port = free_port(socket.SOCK_DGRAM if kind in ("udp", "srt") else socket.SOCK_STREAM)
    here = f"{kind}://127.0.0.1:{port}"
    there = {
        "udp": here,
        "tcp": f"{here}?listen=1",
        "rtmp": f"{here}/live/key",
        "srt": f"{here}?mode=listener",
    }[kind]
    sink = StreamSink(f"{here}/live/key" if kind == "rtmp" else here)
    with receiver(there, tmp_path / "got.mkv", listen=kind == "rtmp") as process:
        open_when_there(sink)
        send_until(sink, lambda: process.poll() is not None)
        sink.close()
        assert process.stderr is not None
        said = process.stderr.read()
        assert process.returncode == 0, said
    check(tmp_path / "got.mkv")


@needs_ffmpeg
def test_srt_that_waits_to_be_called_holds_nothing_up(tmp_path: Path) -> None:
    port = free_port(socket.SOCK_DGRAM)
    sink = StreamSink(f"srt://127.0.0.1:{port}?mode=listener")
    sink.open(SIZE, 25.0, PixelFormat.NV12)
    before = 0
    while sink.dropped < 50:  # nobody has called: what does not fit the pipe is left out
        sink.send(flat_nv12(before, time_of(before) - 1000.0))
        before += 1
        assert before < 20_000
    with receiver(f"srt://127.0.0.1:{port}", tmp_path / "got.mkv") as process:
        send_until(sink, lambda: process.poll() is not None)
        assert process.returncode == 0
    sink.close()
    source = VideoSource(tmp_path / "got.mkv")
    source.open()
    frames = list(iter(source.read, None))
    assert len(frames) > 15
    assert np.abs(frames[-1].pixels.astype(int) - COLOUR).max() <= 5


@needs_ffmpeg
@pytest.mark.parametrize("kind", ["tcp", "srt"])
def test_a_stream_that_breaks_off_is_taken_up_again(tmp_path: Path, kind: str) -> None:
    port = free_port(socket.SOCK_DGRAM if kind == "srt" else socket.SOCK_STREAM)
    here = f"{kind}://127.0.0.1:{port}"
    there = f"{here}?{'mode=listener' if kind == 'srt' else 'listen=1'}"
    said: list[str] = []
    sink = StreamSink(here)
    worker = SinkWorker(sink, SystemClock(), notify=said.append)

    numbers = itertools.count()

    def show_until(happened: Callable[[], object]) -> None:
        until_s = time.monotonic() + WITHIN_S
        while not happened():
            assert time.monotonic() < until_s, said
            number = next(numbers)
            worker.offer(flat_nv12(number, time_of(number)))
            worker.step()
            time.sleep(0.02)

    with receiver(there, tmp_path / "first.mkv") as first:
        open_when_there(worker)
        show_until(lambda: first.poll() is not None and said)
    assert "is dropped and tried again" in said[0]
    with receiver(there, tmp_path / "second.mkv") as second:
        show_until(lambda: second.poll() is not None)
    worker.close()
    assert any("is back" in line for line in said)
    check(tmp_path / "second.mkv")


@needs_ffmpeg
@pytest.mark.skipif(os.name == "nt", reason="nothing can be frozen there")
@pytest.mark.parametrize("kind", ["tcp", "rtmp", "srt"])
def test_a_peer_that_falls_silent_is_given_up(tmp_path: Path, kind: str) -> None:
    port = free_port(socket.SOCK_DGRAM if kind == "srt" else socket.SOCK_STREAM)
    here = f"{kind}://127.0.0.1:{port}" + ("/live/key" if kind == "rtmp" else "")
    there = {"tcp": f"{here}?listen=1", "rtmp": here, "srt": f"{here}?mode=listener"}[kind]
    sink = StreamSink(f"{here}#kbps=200000")
    noise = np.random.default_rng(7).integers(16, 235, (8, 640 * 480 * 3 // 2), np.uint8)
    numbers = itertools.count()

    def send(seconds: float, most: int = 1_000_000) -> None:
        until_s = time.monotonic() + seconds
        for number in itertools.islice(numbers, most):
            sink.send(Picture(noise[number % 8].copy(), PixelFormat.NV12, (640, 480), number / 25, number))
            if time.monotonic() > until_s:
                return

    with receiver(there, tmp_path / "got.mkv", listen=kind == "rtmp", seconds=1e6) as process:
        open_when_there(sink, (640, 480))
        send(WITHIN_S, most=10)
        process.send_signal(signal.SIGSTOP)
        with pytest.raises(SinkError, match=r"has broken off \(.+\)"):
            send(WITHIN_S)
        sink.close()


def test_nobody_there_is_one_line_without_the_key() -> None:
    sink = StreamSink(f"rtmp://127.0.0.1:{free_port()}/live/secret-key?user=secret-user")
    with pytest.raises(
        SinkError, match=r"cannot stream to stream:rtmp://127\.0\.0\.1:\d+/live/….*is anybody"
    ) as caught:
        sink.open(SIZE, 25.0, PixelFormat.NV12)
    assert "secret" not in str(caught.value)
    sink.close()


@needs_ffmpeg
def test_nobody_there_over_srt_is_one_line_without_the_passphrase() -> None:
    sink = StreamSink(f"srt://127.0.0.1:{free_port(socket.SOCK_DGRAM)}?passphrase=secret-phrase&pbkeylen=16")
    with pytest.raises(SinkError, match=r"stream:srt://127\.0\.0\.1:\d+ does not answer \(.+\): is anybody") as caught:
        sink.open(SIZE, 25.0, PixelFormat.NV12)
    assert "secret" not in str(caught.value)
    assert "\n" not in str(caught.value)
    sink.close()


def test_no_program_for_srt_says_what_works(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(relay, "find_program", lambda: None)
    with pytest.raises(SinkError, match=r"PyAV has no SRT here.*: install the program ffmpeg .* or send stream:udp://"):
        StreamSink("srt://127.0.0.1:5000").open(SIZE, 25.0, PixelFormat.NV12)


@pytest.mark.parametrize(
    ("text", "url", "name", "muxer"),
    [
        ("udp://10.0.0.2:5004", "udp://10.0.0.2:5004?pkt_size=1316", "udp://10.0.0.2:5004", "mpegts"),
        ("udp://239.0.0.1:5004?ttl=4", "udp://239.0.0.1:5004?ttl=4&pkt_size=1316", "udp://239.0.0.1:5004", "mpegts"),
        ("rtp://10.0.0.2:5004?pkt_size=1200", "rtp://10.0.0.2:5004?pkt_size=1200", "rtp://10.0.0.2:5004", "rtp_mpegts"),
        ("tcp://host:5004", "tcp://host:5004?timeout=4000000", "tcp://host:5004", "mpegts"),
        ("srt://:5005?mode=listener", "srt://:5005?mode=listener", "srt://:5005", "mpegts"),
        ("srt://[::1]:5005", "srt://[::1]:5005", "srt://[::1]:5005", "mpegts"),
        ("rtmp://host/app/key", "rtmp://host/app/key", "rtmp://host/app/…", "flv"),
        (
            "rtmps://me:word@host:443/app/key?a=b",
            "rtmps://me:word@host:443/app/key?a=b",
            "rtmps://host:443/app/…",
            "flv",
        ),
        ("rtmp://host/app/$STREAM_KEY", "rtmp://host/app/live_1$2", "rtmp://host/app/…", "flv"),
    ],
)
def test_addresses(monkeypatch: pytest.MonkeyPatch, text: str, url: str, name: str, muxer: str) -> None:
    monkeypatch.setenv("STREAM_KEY", "live_1$2")
    address = parse_stream(text)
    assert (address.url, address.name, address.muxer) == (url, f"stream:{name}", muxer)
    assert address.waits_for_callers == ("listener" in text)


def test_the_bits_a_second_suit_the_picture_unless_said() -> None:
    assert parse_stream("udp://host:1").most_kbps((1920, 1080), 30.0) == 6221
    assert parse_stream("udp://host:1").most_kbps((64, 48), 0.0) == 200
    address = parse_stream("rtmp://host/app/key#kbps=4500")
    assert (address.kbps, address.url) == (4500, "rtmp://host/app/key")


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "'' is no way to stream: give stream:srt://"),
        ("host:5004", "'host' is no way to stream"),
        ("http://host/x", "'http' is no way to stream"),
        ("udp://:5004", "over udp lacks a host"),
        ("udp://host", "stream:udp://host lacks a port"),
        ("srt://host:99999", "has no such port"),
        ("rtmp://host", "lacks what comes behind the host"),
        ("rtmp://host/app/$NOBODY_SET_THIS", r"there is no \$NOBODY_SET_THIS in the environment"),
        ("rtmp://host/app/a$", "stands for nothing: write"),
        ("udp://host:1#kbps=fast", "'#kbps=fast' says nothing about a stream"),
        ("udp://host:1#mbps=3", "says nothing"),
    ],
)
def test_what_is_no_address(text: str, reason: str) -> None:
    with pytest.raises(SinkError, match=reason) as caught:
        StreamSink(text)
    assert "\n" not in str(caught.value)
