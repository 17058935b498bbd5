"""OSC packets: taken apart before anything believes them, and put together. `python-osc` reads and writes the messages.

Bundles are taken apart here, and lengths looked at: a bundle whose element says it has a negative length sends
python-osc 1.10 round and round for ever, and a number that was cut off is 0 to it. Open Sound Control 1.0,
opensoundcontrol.stanford.edu.
"""

from __future__ import annotations

from typing import Any, NamedTuple

from pythonosc.osc_message import OscMessage
from pythonosc.osc_message_builder import OscMessageBuilder

from livefocus.errors import ControlError

BUNDLE = b"#bundle\x00"
HEAD = len(BUNDLE) + 8
"""The word and a time tag; what is bundled is done at once, whatever the tag says."""
LEAST_BYTES = {ord(tag): 8 if tag in "hdt" else 4 for tag in "ifhdtsSbcrm"}
"""How long an argument is at least, by its type tag."""
MOST_BYTES = 8192
DEEPEST = 4
"""Bundles within bundles."""


class Message(NamedTuple):
    """One OSC message."""

    address: str
    arguments: tuple[Any, ...] = ()


def read_packet(packet: bytes) -> list[Message]:
    """Return the messages of a datagram, in order.

    Raises
    ------
    ControlError
        It is no OSC packet, or larger than a hand's would be.
    """
    if len(packet) > MOST_BYTES:
        raise ControlError(f"a packet of {len(packet)} bytes is no hand's", f"send at most {MOST_BYTES}")
    try:
        return [_message(data) for data in _contents(packet, 0)]
    except ControlError:
        raise
    except Exception as error:  # python-osc raises whatever a broken packet leads it to
        raise ControlError(f"that is no OSC packet ({error})") from error


def write_packet(address: str, *arguments: float | str) -> bytes:
    """Return the datagram of one message."""
    builder = OscMessageBuilder(address)
    for argument in arguments:
        builder.add_arg(argument)
    return bytes(builder.build().dgram)


def _contents(packet: bytes, depth: int) -> list[bytes]:
    """Return the messages' own bytes, out of as many bundles as they are in."""
    if not packet.startswith(BUNDLE):
        return [packet]
    if depth == DEEPEST:
        raise ControlError("that is no OSC packet (bundles in bundles in bundles)")
    if len(packet) < HEAD:
        raise ControlError("that is no OSC packet (a bundle without its time)")
    found: list[bytes] = []
    index = HEAD
    while index < len(packet):
        size = int.from_bytes(packet[index : index + 4], "big")
        start, index = index + 4, index + 4 + size
        if size == 0 or size % 4 or index > len(packet):
            raise ControlError("that is no OSC packet (a bundle's element is not as long as it says)")
        found += _contents(packet[start:index], depth + 1)
    return found


def _message(data: bytes) -> Message:
    if not data.startswith(b"/") or len(data) % 4:
        raise ControlError("that is no OSC packet (it begins with no address)")
    if not _is_whole(data):
        raise ControlError("that is no OSC packet (its end is missing)")
    message = OscMessage(data)
    if not str(message.address).isprintable():
        raise ControlError("that is no OSC packet (its address cannot be read)")
    return Message(str(message.address), tuple(message.params))


def _is_whole(data: bytes) -> bool:
    """Return whether there are as many bytes as the arguments' types want at least."""
    tags_at = _after_text(data, 0)
    ends_at = _after_text(data, tags_at)
    return ends_at + sum(LEAST_BYTES.get(tag, 0) for tag in data[tags_at:ends_at]) <= len(data)


def _after_text(data: bytes, start: int) -> int:
    """Return where a text ends: it is followed by one to four zeros, up to a multiple of four."""
    end = data.find(b"\x00", start)
    return len(data) if end < 0 else min(end + 4 - end % 4, len(data))
