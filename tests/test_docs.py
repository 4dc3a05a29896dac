"""Documentation is kept true: generated pages are fresh, commands in the README exist, links lead somewhere."""

import re
import shlex

import pytest

from bot.cli import parser
from bot.commands import reference
from bot.settings import ROOT

PAGES = sorted([ROOT / "README.md", *(ROOT / "docs").glob("*.md")])


def test_the_settings_page_is_fresh() -> None:
    assert (ROOT / "docs" / "settings.md").read_text(encoding="utf-8") == reference.settings_page(), (
        "run: kinpath reference"
    )


def test_the_command_page_is_fresh() -> None:
    assert (ROOT / "docs" / "cli.md").read_text(encoding="utf-8") == reference.cli_page(), (
        "run: kinpath reference"
    )


@pytest.mark.parametrize("page", PAGES, ids=lambda p: p.name)
def test_links_between_pages_lead_somewhere(page) -> None:  # type: ignore[no-untyped-def]
    for target in re.findall(r"\]\((?!https?:|#)([^)#]+)", page.read_text(encoding="utf-8")):
        assert (page.parent / target).exists(), f"{page.name} links to {target}"


@pytest.mark.parametrize("page", PAGES, ids=lambda p: p.name)
def test_commands_shown_are_commands_we_have(page) -> None:  # type: ignore[no-untyped-def]
    if page.name == "cli.md":
        return
    shown = re.findall(
        r"^\s+(?:.*\| )?\.venv/bin/kinpath (.+)$", page.read_text(encoding="utf-8"), re.MULTILINE
    )
    for line in shown:
        arguments = shlex.split(line.split("#")[0])
        parser().parse_args(arguments)


@pytest.mark.parametrize("page", PAGES, ids=lambda p: p.name)
def test_make_targets_shown_exist(page) -> None:  # type: ignore[no-untyped-def]
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    for target in re.findall(
        r"`make ([a-z-]+)`|^\s+make ([a-z-]+)", page.read_text(encoding="utf-8"), re.MULTILINE
    ):
        assert re.search(rf"^{''.join(target)}:", makefile, re.MULTILINE), target


def test_every_room_of_the_house_is_on_the_map() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    rooms = [p.name for p in (ROOT / "bot").iterdir() if (p / "__init__.py").exists()]
    missing = [
        room for room in rooms if f"bot/{room}/" not in readme and room not in ("commands", "migrations")
    ]
    assert missing == [], "the README's map lacks these"
