"""OSC both ways: a UDP port that takes actions, and tells those who asked how the show stands.

OSC knows no passwords: whoever can send to the port can move focus. It is this machine's alone unless another address
is asked for in so many words. Nothing is sent to anybody who did not ask, and a lease runs out.
"""

from __future__ import annotations

import math
import socket
import threading
import time
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from livefocus.control.actions import Action
from livefocus.control.osc_packets import Message, read_packet, write_packet
from livefocus.control.osc_words import PREFIX, SUBSCRIBE, UNSUBSCRIBE, Values, action_of, values_of
from livefocus.control.remote.address import Address
from livefocus.control.show_state import ShowState
from livefocus.control.surface import Inbox
from livefocus.errors import ControlError
from livefocus.timing import Latest

LEASE_S = 60.0
"""So long a subscriber is told without asking again."""
MOST_SUBSCRIBERS = 16
TELL_EVERY_S = 1.0 / 30.0
IDLE_S = 0.2
"""So long it waits for a packet while nobody is to be told anything."""
PACKETS_A_ROUND, ROUND_S = 128, 1.0 / 60.0
"""So many packets are taken in so long, 7 680 a second: a flood waits in the system's buffer, or is lost there."""
MOST_SAID = 30
"""So many different complaints are said; whoever sends worse is left to their own log."""
LONGEST_SAID = 240
HAND_FOR_S = 0.5
"""So long after its last message a finger is taken to be on a fader: it is not told where focus is meanwhile."""
MESSAGE = f"{PREFIX}/state/message"

Peer = tuple[str, int]


@dataclass(slots=True)
class _Subscriber:
    """Somebody who is told how the show stands, and what they know already."""

    until_s: float
    knows: dict[str, float | str] = field(default_factory=dict)

    def take_news(self, values: Values, under_hand: set[str]) -> list[tuple[str, float | str]]:
        """Return what they do not know yet, and take it for known."""
        news = [
            (address, value)
            for address, value in values.items()
            if self.knows.get(address) != value and address not in under_hand
        ]
        self.knows.update(news)
        return news


