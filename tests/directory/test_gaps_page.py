"""The coverage page in a real browser: the map is chosen from and walked through with the keyboard."""

from datetime import datetime, timezone
from pathlib import Path

import pytest

from bot.directory.gaps import counting, finding, page
from bot.directory.gaps.offers import Offer
from bot.directory.gaps.tables import Report
from tests.widget import browser

KERN = Offer("pantry", "Org", frozenset({"food"}), frozenset(), frozenset({"es"}), False, frozenset({"Kern"}))
LINE = Offer("line", "Org", frozenset({"food"}), frozenset(), frozenset(), True, frozenset())
ALPINE = "document.querySelectorAll('#map .county')[1]"
CHOICE = "document.querySelector('#shading')"
SAID = "document.querySelector('#said').textContent"


@pytest.fixture()
def file(tmp_path: Path) -> Path:
    counts = counting.count([KERN, LINE])
    asked = finding.Asked()
    report = Report(counts, asked, finding.find(counts, asked, ("en", "es")), ("en", "es"))
    path = tmp_path / "coverage.html"
    path.write_text(page.html(report, datetime(2026, 11, 25, tzinfo=timezone.utc)), encoding="utf-8")
    return path


async def test_the_map_is_shaded_and_read_by_keyboard(file: Path) -> None:
    program = browser.find()
    if program is None:
        pytest.skip("needs Chromium")
    with browser.running(program) as port:
        async with browser.Browser(port) as opened:
            tab = await opened.page()
            await tab.go(file.as_uri())
            await tab.js(
                f"{CHOICE}.value = [...{CHOICE}.options].find(o => o.text === 'Food').value;"
                f"{CHOICE}.dispatchEvent(new Event('change')); {CHOICE}.focus()"
            )
            assert await tab.js(SAID) == "Food: 1 of 58 counties have something of their own."
            await tab.press("Tab", 9)
            await tab.press("Tab", 9)
            assert await tab.js(f"document.activeElement === {ALPINE}")
            assert await tab.js(SAID) == "Alpine County: 0 services of the county; 1 statewide"
            assert await tab.js(f"{ALPINE}.getAttribute('class')") == "county state"
            await tab.press("Enter", 13, "\r")
            assert await tab.js("location.hash") == "#county-alpine"
            colour = "getComputedStyle(document.querySelector('#map .county.{} path')).fill"
            assert await tab.js(colour.format("some")) != await tab.js(colour.format("state"))
            assert tab.problems == [] and tab.requested == [file.as_uri()]
