"""`livefocus send`: one action or more to the show that is running, for launchers, Stream Decks and scripts.

A launcher waits for it, so it brings nothing with it that it does not need: no typer, no rich, no NumPy.
"""

from __future__ import annotations

import argparse
import http.client
import json
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from livefocus.errors import ControlError, LivefocusError

if TYPE_CHECKING:
    from livefocus.control.remote.instance import Instance

ANSWER_WITHIN_S = 6.0
QUESTIONS = ("state", "actions")
PASSED_ON: dict[str, Any] = {"allow_extra_args": True, "ignore_unknown_options": True}
"""How the command line's main parser leaves all words to the one here."""

EPILOG = """\
examples:
  livefocus send rack b                     one action, its words as they are
  livefocus send "mark a" "rack b 1.5 quint"   several, each in quotes
  livefocus send --json state               how the show stands
  livefocus send actions                    what there is to send

exit status: 0 it is done, 1 nothing runs, or it was not understood or could not be done, 2 wrong use
"""


def main(words: Sequence[str] | None = None) -> int:
    """Send actions; returns the exit status."""
    given = _parser().parse_args(words)
    try:
        answer = _answer(given.actions, given.port)
    except LivefocusError as error:
        if given.json:
            print(json.dumps({"ok": False, "error": str(error)}, ensure_ascii=False))
        print(f"livefocus: {error}", file=sys.stderr)
        return 1
    if given.json:
        print(json.dumps(answer, indent=2, ensure_ascii=False))
    elif "bindable" in answer:
        for form in answer["forms"]:
            print(form["usage"])
    elif "ok" in answer:
        for message in answer["messages"]:
            print(message)
    else:
        print(json.dumps(answer, indent=2, ensure_ascii=False))
    return 0


def _answer(words: Sequence[str], port: int | None) -> dict[str, Any]:
    if len(words) == 1 and words[0] in QUESTIONS:
        return ask("GET", f"/api/{words[0]}", port=port)
    return ask("POST", "/api/actions?wait", {"actions": _actions(words)}, port)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="livefocus send",
        description="Send actions to the show that is running.",
        epilog=EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("actions", nargs="+", metavar="ACTION", help="rack b, focus 0.4, cue go, …; see the examples")
    parser.add_argument("--port", type=int, help="which show, where several run; else the one started last")
    parser.add_argument("--json", action="store_true", help="print the answer as JSON")
    return parser


def ask(method: str, path: str, body: dict[str, Any] | None = None, port: int | None = None) -> dict[str, Any]:
    """Ask the newest show that answers, or the one on a port.

    Raises
    ------
    ControlError
        None runs, or it refuses.
    """
    from livefocus.control.remote.instance import running  # noqa: PLC0415 - after `--help`

    for instance in running():
        if port is not None and instance.port != port:
            continue
        answer = _request(instance, method, path, body)
        if answer is not None:
            return answer
    where = "" if port is None else f" on port {port}"
    raise ControlError(f"no show is running{where}", "start one with `livefocus run`")


def _request(instance: Instance, method: str, path: str, body: dict[str, Any] | None) -> dict[str, Any] | None:
    """Return the answer of one show, None where it does not answer as one; raises `ControlError` where it refuses."""
    connection = http.client.HTTPConnection(instance.host, instance.port, timeout=ANSWER_WITHIN_S)
    headers = {"Authorization": f"Bearer {instance.token}", "Content-Type": "application/json"}
    try:
        connection.request(method, path, None if body is None else json.dumps(body), headers)
        response = connection.getresponse()
        answer = json.loads(response.read())
    except (OSError, http.client.HTTPException, ValueError):
        return None  # it ended, or somebody else has its port now
    finally:
        connection.close()
    if not isinstance(answer, dict) or response.status == http.client.UNAUTHORIZED:
        return None
    if response.status != http.client.OK:
        raise ControlError(str(answer.get("error", f"the show answered {response.status}")))
    return answer


def _actions(words: Sequence[str]) -> list[str]:
    """Return the actions: each argument is one where any has a space in it, else all together are one."""
    return list(words) if any(" " in word for word in words) else [" ".join(words)]
