"""`livefocus pair`: the code that pairs a phone with the show that is running."""

from __future__ import annotations

from typing import Annotated

import typer

from livefocus.cli.common import console


def pair(
    port: Annotated[int | None, typer.Option(help="Which show, where several run; else the one started last")] = None,
) -> None:
    """Show the code that pairs a phone or another computer with the running show's web page.

    Example: `livefocus pair`
    """
    from livefocus.cli.send import ask  # noqa: PLC0415 - keeps `livefocus --help` quick
    from livefocus.control.remote.pairing import qr_text  # noqa: PLC0415

    answer = ask("GET", "/api/pairing", port=port)
    if not answer["needed"]:
        console.print(
            f"the page is at {answer['url']} for this machine only, and needs no pairing; "
            "to reach it from a phone: `livefocus run --remote 0.0.0.0:7380`",
            markup=False,
            soft_wrap=True,
        )
        return
    typer.echo(qr_text(answer["url"]))
    typer.echo(answer["url"])
