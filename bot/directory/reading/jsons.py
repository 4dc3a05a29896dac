"""JSON files of any size, object by object."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from bot.directory.reading.texts import storable

UNSTORABLE = re.compile(r"\\u(0000|[dD][89a-fA-F])")
"""Escapes of characters that no database keeps (or of halves of one that it does)."""
_BLANK = re.compile(r"[ \t\r\n]*")
_DECODER = json.JSONDecoder(parse_constant=lambda _: None)


class NotJson(ValueError):
    """The text is not JSON; says where."""


def elements(text: str) -> Iterator[tuple[int, Any]]:
    """(line, value) of each element of a list, or of each value where several stand one after another.

    A list is read element by element, so that a large file needs little memory beyond its text. Raises NotJson.
    """
    dirty = bool(UNSTORABLE.search(text))
    end = len(text)
    at = _skip(text, 0)
    if at == end:
        raise NotJson("line 1: the file is empty")
    inside = text[at] == "["
    at = _skip(text, at + 1) if inside else at
    line, counted, first = 1, 0, True
    while True:
        if inside and at < end and text[at] == "]" and first:
            at += 1
            break
        try:
            value, after = _DECODER.raw_decode(text, at)
        except json.JSONDecodeError as error:
            raise NotJson(f"line {error.lineno}, column {error.colno}: {error.msg}") from None
        except RecursionError:
            raise NotJson("objects are nested too deeply") from None
        line, counted, first = line + text.count("\n", counted, at), at, False
        yield line, _storable(value) if dirty else value
        at = _skip(text, after)
        if inside:
            if at < end and text[at] == ",":
                at = _skip(text, at + 1)
                continue
            if at < end and text[at] == "]":
                at += 1
                break
            raise NotJson(_said(text, at, "Expecting ',' delimiter"))
        if at == end:
            return
        at = _skip(text, at)
    if _skip(text, at) != end:
        raise NotJson(_said(text, at, "Extra data"))


def _skip(text: str, at: int) -> int:
    match = _BLANK.match(text, at)
    return match.end() if match else at


def _said(text: str, at: int, what: str) -> str:
    error = json.JSONDecodeError(what, text, at)
    return f"line {error.lineno}, column {error.colno}: {error.msg}"


def _storable(value: Any) -> Any:
    if isinstance(value, str):
        return storable(value)
    if isinstance(value, list):
        return [_storable(each) for each in value]
    if isinstance(value, dict):
        return {_storable(key): _storable(each) for key, each in value.items()}
    return value
