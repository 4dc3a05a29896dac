"""The shapes of California's counties, on a flat sheet (data/places/counties.json)."""

from __future__ import annotations

import json
import math
from functools import cache

from bot.settings import ROOT

FILE = ROOT / "data" / "places" / "counties.json"
WIDTH = 640.0
"""The width of the sheet, in its own units; `height()` is as much as that needs."""
_NORTH, _SOUTH, _MIDDLE, _BASE = (math.radians(degrees) for degrees in (40.5, 34.0, -120.0, 37.5))
"""Albers' equal-area projection with the parallels and the meridian that California uses itself."""
_CONE = (math.sin(_SOUTH) + math.sin(_NORTH)) / 2
_CONSTANT = math.cos(_SOUTH) ** 2 + 2 * _CONE * math.sin(_SOUTH)

Point = tuple[float, float]


@cache
def paths() -> dict[str, str]:
    """An SVG path for each county by its name."""
    left, top, scale, _ = _sheet()
    found = {}
    for county, rings in _projected().items():
        parts = []
        for ring in rings:
            points = " ".join(f"{(x - left) * scale:.1f},{(top - y) * scale:.1f}" for x, y in ring)
            parts.append(f"M{points}Z")
        found[county] = "".join(parts)
    return found


def height() -> float:
    """The height of the sheet."""
    return _sheet()[3]


@cache
def source() -> str:
    """Where the shapes come from and under which licence."""
    return str(_file()["source"])


@cache
def _sheet() -> tuple[float, float, float, float]:
    """The left edge, the top edge, the scale and the height of the sheet."""
    points = [point for rings in _projected().values() for ring in rings for point in ring]
    left, right = min(x for x, _ in points), max(x for x, _ in points)
    bottom, top = min(y for _, y in points), max(y for _, y in points)
    scale = WIDTH / (right - left)
    return left, top, scale, round((top - bottom) * scale, 1)


@cache
def _projected() -> dict[str, list[list[Point]]]:
    counties = _file()["counties"]
    return {name: [[_flat(*point) for point in ring] for ring in rings] for name, rings in counties.items()}


@cache
def _file() -> dict[str, dict[str, list[list[Point]]]]:
    found: dict[str, dict[str, list[list[Point]]]] = json.loads(FILE.read_text(encoding="utf-8"))
    return found


def _flat(longitude: float, latitude: float) -> Point:
    away = math.sqrt(_CONSTANT - 2 * _CONE * math.sin(math.radians(latitude))) / _CONE
    base = math.sqrt(_CONSTANT - 2 * _CONE * math.sin(_BASE)) / _CONE
    turned = _CONE * (math.radians(longitude) - _MIDDLE)
    return away * math.sin(turned), base - away * math.cos(turned)
