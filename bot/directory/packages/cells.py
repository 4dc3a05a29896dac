"""What stands in a cell of a table, and what it says: texts, numbers, nothing."""

from __future__ import annotations

import json
from typing import Any

from bot.directory.shapes import Shape


def written(value: Any) -> str:
    """A value as a cell shows it. What no cell can say (lists, null beside nothing) is shown as JSON."""
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return json.dumps(value, ensure_ascii=False)
    return str(int(value)) if float(value).is_integer() and abs(value) < 1e15 else repr(float(value))


def read(shape: Shape, column: str, cell: str) -> Any:
    """What a cell says: a number in a column of numbers when it is written as we would write it, else its text.

    «007» stays a text, so that no sign of it is lost.
    """
    return number(cell) if column in shape.numbers else cell


def number(cell: str) -> Any:
    """The number a text writes, or the text itself when it would not be written so again."""
    text = cell.strip()
    if not text or not (text[0].isdigit() or text[0] == "-") or text.lower().endswith(("e", "x")):
        return cell
    if len(text) > 1 and text[0] == "0" and text[1] != ".":
        return cell
    try:
        return int(text) if text.lstrip("-").isdigit() else float(text)
    except ValueError:
        return cell
