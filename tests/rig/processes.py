"""Starting and stopping other programs, each wait with a limit, nothing left running."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Self

import livefocus

LIVEFOCUS = [sys.executable, "-m", "livefocus"]


def environment_with(extra: Mapping[str, str] | None = None) -> dict[str, str]:
    """Return this process's environment, such that another Python finds the very livefocus that is tested."""
    where = str(Path(livefocus.__file__).resolve().parents[1])
    return {**os.environ, "PYTHONPATH": where, "PYTHONUNBUFFERED": "1", **(extra or {})}


def wait_for(happened: Callable[[], bool], limit_s: float) -> bool:
    """Wait until it happened; False where it did not within the limit."""
    deadline_s = time.monotonic() + limit_s
    while not happened():
        if time.monotonic() > deadline_s:
            return False
        time.sleep(0.05)
    return True


class Program:
    """A program of its own, its output in a file; ended with its children when the `with` ends.

    Attributes
    ----------
    log
        File with everything it said.
    """

    def __init__(
        self,
        command: list[str],
        log: Path,
        environment: Mapping[str, str] | None = None,
        *,
        pass_fds: tuple[int, ...] = (),
    ) -> None:
        self.log = log
        self._log = log.open("wb")
        self.process = subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=self._log,
            stderr=subprocess.STDOUT,
            env=environment_with(environment),
            start_new_session=True,
            pass_fds=pass_fds,
            cwd=log.parent,
        )

    def __enter__(self) -> Self:
        """Return itself: it runs already."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """End it, asking first."""
        try:
            if self.running:
                self.process.terminate()
                wait_for(lambda: not self.running, 10)
            if self.running:
                os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait(10)
        finally:
            assert self.process.stdin
            self.process.stdin.close()
            self._log.close()

    @property
    def running(self) -> bool:
        """Whether it has not ended."""
        return self.process.poll() is None

    @property
    def said(self) -> str:
        """Everything it said so far."""
        return self.log.read_text(errors="replace")

    def has_said(self, what: str, times: int = 1) -> bool:
        """Whether it has said something so many times."""
        return self.said.count(what) >= times

    def tell(self, line: str) -> None:
        """Write a line to its standard input."""
        assert self.process.stdin
        self.process.stdin.write(f"{line}\n".encode())
        self.process.stdin.flush()

    def wait_until(self, happened: Callable[[], bool], limit_s: float, what: str) -> None:
        """Wait for something; fails with what the program said where it ends first or the time is up."""
        wait_for(lambda: happened() or not self.running, limit_s)
        assert happened(), f"{what}: not within {limit_s} s; it said:\n{self.said[-2000:]}"

    def end(self, limit_s: float, with_signal: signal.Signals | None = None) -> int:
        """Wait for its own end, after a signal where one is given; returns its exit status."""
        if with_signal is not None:
            self.process.send_signal(with_signal)
        assert wait_for(lambda: not self.running, limit_s), f"did not end within {limit_s} s:\n{self.said[-2000:]}"
        return int(self.process.returncode)


@contextmanager
def virtual_screen(log: Path) -> Iterator[str]:
    """Start an X server with a screen of 1280 × 800 that nobody sees; its `DISPLAY`."""
    read_end, write_end = os.pipe()
    command = ["Xvfb", "-displayfd", str(write_end), "-screen", "0", "1280x800x24", "-nolisten", "tcp"]
    with Program(command, log, pass_fds=(write_end,)) as server, os.fdopen(read_end) as told:
        os.close(write_end)
        number = told.readline().strip()  # written once the server is ready; empty where it ends before
        assert number, f"Xvfb does not start: {server.said}"
        yield f":{number}"
