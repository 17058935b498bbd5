"""The code a phone scans: shown in a terminal, and nowhere that is kept."""

from __future__ import annotations

import io
import sys
from collections.abc import Callable


def show_pairing(url: str, notify: Callable[[str], None]) -> None:
    """Show the address that pairs a browser, where a person reads along; a log must not have it."""
    if not sys.stderr.isatty():
        notify("browsers must be paired: `livefocus pair` shows the code")
        return
    notify("pair a phone by scanning this, or by opening the address below it")
    print(qr_text(url), file=sys.stderr)
    print(url, file=sys.stderr)


def qr_text(text: str) -> str:
    """Return a QR code for a terminal, two rows of modules a line."""
    import segno  # noqa: PLC0415 - only where a code is shown

    out = io.StringIO()
    segno.make(text, error="m", micro=False).terminal(out, border=2, compact=True)
    return out.getvalue()
