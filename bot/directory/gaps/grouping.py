"""The worst gaps of needs put together, so that a steward reads a line for each need and not one for each county."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from bot.directory.gaps.counting import counties, needs
from bot.directory.gaps.finding import Gap, Kind

FEW_COUNTIES = 8
"""So many counties are named one by one."""


def grouped(gaps: Iterable[Gap]) -> Iterator[str]:
    """«Birth support: no service at all in 42 counties (all but …)», the worst kinds first."""
    gaps = list(gaps)
    for kind in (Kind.NOTHING, Kind.STATEWIDE, Kind.PARTICULAR):
        where = counties_of(gaps, kind)
        for need in sorted(where, key=lambda need: -len(where[need])):
            yield f"{needs()[need]}: {kind.value} in {_named(where[need])}"


def counties_of(gaps: Iterable[Gap], kind: Kind) -> dict[str, list[str]]:
    """For each need with gaps of this kind its counties, by name."""
    where: dict[str, list[str]] = {}
    for gap in gaps:
        if gap.need and gap.kind is kind:
            where.setdefault(gap.need, []).append(gap.county)
    return {need: sorted(found) for need, found in where.items()}


def _named(found: list[str]) -> str:
    if len(found) <= FEW_COUNTIES:
        return ", ".join(found)
    others = [county for county in counties() if county not in found]
    if not others:
        return f"all {len(found)} counties"
    if len(others) <= FEW_COUNTIES:
        return f"all counties but {', '.join(others)}"
    return f"{len(found)} counties"
