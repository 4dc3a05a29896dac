"""Judging the catalogs: nothing missing, fuzzy or with broken placeholders, and no reply over its SMS budget.

`python -m bot.replies.check` prints what is wrong and ends with 1 when anything is.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from string import Formatter

from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po

from bot.languages import CATALOGS
from bot.replies.catalogs import LOCALES

SOURCE = "en"
"""The language of the message ids: it needs no catalog."""


def problems(locales: Path = LOCALES, names: tuple[str, ...] = CATALOGS) -> Iterator[str]:
    """What is wrong with the catalogs, a sentence each."""
    with (locales / "messages.pot").open("rb") as source:
        template = read_po(source)
    for name in names:
        if name == SOURCE:
            continue
        path = locales / name / "LC_MESSAGES" / "messages.po"
        if not path.exists():
            yield f"{name}: there is no {path}"
            continue
        with path.open("rb") as source:
            catalog = read_po(source, locale=name)
        for message in template:
            if message.id:
                yield from _of_message(name, catalog, message)


def _of_message(name: str, catalog: Catalog, message: Message) -> Iterator[str]:
    ids = tuple(message.id) if isinstance(message.id, (tuple, list)) else (message.id,)
    label = f"{name}: «{ids[0][:60]}»"
    translated = catalog.get(ids[0])
    if translated is None:
        yield f"{label} is missing (make catalogs)"
        return
    if translated.fuzzy:
        yield f"{label} is fuzzy: read it and take the mark away"
    given = translated.string
    strings = tuple(given) if isinstance(given, (tuple, list)) else (given or "",)
    if not all(strings):
        yield f"{label} is not translated"
        return
    wanted = placeholders(ids[-1])
    for string in strings:
        try:
            found = placeholders(string)
        except ValueError as error:
            yield f"{label} has a broken placeholder: {error}"
            continue
        if found != wanted:
            yield f"{label} has placeholders {sorted(found)}, not {sorted(wanted)}"


def placeholders(message: str) -> set[str]:
    """The {names} in a message. Raises ValueError where braces do not match."""
    return {name for _, name, _, _ in Formatter().parse(message) if name is not None}


def main() -> int:
    """Print every problem."""
    found = list(problems())
    for problem in found:
        print(problem, file=sys.stderr)
    print(f"{len(found)} problems in {len(CATALOGS) - 1} catalogs")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
