"""The files of the page: those that are in its folder when the server starts, by name, and nothing else."""

from __future__ import annotations

import hashlib
import mimetypes
from pathlib import Path

from starlette.requests import Request
from starlette.responses import Response

FOLDER = Path(__file__).parent / "static"
TYPES = {".js": "text/javascript", ".svg": "image/svg+xml", ".webmanifest": "application/manifest+json"}
"""Written down, because what a Windows machine thinks of `.js` depends on its registry."""


class Page:
    """The page, held in memory: a name that is asked for is looked up, never joined to a path."""

    def __init__(self, folder: Path = FOLDER) -> None:
        self._files = {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()}

    async def index(self, request: Request) -> Response:
        """`GET /`."""
        return self._answer(request, "index.html")

    async def file(self, request: Request) -> Response:
        """`GET /NAME`."""
        return self._answer(request, request.path_params["name"])

    def _answer(self, request: Request, name: str) -> Response:
        data = self._files.get(name)
        if data is None:
            return Response("there is no such page", 404, media_type="text/plain")
        tag = f'"{hashlib.sha256(data).hexdigest()[:20]}"'
        headers = {"ETag": tag, "Cache-Control": "no-cache"}  # asked for anew each time, sent only where it changed
        if request.headers.get("if-none-match") == tag:
            return Response(status_code=304, headers=headers)
        suffix = Path(name).suffix
        kind = TYPES.get(suffix) or mimetypes.guess_type(name)[0] or "application/octet-stream"
        return Response(data, headers=headers, media_type=kind)
