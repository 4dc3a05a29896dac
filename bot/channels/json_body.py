"""Reading a JSON object from a request, no matter what was sent instead."""

from __future__ import annotations

import json
import re
from typing import Any

from sanic.request import Request

LARGEST_BODY = 64 * 1024
"""Bytes of a request that are read; the longest message fits even when every letter of it is escaped."""

_UNKEEPABLE = re.compile("[\0\ud800-\udfff]")


class BadBody(ValueError):
    """The body is no JSON object, or lacks what it must have; the message says what."""


class TooLarge(BadBody):
    """The body is larger than LARGEST_BODY."""


async def read_object(request: Request) -> dict[str, Any]:
    """The JSON object in the body of a request to a route made with `stream=True`; {} for an empty body.

    Raises BadBody, TooLarge. Never holds more than LARGEST_BODY in memory.
    """
    assert request.stream is not None
    body = bytearray()
    while True:
        part = await request.stream.read()
        if part is None:
            break
        body += part
        if len(body) > LARGEST_BODY:
            raise TooLarge(f"the body is larger than {LARGEST_BODY} bytes")
    if not body.strip():
        return {}
    try:
        read = json.loads(body)
    except (ValueError, RecursionError):
        raise BadBody("the body is not JSON") from None
    if not isinstance(read, dict):
        raise BadBody("the body must be a JSON object")
    return read


def text_of(read: dict[str, Any], name: str) -> str:
    """A text of the object as it can be kept: without NULs and halves of characters. Raises BadBody."""
    value = read.get(name)
    if not isinstance(value, str):
        raise BadBody(f'"{name}" must be a text')
    return _UNKEEPABLE.sub("", value)
