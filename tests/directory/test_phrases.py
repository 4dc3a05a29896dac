"""The bundled directory's phrases in every language: all there, with the same numbers and the same hours."""

import re

import pytest

from bot.commands.phrases import of_bundle
from bot.languages import CATALOGS
from bot.replies.catalogs import catalog_of

PHRASES = of_bundle()
LANGUAGES = [catalog for catalog in CATALOGS if catalog != "en"]
HOURS = re.compile(r"\b(Mon|Tue|Wed|Thu|Fri|Sat|Sun|[Dd]aily|walk-ins|workdays)\w*\b.*\d")
ANOTHER_WAY = re.compile(r"24/7|\d(st|nd|rd|th)|3rd")
"""Numbers that languages say in words: «every day», «second»."""
CLOCK = re.compile(r"(?<!\d)(\d{1,2})(?::(\d\d)|시 ?(\d\d)분)?(?!\d)")
NOT_SAID_SO = ("社群", "專案", "物件", "檔案", "用者", "溼", "喂", "賬")
"""What machines make of simplified Chinese, and no one who reads traditional Chinese would say here."""


def translated(catalog: str, phrase: str) -> str:
    return str(catalog_of(catalog, "directory").gettext(phrase))


def clock(said: str) -> set[tuple[int, str]]:
    """Every time in a text, on a 12-hour clock."""
    return {(int(hour) % 12, minutes or others or "00") for hour, minutes, others in CLOCK.findall(said)}


@pytest.mark.parametrize("catalog", LANGUAGES)
def test_every_phrase_a_card_shows_is_translated(catalog: str) -> None:
    there = catalog_of(catalog, "directory")._catalog  # type: ignore[attr-defined]
    assert [phrase for phrase in PHRASES if not there.get(phrase)] == []


@pytest.mark.parametrize("catalog", LANGUAGES)
def test_hours_are_the_same_hours(catalog: str) -> None:
    hours = [phrase for phrase in PHRASES if HOURS.search(phrase)]
    assert len(hours) > 80
    wrong = {
        phrase: said
        for phrase in hours
        if not clock(ANOTHER_WAY.sub("", phrase)) <= clock(said := translated(catalog, phrase))
    }
    assert wrong == {}


@pytest.mark.parametrize("catalog", LANGUAGES)
def test_no_number_is_lost(catalog: str) -> None:
    lost = {
        phrase: said
        for phrase in PHRASES
        if not HOURS.search(phrase)
        and not set(re.findall(r"\d+", ANOTHER_WAY.sub("", phrase)))
        <= set(re.findall(r"\d+", said := translated(catalog, phrase)))
    }
    assert lost == {}


def test_traditional_chinese_is_said_as_people_say_it() -> None:
    said = [(phrase, translated("zh_Hant", phrase)) for phrase in PHRASES]
    assert [pair for pair in said if any(word in pair[1] for word in NOT_SAID_SO)] == []
