"""What arrives from outside, read: everything that is wrong with it is one answer, before anything is done."""

from __future__ import annotations

import asyncio
import json
import math
from typing import Any

from starlette.requests import Request

from livefocus.control.actions import Action
from livefocus.control.surface import Inbox
from livefocus.control.vocabulary import parse_action
from livefocus.errors import ControlError

MOST_BODY_BYTES = 64 * 1024
MOST_ACTIONS = 256
BODY_WITHIN_S = 5.0


class RefusedError(Exception):
    """A request that cannot be done, with the status and the reason to answer."""

    def __init__(self, status: int, reason: str) -> None:
        super().__init__(reason)
        self.status = status
        self.reason = reason


def read_actions(body: bytes, *, is_json: bool) -> list[Action]:
    """Read actions; raises `RefusedError` where one is not understood."""
    try:
        text = body.decode("utf-8")
    except UnicodeDecodeError as error:
        raise RefusedError(400, "this is not UTF-8") from error
    lines = [line for line in text.splitlines() if line.strip()]
    return actions_of(json_of(text) if is_json else {"actions": lines})


def actions_of(data: dict[str, Any]) -> list[Action]:
    """Read `{"actions": […]}` or `{"action": "…"}`; raises `RefusedError` where one is not understood."""
    lines = data.get("actions", [data.get("action")])
    if not isinstance(lines, list) or not lines or not all(isinstance(line, str) for line in lines):
        raise RefusedError(400, 'send {"actions": ["rack b", …]}, or one action a line as text/plain')
    if len(lines) > MOST_ACTIONS:
        raise RefusedError(400, f"send no more than {MOST_ACTIONS} actions at once")
    try:
        return [parse_action(line) for line in lines]
    except ControlError as error:
        raise RefusedError(400, str(error)) from error


def plane_of(value: object) -> float:
    """Read a plane; raises `RefusedError` where it is no number."""
    if isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value):
        return float(value)
    raise RefusedError(400, "a plane is a number")


def put_all(inbox: Inbox, actions: list[Action]) -> None:
    """Hand actions to the main thread; raises `RefusedError` where too many wait already."""
    if not all(inbox.put(action) for action in actions):
        raise RefusedError(503, "too many actions wait already")


def json_of(body: bytes | str) -> dict[str, Any]:
    """Read a JSON object; raises `RefusedError` where it is none."""
    try:
        data = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise RefusedError(400, "this is not JSON") from error
    if not isinstance(data, dict):
        raise RefusedError(400, "send a JSON object")
    return data


async def read_body(request: Request) -> bytes:
    """Return the body, whatever length it claims; raises `RefusedError` where it is too long or takes too long."""
    body = bytearray()
    try:
        async with asyncio.timeout(BODY_WITHIN_S):
            async for chunk in request.stream():
                body += chunk
                if len(body) > MOST_BODY_BYTES:
                    raise RefusedError(413, f"send no more than {MOST_BODY_BYTES // 1024} kB")
    except TimeoutError as error:
        raise RefusedError(408, "the request did not arrive in time") from error
    return bytes(body)
