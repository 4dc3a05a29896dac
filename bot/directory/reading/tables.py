"""Tables in text files: CSV with commas, semicolons, tabs or bars, as spreadsheets write them."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from bot.directory.reading.texts import storable

SEPARATORS = ",;\t|"
csv.field_size_limit(32 * 1024 * 1024)


@dataclass
class Table:
    """A table read from a text: its header, and its rows with the line on which each begins."""

    separator: str
    columns: list[str]
    text: str
    skipped: int = 0
    """Lines before the header: titles and notes that spreadsheets put there."""
    ragged: list[int] = field(default_factory=list)
    """Lines of rows with more cells than there are columns; filled while rows are read."""
    spaced: bool = False
    """True when a space stands between separators and quotation marks."""

    def rows(self) -> Iterator[tuple[int, dict[str, str]]]:
        """(line, cells by column) of each row that says anything; empty cells are left out."""
        reader = _reader(self.text, self.separator, self.spaced)
        line = 1
        for number, cells in enumerate(reader):
            start, line = line, reader.line_num + 1
            if number <= self.skipped:
                continue
            if len(cells) > len(self.columns) and any(cell.strip() for cell in cells[len(self.columns) :]):
                self.ragged.append(start)
            row = {column: cell for column, cell in zip(self.columns, cells, strict=False) if cell and column}
            if row and any(cell.strip() for cell in row.values()):
                yield start, row


def read(text: str) -> Table:
    """The table in a text. Raises ValueError when there is none.

    The header is the first row that has as many filled cells as most of those below it: what stands above
    (a title, the date of the list) is skipped.
    """
    text = storable(text)
    first = text[:20].split("\n", 1)[0].strip().strip('"')
    declared = None
    if first.lower().startswith("sep=") and len(first) == 5:  # Excel's own way of saying it
        declared, text = first[4], text.split("\n", 1)[1]
    separator = declared or _separator(text)
    try:
        top = [cells for _, cells in zip(range(40), _reader(text, separator), strict=False)]
    except csv.Error as error:
        raise ValueError(f"the table cannot be read ({error})") from None
    spaced = sum(any(_is_spaced(cell) for cell in cells) for cells in top) * 2 > len(top)
    if spaced:  # «"Name", "Address"»: else every comma within a cell would begin another
        top = [cells for _, cells in zip(range(40), _reader(text, separator, spaced), strict=False)]
    skipped = _header(top)
    if skipped is None:
        raise ValueError("there is no row of column names")
    return Table(separator, _names(top[skipped]), text, skipped, spaced=spaced)


def _is_spaced(cell: str) -> bool:
    return cell[:1] == " " and cell.lstrip(" ")[:1] == '"'


def _reader(text: str, separator: str, spaced: bool = False) -> Any:
    """Rows of cells, with `line_num` as the csv module counts it."""
    return csv.reader(io.StringIO(text, newline=""), delimiter=separator, skipinitialspace=spaced)


def _separator(text: str) -> str:
    """The separator by which the first rows fall into the most cells, alike in number."""
    best, most = ",", 0.0
    sample = text[:50_000]
    for separator in SEPARATORS:
        counts = [
            len(cells) for _, cells in zip(range(20), _reader(sample, separator), strict=False) if cells
        ]
        if len(counts) > 2:
            counts.pop()  # the sample may end within a row
        widest = max(counts, default=1)
        score = (widest - 1) * sum(count == widest for count in counts) / max(len(counts), 1)
        if score > most:
            best, most = separator, score
    return best


def _header(top: list[list[str]]) -> int | None:
    filled = [sum(bool(cell.strip()) for cell in cells) for cells in top]
    if not any(filled):
        return None
    wide = max(len(cells) for cells in top)
    for number, count in enumerate(filled):
        if count * 2 > wide:
            return number
    return next(number for number, count in enumerate(filled) if count)


def _names(cells: list[str]) -> list[str]:
    """Column names; the second of two alike gets its number."""
    names: list[str] = []
    for cell in cells:
        name, number = " ".join(cell.split()), 2
        while name and name in names:
            name, number = f"{' '.join(cell.split())} {number}", number + 1
        names.append(name)
    while names and not names[-1]:
        names.pop()
    return names
