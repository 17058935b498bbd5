"""One MIDI input, kept open as long as its device is there.

`take` empties what has arrived and costs next to nothing. `watch` looks after the port itself, about once a second: it
opens the port when it appears, lets go of it when it goes, and takes it up again when it comes back, even under another
number. Listing ports may take milliseconds, so `watch` may run on a thread of its own, `take` on another.
"""

from __future__ import annotations

import itertools
import re
import threading
from collections.abc import Callable

from livefocus.control.midi import MidoBackend
from livefocus.control.midi_bytes import event_of
from livefocus.control.midi_events import MidiEvent
from livefocus.control.midi_ports import CLIENT, Arrivals, InputPort, MidiBackend
from livefocus.errors import ControlError

VIRTUAL_PORT = "in"
THROUGH = re.compile(r"midi through", re.IGNORECASE)
PORT_NUMBER = re.compile(r"\s+\d+(:\d+)?$")
"""What a system puts behind a port's name, and changes when the device is plugged in again."""


class MidiInput:
    """One MIDI input port, kept open as long as the device is there.

    Parameters
    ----------
    port
        A part of its name, in any case; empty for the first there is.
    virtual
        Make a port of our own for others to connect to instead (ALSA, JACK and macOS).
    backend
        The system of ports; tests put in their own.
    prefers
        Tells a port to be taken before others, where none was asked for.

    Attributes
    ----------
    backend
        See above.
    is_own
        Whether it is a port of our own.
    """

    def __init__(
        self,
        port: str = "",
        virtual: bool = False,
        backend: MidiBackend | None = None,
        prefers: Callable[[str], bool] = lambda _: False,
    ) -> None:
        self._wanted = port
        self.is_own = virtual
        self._prefers = prefers
        self.backend = backend or MidoBackend()
        self._port: InputPort | None = None
        self._stem = ""
        self._lock = threading.Lock()
        self._notices: list[str] = []
        self._said = ""
        self._closed = False

    @property
    def name(self) -> str:
        """Return the name of the open port, empty where none is open."""
        port = self._port
        return port.name if port is not None else ""

    @property
    def stem(self) -> str:
        """Return the name of the device it has or had, without the numbers a system puts behind it."""
        return self._stem

    def take(self) -> Arrivals:
        """Return what has arrived since the last call. Never waits, never raises."""
        with self._lock:  # held to the end: `watch`, on another thread, must not close the port under the reading
            port = self._port
            if port is None:
                return Arrivals()
            try:
                return port.pending()
            except OSError:  # the system went away; `watch` will find out
                return Arrivals()

    def poll(self) -> list[MidiEvent]:
        """Return what has arrived as events, without what livefocus does not listen to."""
        return events_of(self.take())

    def watch(self) -> None:
        """Look after the port: open, let go, take up again. Call about once a second. Never raises."""
        try:
            found = self._find()
        except ControlError as error:
            self._swap(None)
            self._say(str(error))
            return
        if found == self.name and self._port is not None:
            return
        if not found:
            lost = self.name
            self._swap(None)
            if lost:
                self._say(f"MIDI: {lost} is gone; it is taken up again when it comes back")
            elif not self._stem:
                self._say(self._not_there())
            return
        try:
            opened = self.backend.open_input(found, self.is_own)
        except ControlError as error:
            self._say(str(error))
            return
        self._stem = stem_of(found)
        self._swap(opened)
        self._say(f"MIDI: listening to {found}")

    def take_notices(self) -> list[str]:
        """Return what the operator should be told since the last call: each state once."""
        with self._lock:
            notices, self._notices = self._notices, []
        return notices

    def close(self) -> None:
        """Close the port and let go of the system; `watch` opens nothing any more."""
        self._closed = True
        self._swap(None)
        self.backend.close()

    def _find(self) -> str:
        """Return the name of the port to have now, empty where it is not there."""
        if self._closed:
            return ""
        if self.is_own:
            return self.name or VIRTUAL_PORT
        names = [name for name in self.backend.input_names() if not name.startswith(CLIENT)]
        if self.name in names:
            return self.name
        for name in names:
            if self._stem and stem_of(name) == self._stem:
                return name
        if self._wanted:
            return next((name for name in names if self._wanted.lower() in name.lower()), "")
        names = sorted((name for name in names if not THROUGH.search(name)), key=lambda name: not self._prefers(name))
        return names[0] if names else ""

    def _not_there(self) -> str:
        if self._wanted:
            return f"MIDI: no port is called '{self._wanted}'; it is taken up when it appears"
        return "MIDI: no device is connected; the first that is will be taken up"

    def _swap(self, port: InputPort | None) -> None:
        with self._lock:
            old, self._port = self._port, port
        if old is not None:
            try:
                old.close()
            except OSError:
                return  # a device that is gone may refuse to be closed: nothing is left to do

    def _say(self, notice: str) -> None:
        """Remember a notice unless it is what was said last."""
        with self._lock:
            if notice != self._said and not self._closed:
                self._notices.append(notice)
                self._said = notice


def events_of(arrivals: Arrivals) -> list[MidiEvent]:
    """Return what arrived as events, without what livefocus does not listen to."""
    ages_s = arrivals.ages_s or itertools.repeat(0.0)
    events = (event_of(message, age_s) for message, age_s in zip(arrivals.messages, ages_s, strict=False))
    return [event for event in events if event is not None]


def stem_of(name: str) -> str:
    """Return a port's name without the numbers a system puts behind it."""
    return PORT_NUMBER.sub("", name)
