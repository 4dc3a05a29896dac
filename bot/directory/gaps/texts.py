"""The report's tables for a terminal and as CSV."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from typing import IO

from bot.directory.gaps.counting import needs
from bot.directory.gaps.finding import Kind
from bot.directory.gaps.languages import name
from bot.directory.gaps.tables import Report, Row, Table

HEADS = {
    "only_for_communities": "particular",
    "only_statewide": "statewide only",
    "asked_in_vain": "asked",
    "percent_answered": "% answered",
    "for_everyone": "everyone",
    "for_communities": "particular",
}
"""Columns whose short name in a terminal is not their own."""

NOTES = {
    "need": "local, particular, statewide only, nothing: counties whose best is a service of the county for "
    "everyone; one by or for particular communities; a statewide one; none at all",
    "county": "local, particular, statewide only, nothing: needs (as in --by need); services_xx: of the county, the "
    "record names the language; communities: how many have an organization of the county",
    "language": "services whose record names the language (none named means not known); counties with one of "
    "their own; % answered: of all needs in all counties, statewide services included",
    "community": "organizations by or for it; counties with one of their own",
    "cell": "services of the county for everyone, by or for communities, and statewide ones",
    "gap": "those most often asked for in vain first, then the worst",
}
"""What the columns of each table mean."""


def lines(view: str, table: Table, most: int | None = None) -> Iterator[str]:
    """The table with its columns under one another; at most so many rows."""
    heads: Row = tuple(HEADS.get(name, name) for name in table.columns)
    rows = table.rows[:most]
    widths = [max(len(str(row[n])) for row in (heads, *rows)) for n in range(len(heads))]
    for row in (heads, *rows):
        yield "  ".join(
            f"{value:>{width}}" if isinstance(value, int) or _is_number(table, n) else f"{value:<{width}}"
            for n, (value, width) in enumerate(zip(row, widths, strict=True))
        ).rstrip()
    if len(rows) < len(table.rows):
        yield f"… and {len(table.rows) - len(rows)} more"
    yield f"({NOTES[view]}; asked: how often families asked and nothing answered)"


def summary(report: Report) -> Iterator[str]:
    """What there is and what is missing, in a few sentences."""
    counts = report.counts
    yield (
        f"{counts.services} services of {counts.organizations} organizations; "
        f"{counts.silent} of them name no language"
    )
    for kind in Kind:
        found = [gap for gap in report.gaps if gap.kind is kind]
        asked = sum(1 for gap in found if gap.asked)
        yield f"{len(found):>6}  {kind.value}{f' ({asked} of them asked for)' if asked else ''}"


def hurting(report: Report, most: int) -> Iterator[str]:
    """What families asked for and nothing answered, the most often first."""
    for gap in [gap for gap in report.gaps if gap.asked][:most]:
        spoken = f", in {name(gap.language)}" if gap.language else ""
        what = f"{needs().get(gap.need or '', gap.need)}{spoken}"
        yield f"{gap.asked_said:>7}  {gap.county or 'no place named'}: {what}: {gap.kind.value}"


def write_csv(table: Table, out: IO[str]) -> None:
    """The table as CSV with a line of column names."""
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(table.columns)
    writer.writerows(table.rows)


def _is_number(table: Table, column: int) -> bool:
    if table.columns[column] == "asked_in_vain":
        return True
    return bool(table.rows) and isinstance(table.rows[0][column], int)
