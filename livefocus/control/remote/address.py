"""Where the remote listens: an address read from words, and a socket on it, or on the next free port."""

from __future__ import annotations

import errno
import ipaddress
import os
import socket
from dataclasses import dataclass

from livefocus.errors import ControlError

DEFAULT_PORT = 7380
LOOPBACK, LOOPBACK_V6 = "127.0.0.1", "::1"
DEFAULT = f"{LOOPBACK}:{DEFAULT_PORT}"
NONE = "none"
OURS_ALONE: int = socket.SO_REUSEADDR if os.name == "posix" else getattr(socket, "SO_EXCLUSIVEADDRUSE", 0)
"""On Windows SO_REUSEADDR would let another program take the port over; elsewhere it forgets closed connections."""
TRIES = 10
"""So many ports are tried, from the one asked for on."""
WAITING_CONNECTIONS = 64
FORM = "[HOST:]PORT, such as 7380 or 0.0.0.0:7380"


@dataclass(frozen=True, slots=True)
class Address:
    """A host and a port to listen on."""

    host: str
    port: int

    @property
    def is_loopback(self) -> bool:
        """Whether only this machine can get there."""
        return is_loopback(self.host)

    @property
    def is_any(self) -> bool:
        """Whether it stands for every address this machine has."""
        ip = ip_or_none(self.host)
        return ip is not None and ip.is_unspecified

    def __str__(self) -> str:
        """Return `host:port`, as a URL has it."""
        return f"[{self.host}]:{self.port}" if ":" in self.host else f"{self.host}:{self.port}"


def ip_or_none(host: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    """Return the IP address a host is written as, None where it is a name."""
    try:
        return ipaddress.ip_address(host)
    except ValueError:
        return None


def is_loopback(host: str) -> bool:
    """Tell whether a host is this machine, talking to itself."""
    ip = ip_or_none(host)
    return host == "localhost" if ip is None else ip.is_loopback


def parse_address(text: str) -> Address:
    """Read `[HOST:]PORT`; the host is this machine only where none is given.

    Raises
    ------
    ControlError
        It is no address; says how to write one.
    """
    host, _, port = text.strip().rpartition(":")
    if host.startswith("[") and host.endswith("]"):
        host = host[1:-1]
    elif ":" in host:
        raise ControlError(f"'{text}' is no address to listen on", "put an IPv6 address in brackets: [::1]:7380")
    if not (port.isascii() and port.isdigit() and int(port) <= 65535):
        raise ControlError(f"'{text}' is no address to listen on", f"write it as {FORM}")
    return Address(host or LOOPBACK, int(port))


def listen(wanted: Address) -> tuple[socket.socket, Address]:
    """Open a socket on an address, or on one of the next ports where somebody is there already.

    Returns
    -------
    socket, address
        It listens; and where it does.

    Raises
    ------
    ControlError
        There is no such address here, or no port is free.
    """
    family = socket.AF_INET6 if ":" in wanted.host else socket.AF_INET
    for port in range(wanted.port, min(wanted.port + TRIES, 65536)):
        listener = socket.socket(family, socket.SOCK_STREAM)
        listener.setsockopt(socket.SOL_SOCKET, OURS_ALONE, 1)
        try:
            listener.bind((wanted.host, port))
            listener.listen(WAITING_CONNECTIONS)
        except OSError as error:
            listener.close()
            if error.errno in (errno.EADDRINUSE, errno.EACCES):
                continue
            reason = error.strerror or error
            raise ControlError(f"the remote cannot listen on {wanted} ({reason})", f"write it as {FORM}") from error
        return listener, Address(wanted.host, listener.getsockname()[1])
    raise ControlError(f"port {wanted.port} is taken, and so are the next {TRIES - 1}", "choose one with --remote PORT")


def reachable_host() -> str:
    """Return the address by which this machine is seen on its network, `127.0.0.1` where it has none.

    Nothing is sent: connecting a datagram socket only asks the system which way it would go.
    """
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("192.0.2.1", 9))  # TEST-NET-1 (RFC 5737): nobody lives there
        except OSError:
            return LOOPBACK
        return str(probe.getsockname()[0])
