"""The files of an import: single ones, all in a folder, all in a zip file."""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import TypeVar

from bot.directory.report import Problem

OBJECTS = (".json", ".jsonl", ".ndjson", ".geojson")
TABLES = (".csv", ".tsv", ".tab", ".txt")
DESCRIPTOR = "datapackage.json"
_P = TypeVar("_P", Path, PurePosixPath)
MOST_UNPACKED = 4 * 1024**3
"""Bytes that the files of one zip file may have together."""


@dataclass(frozen=True)
class InputFile:
    """One file to be read, wherever it lies. `set_of` is the folder or zip file it came in."""

    name: str
    stem: str
    suffix: str
    set_of: str
    content: Callable[[], bytes]
    """Reads it. Raises OSError, or zipfile.BadZipFile when it is damaged."""

    @property
    def is_descriptor(self) -> bool:
        """True for the description of a data package."""
        return f"{self.stem}{self.suffix}" == DESCRIPTOR


def find(paths: Iterable[Path], problems: list[Problem]) -> list[InputFile]:
    """All files at the paths that may hold records, by name; what cannot be opened is added to `problems`."""
    found: list[InputFile] = []
    for path in paths:
        before = len(found)
        if path.is_dir():
            inside = [each for each in sorted(path.rglob("*")) if each.is_file() and _wanted(each)]
            found += [_plain(each, str(path)) for each in _shallowest(inside)]
        elif path.suffix.lower() == ".zip":
            found += _zipped(path, problems)
        else:
            found.append(_plain(path, str(path.parent)))
        if len(found) == before and not any(problem.file == str(path) for problem in problems):
            what = "there is no JSON or CSV file in it"
            problems.append(
                Problem(str(path), "", "", what, "give a folder or zip file with tables or JSON", True)
            )
    return found


def _plain(path: Path, set_of: str) -> InputFile:
    return InputFile(str(path), path.stem.lower(), path.suffix.lower(), set_of, path.read_bytes)


def _wanted(path: Path | PurePosixPath) -> bool:
    hidden = any(part.startswith(".") or part == "__MACOSX" for part in path.parts[-4:])
    return path.suffix.lower() in (*OBJECTS, *TABLES) and not hidden


def _shallowest(paths: list[_P]) -> list[_P]:
    """Those that lie highest: what else a folder has below its own files is not part of them."""
    depth = min((len(path.parts) for path in paths), default=0)
    return [path for path in paths if len(path.parts) == depth]


def _zipped(path: Path, problems: list[Problem]) -> list[InputFile]:
    def refuse(what: str) -> list[InputFile]:
        mend = "download or make the zip file again"
        problems.append(Problem(str(path), "", "", what, mend, refused=True))
        return []

    try:
        with zipfile.ZipFile(path) as archive:
            inside = {each.filename: each for each in archive.infolist()}
            wanted = [path_ for path_ in map(PurePosixPath, inside) if _wanted(path_)]
            members = [inside[str(path_)] for path_ in _shallowest(wanted)]
    except zipfile.BadZipFile:
        return refuse("this is not a whole zip file")
    except OSError as error:
        return refuse(f"the file cannot be read ({error.strerror})")
    if sum(each.file_size for each in members) > MOST_UNPACKED:
        return refuse("the files in it are too large together")
    if any(each.flag_bits & 1 for each in members):
        return refuse("the zip file is locked with a password")
    found = []
    for each in sorted(members, key=lambda each: each.filename):
        within = PurePosixPath(each.filename)

        def content(name: str = each.filename) -> bytes:
            with zipfile.ZipFile(path) as archive:
                return archive.read(name)

        found.append(
            InputFile(
                f"{path}/{each.filename}", within.stem.lower(), within.suffix.lower(), str(path), content
            )
        )
    return found
