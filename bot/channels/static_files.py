"""The files of bot/widget, as browsers like them: with their type, an ETag, and gzip."""

from __future__ import annotations

import gzip
import hashlib
from dataclasses import dataclass
from pathlib import Path

from sanic.request import Request
from sanic.response import HTTPResponse

ROOT = Path(__file__).resolve().parent.parent / "widget"
"""The folder whose paths are the paths on the web: bot/widget/widget.js is /widget.js."""

TYPES = {
    ".html": "text/html; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".svg": "image/svg+xml",
}


@dataclass(frozen=True)
class Content:
    """Something to be sent: its bytes, the same compressed, its type and its ETag."""

    body: bytes
    packed: bytes
    type: str
    etag: str

    @classmethod
    def of(cls, body: bytes, type: str) -> Content:
        """Content with everything that follows from the bytes."""
        # weak: the same ETag stands for the bytes and for the compressed bytes
        etag = f'W/"{hashlib.sha256(body).hexdigest()[:20]}"'
        return cls(body, gzip.compress(body, 6, mtime=0), type, etag)

    def answer(self, request: Request, headers: dict[str, str]) -> HTTPResponse:
        """The response to a request. Browsers ask each time (no-cache), and get 304 for what they have."""
        headers = {
            "Cache-Control": "no-cache",
            "ETag": self.etag,
            "Vary": "Accept-Encoding",
            "X-Content-Type-Options": "nosniff",
            **headers,
        }
        if self.etag in (known.strip() for known in request.headers.get("If-None-Match", "").split(",")):
            return HTTPResponse(status=304, headers=headers)
        body = self.body
        if "gzip" in request.headers.get("Accept-Encoding", "").lower():
            body = self.packed
            headers["Content-Encoding"] = "gzip"
        return HTTPResponse(body, headers=headers, content_type=self.type)


class StaticFiles:
    """The files under ROOT by their path on the web. A changed file is read again: editing is easy."""

    def __init__(self) -> None:
        self.paths = tuple(
            sorted(
                path.relative_to(ROOT).as_posix()
                for path in ROOT.rglob("*")
                if path.suffix in (".js", ".css", ".svg")
            )
        )
        self._read: dict[str, tuple[int, Content]] = {}

    def content(self, path: str) -> Content:
        """A file's content. Raises KeyError for a path that is not among `paths`."""
        if path not in self.paths:
            raise KeyError(path)
        file = ROOT / path
        changed = file.stat().st_mtime_ns
        read = self._read.get(path)
        if read is None or read[0] != changed:
            read = self._read[path] = (changed, Content.of(file.read_bytes(), TYPES[file.suffix]))
        return read[1]
