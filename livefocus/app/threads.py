"""Every thread of a show: named, started here and nowhere else, and gone when the show is."""

from __future__ import annotations

import sys
import threading
from collections.abc import Callable
from types import TracebackType

from livefocus.errors import LivefocusError

JOIN_WITHIN_S = 5.0
"""A thread inside a driver's call that does not come back is left to die with the process."""

TURN_S = 0.0005
"""How long a thread keeps Python to itself while another waits. Depth comes back from C fifty times a map: at Python's
own 5 ms it waits longer for its turns than it works."""


class Crew:
    """Runs steps on threads of their own until they say they are done, or the show stops.

    Parameters
    ----------
    notify
        Takes one line where a step dies of something nobody foresaw.
    """

    def __init__(self, notify: Callable[[str], None]) -> None:
        self._notify = notify
        self._threads: list[tuple[threading.Thread, Callable[[], None]]] = []
        self._turn_before_s = sys.getswitchinterval()

    def start(
        self, name: str, step: Callable[[], bool], close: Callable[[], None], stop: Callable[[], None] | None = None
    ) -> threading.Thread:
        """Call `step` again and again on a thread until it returns False, then `close`.

        Parameters
        ----------
        name
            Of the thread, for whoever debugs.
        step, close
            See above; both run on the thread.
        stop
            Makes `step` return False soon: it may still finish what is queued. None: it is not called again.
        """
        stopping = threading.Event()
        target = (lambda: self._work(name, step, close)) if stop else (lambda: self._work(name, step, close, stopping))
        thread = threading.Thread(target=target, name=f"livefocus-{name}", daemon=True)
        self._threads.append((thread, stop or stopping.set))
        thread.start()
        return thread

    def stop(self) -> None:
        """Ask all to stop, in the order they were started, and wait for them."""
        for _, stop in self._threads:
            stop()
        for thread, _ in self._threads:
            thread.join(JOIN_WITHIN_S)
            if thread.is_alive():
                self._notify(f"{thread.name} does not stop; it is left behind")
        self._threads.clear()

    def __enter__(self) -> Crew:
        """Let threads take short turns; return itself."""
        sys.setswitchinterval(TURN_S)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Stop all, however the show ended."""
        self.stop()
        sys.setswitchinterval(self._turn_before_s)

    def _work(
        self,
        name: str,
        step: Callable[[], bool],
        close: Callable[[], None],
        stopping: threading.Event | None = None,
    ) -> None:
        try:
            while not (stopping and stopping.is_set()) and step():
                pass
        except LivefocusError as error:
            self._notify(str(error))
        except Exception as error:
            self._notify(f"the {name} thread failed ({type(error).__name__}: {error}); the show goes on without it")
        finally:
            close()
