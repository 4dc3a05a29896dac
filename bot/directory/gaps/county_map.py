"""The map of California's counties, shaded by what there is for a need, in a language, for a community."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from html import escape
from typing import Any

from bot.directory.gaps import heat, outlines, shades
from bot.directory.gaps.counting import Reach, communities, counties, needs
from bot.directory.gaps.languages import name
from bot.directory.gaps.tables import Report


@dataclass(frozen=True)
class View:
    """One shading of the map: for each county a step and a sentence's numbers."""

    group: str
    label: str
    unit: str
    counties: list[tuple[str, int, int, int]]
    """Step, the county's own, those of them for particular communities, statewide; in the counties' order."""

    def as_json(self) -> dict[str, Any]:
        """For the page's script."""
        return {"label": self.label, "unit": self.unit, "counties": self.counties}


def views(report: Report) -> list[View]:
    """All shadings, that over all needs first."""
    counts = report.counts
    found = [View("All needs", "All needs together", "needs", list(_over_all(report)))]
    for need, title in needs().items():
        cells = [counts.cells[county, need] for county in counties()]
        rows = [(shades.of_cell(c), c.local, c.particular, c.statewide) for c in cells]
        found.append(View("One need", title, "services", rows))
    for code in sorted(counts.speak, key=lambda code: (code not in report.spoken, name(code))):
        statewide = counts.languages_statewide.get(code, 0)
        own = [counts.languages.get((county, code), 0) for county in counties()]
        rows = [(shades.of_number(n, statewide), n, 0, statewide) for n in own]
        unit = f"services whose record names {name(code)}"
        found.append(View("One language", name(code), unit, rows))
    for code, title in communities().items():
        statewide = counts.communities_statewide.get(code, 0)
        own = [counts.communities.get((county, code), 0) for county in counties()]
        rows = [(shades.of_number(n, statewide), n, 0, statewide) for n in own]
        found.append(View("One community", title, f"organizations by or for {title}", rows))
    return found


def _over_all(report: Report) -> Iterator[tuple[str, int, int, int]]:
    for county in counties():
        reach = [report.counts.cells[county, need].reach for need in needs()]
        own = sum(each in (Reach.LOCAL, Reach.PARTICULAR) for each in reach)
        shade = shades.of_share(own, len(reach))
        yield shade, own, reach.count(Reach.PARTICULAR), reach.count(Reach.STATEWIDE)


def sentence(county: str, view: View, row: tuple[str, int, int, int]) -> str:
    """What a county has, in words; the page's script says the same."""
    _, own, particular, statewide = row
    said = f"{county} County: {own} {view.unit} of the county"
    said += f", {particular} of them only by or for particular communities" if particular else ""
    return f"{said}; {statewide} statewide{' only' if view.unit == 'needs' else ''}"


def svg(view: View) -> str:
    """The map with one shading. Every county is a link to its row in the table of needs."""
    shapes = outlines.paths()
    links = "\n".join(
        f'<a href="#{escape(heat.anchor("county", county))}" class="county {row[0]}">'
        f"<title>{escape(sentence(county, view, row))}</title>"
        f'<path d="{shapes[county]}"/></a>'
        for county, row in zip(counties(), view.counties, strict=True)
    )
    return (
        f'<svg viewBox="-4 -4 {outlines.WIDTH + 8:.0f} {outlines.height() + 8:.0f}" role="group" '
        f'aria-label="Map of California\'s 58 counties" id="map">\n{_PATTERNS}{links}\n</svg>'
    )


def choice(found: list[View]) -> str:
    """The list to choose a shading from; the page's script listens to it."""
    groups: dict[str, list[str]] = {}
    for number, view in enumerate(found):
        groups.setdefault(view.group, []).append(f'<option value="{number}">{escape(view.label)}</option>')
    said = "".join(
        f'<optgroup label="{escape(group)}">{"".join(items)}</optgroup>' for group, items in groups.items()
    )
    return f'<label for="shading">Shade the map by</label> <select id="shading">{said}</select>'


_PATTERNS = (
    '<defs><pattern id="hatch" width="7" height="7" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">'
    '<rect width="7" height="7" fill="#fff"/><rect width="3" height="7" fill="#8c2d04"/></pattern>'
    '<pattern id="dots" width="8" height="8" patternUnits="userSpaceOnUse">'
    '<rect width="8" height="8" fill="#f3e3f3"/><circle cx="4" cy="4" r="2" fill="#6a3d9a"/></pattern></defs>\n'
)
