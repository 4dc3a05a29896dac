"""The steps in which the report shows how much there is. Each differs by lightness and pattern, not by hue alone."""

from __future__ import annotations

from collections.abc import Mapping

from bot.directory.gaps.counting import Cell, Reach

NOTHING, STATEWIDE, PARTICULAR, SOME, MORE, MANY = "none", "state", "part", "some", "more", "many"
LEGEND: Mapping[str, tuple[str, str]] = {
    NOTHING: ("0", "nothing, not even statewide"),
    STATEWIDE: ("S", "statewide only"),
    PARTICULAR: ("(1)", "in the county only by or for particular communities"),
    SOME: ("1", "1 or 2 of the county"),
    MORE: ("3", "3 to 9 of the county"),
    MANY: ("10", "10 or more of the county"),
}
"""What stands in a cell of each step, and what the step means."""


def of_number(local: int, statewide: int) -> str:
    """The step of a number of services (or organizations) of the county, and statewide ones."""
    if local:
        return SOME if local < 3 else MORE if local < 10 else MANY
    return STATEWIDE if statewide else NOTHING


def of_cell(cell: Cell) -> str:
    """The step of what a county has for a need."""
    return PARTICULAR if cell.reach is Reach.PARTICULAR else of_number(cell.local, cell.statewide)


def of_share(answered: int, of: int) -> str:
    """The step of a county over all needs: none, up to a third, up to two thirds, more with a service of its own."""
    if not answered:
        return STATEWIDE
    return SOME if 3 * answered <= of else MORE if 3 * answered <= 2 * of else MANY
