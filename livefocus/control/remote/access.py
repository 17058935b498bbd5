"""Who may: secrets, how they are compared, and what a browser must say about where a request comes from.

On loopback everybody on this machine may, but for other people's web pages in a browser here: Host and Origin tell them
apart. Beyond it a request must also bring a secret:

- a browser, the cookie it was given for the pairing code. The code is in the fragment of the address in the QR code,
  which browsers send nowhere, and is worth nothing after the show; the cookie stays good, so a phone is paired once.
- a program on this machine, the token in the instance file (`instance`), as `Authorization: Bearer`.
"""

from __future__ import annotations

import hashlib
import hmac
import os
import re
import secrets
from collections.abc import Mapping
from http.cookies import CookieError, SimpleCookie
from pathlib import Path

import platformdirs

from livefocus.control.remote.address import Address, ip_or_none, is_loopback

COOKIE_DAYS = 180
KEY_BYTES = 32
HOST = re.compile(r"(\[(?P<v6>[0-9A-Fa-f:.]+)\]|(?P<name>[0-9A-Za-z._-]+))(:[0-9]{1,5})?")

Headers = Mapping[str, str]


def key_file() -> Path:
    """Return the file of the key that cookies are made with; who deletes it unpairs every browser."""
    return platformdirs.user_state_path("livefocus", appauthor=False) / "remote.key"


class Access:
    """Decides who may.

    Parameters
    ----------
    address
        Where the server listens.
    key
        What cookies are made with.
    names
        Names this machine is called by on its network.

    Attributes
    ----------
    local_token
        What programs on this machine bring.
    pairing_code
        What a browser brings once.
    """

    def __init__(self, address: Address, key: bytes, names: tuple[str, ...] = ()) -> None:
        self.local_token = secrets.token_urlsafe(24)
        self.pairing_code = secrets.token_urlsafe(16)
        self.cookie_name = f"livefocus_{address.port}"
        self._open = address.is_loopback
        self._names = {name.lower() for name in names}
        self._session = hmac.new(key, b"livefocus remote, paired browser", hashlib.sha256).hexdigest()

    @property
    def needs_pairing(self) -> bool:
        """Whether browsers must be paired."""
        return not self._open

    def host_is_ours(self, host: str) -> bool:
        """Tell whether a Host header is one of this machine, which that of a rebound name is not.

        A page can point a name of its own at this machine, but not an address: an address in the bar is what was asked.
        """
        name = _host_name(host)
        if not name:
            return False
        if is_loopback(name):
            return True
        if self._open:
            return False
        return ip_or_none(name) is not None or name.lower() in self._names

    def origin_is_ours(self, headers: Headers) -> bool:
        """Tell whether a request comes from our own page, or from no page at all."""
        origin = headers.get("origin")
        if origin is not None and origin != f"http://{headers.get('host', '')}":
            return False
        return headers.get("sec-fetch-site", "none") in ("same-origin", "none")

    def is_known(self, headers: Headers) -> bool:
        """Tell whether a request brings a secret where one is needed; a wrong one is refused everywhere."""
        if "authorization" in headers:
            return self.is_local_program(headers)
        return self._open or _same(self._cookie(headers), self._session)

    def is_local_program(self, headers: Headers) -> bool:
        """Tell whether a request brings the token in the instance file."""
        return _same(headers.get("authorization", ""), f"Bearer {self.local_token}")

    def pair(self, code: str) -> str | None:
        """Return the cookie for a pairing code, None for a wrong one."""
        if not _same(code, self.pairing_code):
            return None
        seconds = COOKIE_DAYS * 24 * 3600
        return f"{self.cookie_name}={self._session}; HttpOnly; SameSite=Strict; Path=/; Max-Age={seconds}"

    def _cookie(self, headers: Headers) -> str:
        try:
            found = SimpleCookie(headers.get("cookie", "")).get(self.cookie_name)
        except CookieError:
            return ""
        return found.value if found is not None else ""


def _same(given: str, right: str) -> bool:
    """Compare in a time that tells nothing of how much was right."""
    return hmac.compare_digest(given.encode(errors="replace"), right.encode())


def _host_name(host: str) -> str:
    """Return a Host header without its port and brackets, empty where it is none."""
    found = HOST.fullmatch(host)
    return (found["v6"] or found["name"]) if found else ""


def load_key(path: Path) -> bytes:
    """Read the key, making it where there is none; a key for this run only where it cannot be kept."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        except FileExistsError:
            key = path.read_bytes()
            return key if len(key) == KEY_BYTES else secrets.token_bytes(KEY_BYTES)
        with os.fdopen(descriptor, "wb") as file:
            key = secrets.token_bytes(KEY_BYTES)
            file.write(key)
            return key
    except OSError:
        return secrets.token_bytes(KEY_BYTES)
