"""The report as tables: by county, need, language, community, cell by cell, and the gaps in order."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from bot.directory.gaps.counting import Counts, Reach, communities, counties, needs
from bot.directory.gaps.finding import Asked, Gap, told
from bot.directory.gaps.languages import name

Row = tuple[str | int, ...]


@dataclass(frozen=True)
class Table:
    """Rows under the names of their columns."""

    columns: tuple[str, ...]
    rows: Sequence[Row]

    def where(self, wanted: Mapping[str, str]) -> Table:
        """Only the rows with these values; a column it does not have does not matter."""
        at = [(self.columns.index(key), value) for key, value in wanted.items() if key in self.columns]
        return Table(self.columns, [row for row in self.rows if all(row[n] == value for n, value in at)])

    def as_json(self) -> list[dict[str, str | int]]:
        """An object for each row."""
        return [dict(zip(self.columns, row, strict=True)) for row in self.rows]


@dataclass(frozen=True)
class Report:
    """All that is reported."""

    counts: Counts
    asked: Asked
    gaps: Sequence[Gap]
    spoken: tuple[str, ...]
    """The languages families are answered in."""


def by_need(report: Report) -> Table:
    """Each need: its services, and in how many counties it has what."""
    rows: list[Row] = []
    for need, title in needs().items():
        reach = Counter(report.counts.cells[county, need].reach for county in counties())
        rows.append(
            (
                need,
                title,
                report.counts.needs.get(need, 0),
                report.counts.cells[counties()[0], need].statewide,
                *(reach[each] for each in reversed(Reach)),
                told(report.asked.of_need(need)),
            )
        )
    return Table(("need", "name", "services", "statewide", *_REACH_COLUMNS, "asked_in_vain"), rows)


def by_county(report: Report) -> Table:
    """Each county: its own services, how many needs have what, and its communities and languages."""
    rows: list[Row] = []
    for county in counties():
        reach = Counter(report.counts.cells[county, need].reach for need in needs())
        rows.append(
            (
                county,
                *(reach[each] for each in reversed(Reach)),
                *(report.counts.languages.get((county, code), 0) for code in report.spoken),
                sum(1 for code in communities() if report.counts.communities.get((county, code))),
                told(report.asked.of_county(county)),
            )
        )
    spoken = tuple(f"services_{code}" for code in report.spoken)
    return Table(("county", *_REACH_COLUMNS, *spoken, "communities", "asked_in_vain"), rows)


def by_language(report: Report) -> Table:
    """Each language any record names, and each that families are answered in."""
    counts = report.counts
    rows: list[Row] = []
    for code in sorted({*counts.speak, *report.spoken}, key=lambda code: -counts.speak.get(code, 0)):
        answered = sum(counts.answered_in(county, need, code) for county in counties() for need in needs())
        rows.append(
            (
                code,
                name(code),
                counts.speak.get(code, 0),
                counts.languages_statewide.get(code, 0),
                sum(1 for county in counties() if counts.languages.get((county, code))),
                sum(1 for need in needs() if counts.language_needs.get((code, need))),
                round(100 * answered / (len(counties()) * len(needs()))),
                told(report.asked.of_language(code)),
            )
        )
    columns = ("language", "name", "services", "statewide", "counties", "needs", "percent_answered")
    return Table((*columns, "asked_in_vain"), rows)


def by_community(report: Report) -> Table:
    """Each community: organizations by or for it, where, and for how many needs."""
    counts = report.counts
    rows: list[Row] = [
        (
            code,
            title,
            counts.community_organizations.get(code, 0),
            counts.communities_statewide.get(code, 0),
            sum(1 for county in counties() if counts.communities.get((county, code))),
            sum(1 for need in needs() if counts.community_needs.get((code, need))),
        )
        for code, title in communities().items()
    ]
    return Table(("community", "name", "organizations", "statewide", "counties", "needs"), rows)


def by_cell(report: Report) -> Table:
    """Each county and need."""
    rows: list[Row] = [
        (
            county,
            need,
            cell.everyone,
            cell.particular,
            cell.statewide,
            cell.reach.name.lower(),
            told(report.asked.by_need[county, need]),
        )
        for (county, need), cell in report.counts.cells.items()
    ]
    columns = ("county", "need", "for_everyone", "for_communities", "statewide", "best", "asked_in_vain")
    return Table(columns, rows)


def by_gap(report: Report) -> Table:
    """Each gap, those that hurt first."""
    rows: list[Row] = [
        (
            gap.kind.name.lower(),
            gap.county,
            gap.need or "",
            gap.language or "",
            gap.community or "",
            gap.asked_said,
        )
        for gap in report.gaps
    ]
    return Table(("gap", "county", "need", "language", "community", "asked_in_vain"), rows)


_REACH_COLUMNS = ("local", "only_for_communities", "only_statewide", "nothing")
"""The names of Reach's values in tables, the best first."""

VIEWS: Mapping[str, Callable[[Report], Table]] = {
    "need": by_need,
    "county": by_county,
    "language": by_language,
    "community": by_community,
    "cell": by_cell,
    "gap": by_gap,
}
"""The tables by the word that asks for them."""
