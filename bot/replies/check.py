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
from bot.replies import budgets
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


def costs(locales: Path = LOCALES, names: tuple[str, ...] = CATALOGS) -> tuple[list[str], list[str]]:
    """What SMS cost too much (to be mended), and what costs more for one character (to be known): a line each."""
    with (locales / "messages.pot").open("rb") as source:
        template = read_po(source)
    wrong: list[str] = []
    dear: list[str] = []
    for name in names:
        catalog = None
        if name != SOURCE:
            with (locales / name / "LC_MESSAGES" / "messages.po").open("rb") as source:
                catalog = read_po(source, locale=name)
        for message in template:
            if not message.id:
                continue
            english = _forms(message.id)[0]
            translated = message.id if catalog is None else getattr(catalog.get(english), "string", None)
            for form in _forms(translated or ""):
                label = f"{name}: «{form[:70]}»"
                wrong += [f"{label} {why}" for why in budgets.problems(name, english, form)]
                why = budgets.one_stray(name, english, form)
                dear += [f"{label} {why}"] if why else []
    return wrong, dear


def _forms(message: str | tuple[str, ...] | list[str]) -> tuple[str, ...]:
    return tuple(message) if isinstance(message, (tuple, list)) else (message,)


def _of_message(name: str, catalog: Catalog, message: Message) -> Iterator[str]:
    ids = _forms(message.id)
    label = f"{name}: «{ids[0][:60]}»"
    translated = catalog.get(ids[0])
    if translated is None:
        yield f"{label} is missing (make catalogs)"
        return
    if translated.fuzzy:
        yield f"{label} is fuzzy: read it and take the mark away"
    strings = _forms(translated.string or "")
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
    """Print every problem, and what an author may want to know."""
    too_dear, dear = costs()
    found = [*problems(), *too_dear]
    for problem in found:
        print(problem, file=sys.stderr)
    for line in dear:
        print(f"(to know) {line}")
    print(f"{len(found)} problems in {len(CATALOGS) - 1} catalogs")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
