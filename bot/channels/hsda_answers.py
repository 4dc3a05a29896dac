"""Answers of the directory's API: JSON with an ETag, compressed for those who take it, open to every page."""

from __future__ import annotations

import gzip
import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from email.utils import format_datetime
from typing import Any, ClassVar

from sanic.request import Request
from sanic.response import HTTPResponse

READS = ("GET", "HEAD")
_WORTH_PACKING = 1400
"""Bytes that one packet holds."""


@dataclass(frozen=True)
class Answer:
    """A JSON answer, ready to be sent. Made where the work is done, not on the event loop."""

    body: bytes
    packed: bytes
    headers: Mapping[str, str]

    HEADERS: ClassVar[Mapping[str, str]] = {
        "Access-Control-Allow-Origin": "*",
        "Access-Control-Expose-Headers": "ETag, Last-Modified, Link, Retry-After",
        "Cross-Origin-Resource-Policy": "cross-origin",
        "X-Content-Type-Options": "nosniff",
    }
    """Headers of every answer: anybody's page may read it, and nothing in it is private."""

    @classmethod
    def of(cls, said: Any, modified: datetime | None = None, more: Mapping[str, str] | None = None) -> Answer:
        """The answer that says this, last modified then."""
        body = json.dumps(said, ensure_ascii=False).encode("utf-8", "replace")
        headers = {
            **cls.HEADERS,
            "Cache-Control": "no-cache",
            "ETag": f'W/"{hashlib.sha256(body).hexdigest()[:24]}"',
            "Vary": "Accept-Encoding",
            **(more or {}),
        }
        if modified is not None:
            headers["Last-Modified"] = format_datetime(modified, usegmt=True)
        packed = gzip.compress(body, 3, mtime=0) if len(body) > _WORTH_PACKING else b""
        return cls(body, packed, headers)

    def response(self, request: Request) -> HTTPResponse:
        """The response; 304 for whoever has it already. Only the ETag decides: it is made of every byte."""
        known = {
            one.strip().removeprefix("W/") for one in request.headers.get("If-None-Match", "").split(",")
        }
        unchanged = "*" in known or self.headers["ETag"].removeprefix("W/") in known
        if unchanged and request.method in READS:
            return HTTPResponse(status=304, headers=dict(self.headers))
        headers, body = dict(self.headers), self.body
        if self.packed and "gzip" in request.headers.get("Accept-Encoding", "").lower():
            headers["Content-Encoding"], body = "gzip", self.packed
        return HTTPResponse(body, headers=headers, content_type="application/json")


class Refused(Exception):
    """What a request asks for cannot be given; the message says why."""

    def __init__(
        self, status: int, error: str, message: str, parameter: str | None = None, allow: str | None = None
    ) -> None:
        super().__init__(message)
        self.status = status
        self.allow = allow
        self.said = {"status": status, "error": error, "message": message}
        if parameter is not None:
            self.said["parameter"] = parameter

    def response(self, request: Request) -> HTTPResponse:
        """The response that says it."""
        headers = dict(Answer.HEADERS)
        if self.status == 503:
            headers["Retry-After"] = "2"
        if self.allow is not None:
            headers["Allow"] = self.allow
        body = json.dumps(self.said, ensure_ascii=False).encode("utf-8", "replace")
        return HTTPResponse(body, self.status, headers, content_type="application/json")


def method_not_allowed(method: str, methods: tuple[str, ...]) -> Refused:
    """The refusal of a request that would write; `methods` are those that the path answers."""
    message = f"this only reads: {', '.join(methods)}, not {method}"
    return Refused(405, "method not allowed", message, allow=_allow(methods))


def preflight(methods: tuple[str, ...]) -> HTTPResponse:
    """What browsers ask before a page of another site may send its request."""
    headers = {
        **Answer.HEADERS,
        "Allow": _allow(methods),
        "Access-Control-Allow-Methods": _allow(methods),
        "Access-Control-Allow-Headers": "*",
        "Access-Control-Max-Age": "86400",
    }
    return HTTPResponse(status=204, headers=headers)


def _allow(methods: tuple[str, ...]) -> str:
    return ", ".join((*methods, "OPTIONS"))
