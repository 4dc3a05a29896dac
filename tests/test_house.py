"""Imports go down the house: no room knows one above it or beside it, and there are no circles."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent

FLOORS: list[set[str]] = [
    {"bot.settings", "bot.vault", "bot.languages"},
    {"bot.store", "bot.gazetteer"},
    {"bot.migrations"},
    {"bot.directory", "bot.understanding"},
    {"bot.delivery"},
    {"bot.replies"},
    {"bot.conversations"},
    {"bot.handoff"},
    {"bot.channels", "actions"},
    {
        "bot.app",
        "bot.cli",
        "bot.commands",
        "bot.logs",
        "bot.metrics",
        "bot.rehearsal",
        "bot.tables",
        "bot.training",
        "bot.transcripts",
        "bot.agents",
        "bot.actions_in_process",
    },
]
"""From the ground up. Rooms on one floor do not import one another; the roof knows every room."""

ROOF = len(FLOORS) - 1


def _room(module: str) -> str | None:
    parts = module.split(".")
    if parts[0] == "actions":
        return "actions"
    return ".".join(parts[:2]) if parts[0] == "bot" and len(parts) > 1 else None


def _floor(room: str) -> int:
    for number, rooms in enumerate(FLOORS):
        if room in rooms:
            return number
    raise AssertionError(f"{room} stands on no floor: add it to FLOORS, in the right place")


def _files() -> list[Path]:
    return [
        p for top in ("bot", "actions") for p in sorted((ROOT / top).rglob("*.py")) if p.name != "__init__.py"
    ]


def _imports(file: Path) -> set[str]:
    names: set[str] = set()
    for node in ast.walk(ast.parse(file.read_text())):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names |= {f"{node.module}.{alias.name}" for alias in node.names} | {node.module}
    return {name for name in names if name.split(".")[0] in ("bot", "actions")}


@pytest.mark.parametrize("file", _files(), ids=lambda f: str(f.relative_to(ROOT)))
def test_a_module_imports_only_what_stands_below_it(file: Path) -> None:
    own = _room(".".join(file.relative_to(ROOT).with_suffix("").parts))
    assert own is not None
    for name in _imports(file):
        room = _room(name)
        if room is None or room == own:
            continue
        below = _floor(room) < _floor(own) or _floor(own) == ROOF
        assert below, f"{own} may not import {room}"


def test_every_module_says_what_it_is_for() -> None:
    for file in _files():
        assert ast.get_docstring(ast.parse(file.read_text())), f"{file.relative_to(ROOT)} has no docstring"
