"""Every text a navigator gets: it stands in docs/navigators.md as it is, and a flip phone can show it."""

from __future__ import annotations

import re

import pytest

from bot.commands import navigators_page
from bot.delivery import gsm
from bot.handoff import commands, grammar
from bot.languages import CATALOGS

TEXTS = navigators_page.all_of_them()
LONGEST = {"GSM-7": 2, "UCS-2": 4}
"""Segments: a flip phone joins them, and each is paid for."""


def test_the_page_is_fresh() -> None:
    assert navigators_page.PAGE.read_text(encoding="utf-8") == navigators_page.page(), (
        "run: kinpath reference"
    )


@pytest.mark.parametrize("catalog", CATALOGS)
def test_every_text_is_short_whole_and_translated(catalog: str) -> None:
    assert len(TEXTS) > 50
    for sms in TEXTS:
        words = gsm.fold(sms.render(catalog))
        assert "{" not in words, words
        assert gsm.segments(words) <= LONGEST[gsm.encoding(words)], f"{len(words)}: {words}"
        if catalog != "en" and len(sms.one) > 20:
            assert words != sms.render("en"), f"not translated: {words}"


@pytest.mark.parametrize("catalog", CATALOGS)
def test_words_she_is_told_to_text_are_understood(catalog: str) -> None:
    """In capitals or quotation marks stand commands; each means in her language what it means in English."""
    for english, meant in (
        ("DONE", "done"),
        ("LOG", "log"),
        ("ASK", "ask"),
        ("PASS", "pass"),
        ("NOTE", "note"),
    ):
        told = [sms for sms in TEXTS if re.search(rf"\b{english}\b", sms.one)]
        assert told, english
        for sms in told:
            words = re.findall(r"\w+", sms.render(catalog))
            pairs = [" ".join(pair) for pair in zip(words, words[1:], strict=False)]
            assert any(grammar.read(one).command == meant for one in (*words, *pairs)), sms.render(catalog)


def test_the_manual_names_every_command() -> None:
    manual = navigators_page.PAGE.read_text(encoding="utf-8").partition(navigators_page.MARK)[0]
    words = {"accept": "YES", "decline": "NO"}
    missing = [name for name in commands.COMMANDS if words.get(name, name.upper()) not in manual]
    assert missing == []
