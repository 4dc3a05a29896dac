"""python -m bot.directory.gaps.making_outlines COUNTIES-10M.JSON OUT: the outlines of California's counties.

Takes us-atlas's counties-10m.json (TopoJSON of the Census Bureau's cartographic boundaries) and writes
data/places/counties.json: California's counties only, with fewer points, as rings of [longitude, latitude].
Borders are thinned arc by arc, so that neighbours still meet.
"""

from __future__ import annotations

import argparse
import json
import math
from pathlib import Path
from typing import Any

CALIFORNIA = "06"
"""How the codes of California's counties begin (FIPS)."""
TOLERANCE = 0.012
"""How far, in degrees, a thinned border may run from the true one: about a kilometre."""
SMALLEST = 0.004
"""Islands smaller than this (square degrees, about 40 km²) are left out, never a county's main land."""
SOURCE = (
    "U.S. Census Bureau, cartographic boundary files, 2017 edition (public domain), by way of the npm package "
    "us-atlas 3.0.1 (ISC licence, copyright 2013-2019 Michael Bostock); California only, borders thinned"
)
Point = tuple[float, float]
Ring = list[Point]


def california(topology: dict[str, Any]) -> dict[str, list[Ring]]:
    """The rings of every Californian county by its name, the largest first."""
    arcs = [thinned(arc) for arc in _arcs(topology)]
    found = {}
    for county in topology["objects"]["counties"]["geometries"]:
        if county["id"].startswith(CALIFORNIA):
            polygons = county["arcs"] if county["type"] == "MultiPolygon" else [county["arcs"]]
            rings = sorted((_ring(polygon[0], arcs) for polygon in polygons), key=_area, reverse=True)
            found[county["properties"]["name"]] = rings[:1] + [r for r in rings[1:] if _area(r) >= SMALLEST]
    return dict(sorted(found.items()))


def thinned(line: Ring) -> Ring:
    """The line with only the points it needs to keep its shape (Ramer, Douglas and Peucker)."""
    first, last = line[0], line[-1]
    far, at = 0.0, 0
    for number in range(1, len(line) - 1):
        away = _away(line[number], first, last)
        if away > far:
            far, at = away, number
    if far <= TOLERANCE:
        return [first, last]
    return thinned(line[: at + 1])[:-1] + thinned(line[at:])


def _arcs(topology: dict[str, Any]) -> list[Ring]:
    (scale_x, scale_y), (from_x, from_y) = (topology["transform"][key] for key in ("scale", "translate"))
    arcs = []
    for arc in topology["arcs"]:
        x = y = 0
        line: Ring = []
        for step_x, step_y in arc:
            x, y = x + step_x, y + step_y
            line.append((round(x * scale_x + from_x, 3), round(y * scale_y + from_y, 3)))
        arcs.append(line)
    return arcs


def _ring(numbers: list[int], arcs: list[Ring]) -> Ring:
    ring: Ring = []
    for number in numbers:
        arc = arcs[number] if number >= 0 else arcs[~number][::-1]
        ring += arc[1:] if ring else arc
    return ring[:-1]


def _away(point: Point, first: Point, last: Point) -> float:
    (x, y), (ax, ay), (bx, by) = point, first, last
    length = math.hypot(bx - ax, by - ay)
    if not length:
        return math.hypot(x - ax, y - ay)
    return abs((bx - ax) * (ay - y) - (ax - x) * (by - ay)) / length


def _area(ring: Ring) -> float:
    return (
        abs(sum(ax * by - bx * ay for (ax, ay), (bx, by) in zip(ring, ring[1:] + ring[:1], strict=True))) / 2
    )


if __name__ == "__main__":
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("topology", type=Path, help="us-atlas's counties-10m.json")
    parser.add_argument("out", type=Path, help="the file to write")
    arguments = parser.parse_args()
    made = california(json.loads(arguments.topology.read_text(encoding="utf-8")))
    rows = ",\n".join(
        f"{json.dumps(name)}: {json.dumps(rings, separators=(',', ':'))}" for name, rings in made.items()
    )
    arguments.out.write_text(
        f'{{"source": {json.dumps(SOURCE)},\n"counties": {{\n{rows}\n}}}}\n', encoding="utf-8"
    )
    print(f"{arguments.out}: {len(made)} counties")