class OscSurface:
    """A UDP port that speaks OSC; see `control.surface.Surface`.

    Parameters
    ----------
    wanted
        Where to listen; port 0 for any that is free.
    notify
        Takes one line for the operator; may be called from any thread.
    to
        Who is told without asking.
    now_s
        The time.

    Raises
    ------
    ControlError
        The port cannot be had, or nobody is known by the name of one who is to be told.

    Attributes
    ----------
    address
        Where it listens.
    """

    name = "osc"

    def __init__(
        self,
        wanted: Address,
        notify: Callable[[str], None],
        to: Sequence[Address] = (),
        now_s: Callable[[], float] = time.monotonic,
    ) -> None:
        self._notify = notify
        self._now_s = now_s
        told = [_resolved(one, _family(wanted)) for one in to]
        self._socket = _bound(wanted)
        self.address = Address(wanted.host, self._socket.getsockname()[1])
        self._inbox = Inbox()
        self._states: Latest[ShowState] = Latest()
        self._messages: deque[str] = deque(maxlen=64)
        self._told_at_s = -math.inf
        self._said: set[str] = set()
        self._touched: dict[tuple[str, str], float] = {}
        self._stopping = threading.Event()
        self._subscribers = {peer: _Subscriber(math.inf) for peer in told}

    def take_actions(self) -> list[Action]:
        """See `Surface`."""
        return self._inbox.take()

    def publish(self, state: ShowState) -> None:
        """See `Surface`."""
        if self._subscribers:
            self._messages.extend(state.messages)
        self._states.put(state)

    def step(self) -> bool:
        """Take what has arrived and tell what has changed; for a thread of its own."""
        self._socket.settimeout(TELL_EVERY_S if self._subscribers else IDLE_S)
        for _ in range(PACKETS_A_ROUND):
            try:
                packet, peer = self._socket.recvfrom(1 << 16)
            except OSError:  # nothing more for now; or Windows tells that somebody has closed their port
                break
            self.take_packet(packet, (peer[0], peer[1]))
            self._socket.settimeout(0.0)
        else:
            self._stopping.wait(ROUND_S)
        self._socket.settimeout(TELL_EVERY_S)
        self._tell()
        return not self._stopping.is_set()

    def stop(self) -> None:
        """Make `step` return False soon. May be called from any thread."""
        self._stopping.set()

    def close(self) -> None:
        """Give the port back."""
        self._socket.close()

    def take_packet(self, packet: bytes, peer: Peer) -> None:
        """Take one datagram; whatever is wrong with it is said, once."""
        try:
            messages = read_packet(packet)
        except ControlError as error:
            self._say(f"OSC from {peer[0]}: {error}")
            return
        for message in messages:
            try:
                self._take(message, peer)
            except ControlError as error:
                self._say(f"OSC from {peer[0]}: {error}")

    def _take(self, message: Message, peer: Peer) -> None:
        if message.address in (SUBSCRIBE, UNSUBSCRIBE):
            self._subscribe(message, peer)
            return
        if any(host == peer[0] for host, _ in self._subscribers):
            self._touched[peer[0], message.address] = self._now_s()
        action = action_of(message.address, message.arguments)
        if action is not None and not self._inbox.put(action):
            raise ControlError("more arrives than any hand can do; the rest is left out")

    def _subscribe(self, message: Message, peer: Peer) -> None:
        """Tell the sender from now on, or no more; on another port of theirs where they name one."""
        port = message.arguments[0] if message.arguments else peer[1]
        if isinstance(port, bool) or not isinstance(port, int | float) or not 0 < port < 65536:
            raise ControlError(f"'{port}' is no port", f"say {SUBSCRIBE} PORT")
        asked = (peer[0], int(port))
        if message.address == UNSUBSCRIBE:
            self._subscribers.pop(asked, None)
            return
        known = self._subscribers.get(asked)
        if known is None and len(self._subscribers) >= MOST_SUBSCRIBERS:
            raise ControlError(f"{MOST_SUBSCRIBERS} are told already; nobody else is")
        if known is None or known.until_s < math.inf:
            self._subscribers[asked] = _Subscriber(self._now_s() + LEASE_S)  # who asks again knows nothing

    def _tell(self) -> None:
        now_s = self._now_s()
        if not self._subscribers or now_s - self._told_at_s < TELL_EVERY_S:
            return
        self._told_at_s = now_s
        self._subscribers = {peer: one for peer, one in self._subscribers.items() if one.until_s > now_s}
        self._states.take()
        if (state := self._states.peek()) is None:
            return
        messages = [self._messages.popleft() for _ in range(len(self._messages))]
        values = values_of(state)
        self._touched = {touch: at_s for touch, at_s in self._touched.items() if now_s - at_s < HAND_FOR_S}
        for peer, subscriber in self._subscribers.items():
            under_hand = {address for host, address in self._touched if host == peer[0]}
            for address, value in (*subscriber.take_news(values, under_hand), *((MESSAGE, text) for text in messages)):
                self._send(write_packet(address, value), peer)

    def _send(self, packet: bytes, peer: Peer) -> None:
        try:
            self._socket.sendto(packet, peer)
        except OSError as error:
            self._say(f"OSC to {peer[0]}:{peer[1]}: {error.strerror or error}")

    def _say(self, line: str) -> None:
        """Say a line once; what others sent is in it, so nothing a terminal would obey, and not too much."""
        line = "".join(letter if letter.isprintable() else "?" for letter in line)[:LONGEST_SAID]
        if line not in self._said and len(self._said) < MOST_SAID:
            self._said.add(line)
            self._notify(f"{line} (said once)")


def _family(wanted: Address) -> socket.AddressFamily:
    return socket.AF_INET6 if ":" in wanted.host else socket.AF_INET


def _bound(wanted: Address) -> socket.socket:
    listener = socket.socket(_family(wanted), socket.SOCK_DGRAM)
    try:
        listener.bind((wanted.host, wanted.port))
    except OSError as error:
        listener.close()
        problem = f"OSC cannot listen on {wanted} ({error.strerror or error})"
        raise ControlError(problem, "take another address: --osc [HOST:]PORT") from error
    return listener


def _resolved(address: Address, family: socket.AddressFamily) -> Peer:
    """Look a name up once, and not each time something is sent."""
    try:
        found = socket.getaddrinfo(address.host, address.port, family, socket.SOCK_DGRAM)
    except OSError as error:
        raise ControlError(f"OSC cannot be sent to {address} ({error.strerror or error})", "give HOST:PORT") from error
    host, port = found[0][4][:2]
    return str(host), int(port)
