"""JSON files as the standard's API serves them: lists, pages, one object, lists by kind, one object a line."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from typing import Any

from bot.directory.reading import jsons, texts
from bot.directory.reading.inputs import InputFile
from bot.directory.reading.items import Item, kind_of
from bot.directory.report import Problem
from bot.directory.validation import standard


class Pages:
    """Whether the pages of a list that were read are all there are."""

    def __init__(self) -> None:
        self.said = 0
        self.read = 0

    @property
    def missing(self) -> bool:
        """True when a page says that there are more objects than were read."""
        return self.said > self.read


def read(file: InputFile, problems: list[Problem], pages: Pages) -> Iterator[Item]:
    """The objects of one file, one by one. What cannot be read is added to `problems`."""

    def refuse(what: str, mend: str, record: str = "", line: int | None = None) -> None:
        problems.append(Problem(file.name, record, "", what, mend, refused=True, line=line))

    text = text_of(file, problems)
    if text is None:
        return
    count = 0
    try:
        for line, hint, row, found in objects(text, file.stem, pages):
            count += 1
            record = f"#{count}"
            if not isinstance(found, dict):
                problems.append(no_object(file, count, line, found))
                continue
            kind = hint or kind_of(found)
            if kind is None:
                what = "no way to tell whether this is a service, an organization or something else"
                mend = "name the file after what it holds (services.json), or add what the standard asks for"
                refuse(what, mend, record, line)
                continue
            yield Item(file.name, count, kind, found, line, row=row)
    except jsons.NotJson as error:
        if "nested too deeply" in str(error):
            refuse(str(error), "give a list of objects as the standard nests them")
        else:
            refuse(f"this is not JSON ({error})", "export the file again, or correct it at that place")
        return
    except _NoObjects as error:
        refuse(f"expected objects, found {error}", "give a list of services, or one service")
        return
    if not count:
        refuse("the file holds no objects", "give a list of services, or one service")


def text_of(file: InputFile, problems: list[Problem]) -> str | None:
    """The text of a file; None, with the reason in `problems`, when it has none."""

    def refuse(what: str, mend: str) -> None:
        problems.append(Problem(file.name, "", "", what, mend, refused=True))

    try:
        decoded = texts.decode(file.content())
    except OSError as error:
        refuse(f"the file cannot be read ({error.strerror})", "check the path and the permissions")
        return None
    except (zipfile.BadZipFile, EOFError, NotImplementedError) as error:
        refuse(f"the file is damaged within its zip file ({error})", "make the zip file again")
        return None
    except texts.NotText as error:
        refuse(error.what, error.mend)
        return None
    for line in decoded.odd_lines:
        problems.append(
            Problem(
                file.name, "", "", "a byte stands for no character in any encoding we know",
                "type that line's accents again, and save the file as UTF-8", False, line=line,
                done="it was left out",
            )
        )  # fmt: skip
    if decoded.encoding:
        what = f"the text is {decoded.encoding}, not UTF-8"
        problems.append(
            Problem(
                file.name, "", "", what, "save it as UTF-8", False, done=f"it was read as {decoded.encoding}"
            )
        )
    return decoded.text


class _NoObjects(ValueError):
    pass


def no_object(file: InputFile, number: int, line: int, found: Any) -> Problem:
    """What is said of something in a list that is no object."""
    what = f"expected an object, found {_said(found)}"
    return Problem(file.name, f"#{number}", "", what, "give a list of objects", refused=True, line=line)


def objects(text: str, stem: str, pages: Pages) -> Iterator[tuple[int, str | None, bool, Any]]:
    """(line, kind where the file's layout says it, whether it is a table's row, object)."""
    hint = standard.kinds_by_file().get(stem)
    is_list = text.lstrip()[:1] == "["
    for number, (line, found) in enumerate(jsons.elements(text)):
        if is_list:
            yield line, hint, False, found
        elif not isinstance(found, (dict, list)):
            raise _NoObjects(_said(found))
        elif isinstance(found, dict) and (page := _page(found)) is not None:
            pages.read += len(page)
            pages.said = max(pages.said, _whole_number(found.get("total_items")))
            yield from ((line, hint, False, each) for each in page)
        elif isinstance(found, dict) and number == 0 and found and found.keys() <= _LISTS.keys():
            for name, within in found.items():
                for each in within if isinstance(within, list) else [within]:
                    yield line, _LISTS[name], name.endswith(".csv"), each
        else:
            yield line, hint, False, found


_LISTS = {
    name: kind
    for kind, each in standard.objects().items()
    for name in (standard.plural(kind), each.file.removesuffix(".csv"), each.file)
}
"""Keys of an object that holds lists by kind: `services`, or `services.csv` as the standard's tabular JSON has it."""


def _page(found: dict[str, Any]) -> list[Any] | None:
    """The objects of a page of the standard's API, today's (`contents`) or the one before (`items`)."""
    for name in ("contents", "items"):
        if isinstance(found.get(name), list):
            page: list[Any] = found[name]
            return page
    return None


def _whole_number(value: Any) -> int:
    return value if isinstance(value, int) and not isinstance(value, bool) else 0


def _said(value: Any) -> str:
    return {str: "a text", int: "a number", float: "a number", list: "a list", bool: "yes or no"}.get(
        type(value), "nothing"
    )
