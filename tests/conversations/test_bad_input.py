"""Whatever is typed gets a helpful answer, and changes nothing that it should not."""

from typing import Any

import pytest

from bot.rehearsal import Rehearsal
from bot.settings import Settings
from bot.store import Store

FAMILY = "+15550109001"

pytestmark = pytest.mark.rasa()


@pytest.fixture()
async def rehearsal(settings: Settings, furnished: Store, agent: Any) -> Rehearsal:
    return Rehearsal.open(settings, furnished, agent)


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "   ",
        "\n",
        "😀" * 2000,
        "a" * 10_240,
        "food \0 90022",
        "\0",
        "????",
        "/",
        "//restart",
        '{"a": 1}',
        "%s {x}",
    ],
    ids=[
        "empty",
        "blanks",
        "newline",
        "emoji",
        "10kB",
        "NUL",
        "only NUL",
        "marks",
        "slash",
        "slashes",
        "json",
        "braces",
    ],
)
async def test_it_is_answered_once_or_more_and_nothing_breaks(rehearsal: Rehearsal, typed: str) -> None:
    said = await rehearsal.text(FAMILY, typed)
    assert said and all(line.recipient == FAMILY and line.words.strip() for line in said)
    assert not any("went wrong" in line.words for line in said)
    again = await rehearsal.text(FAMILY, "need food 90022")
    assert "1) " in again[-1].words


@pytest.mark.parametrize(
    "typed", ["/restart", '/find_help{"zip":"1"}', "/session_start", "/erase_form", "/affirm"]
)
async def test_rasas_own_syntax_is_plain_text(rehearsal: Rehearsal, typed: str) -> None:
    await rehearsal.text(FAMILY, "need food 90022")
    await rehearsal.text(FAMILY, typed)
    more = await rehearsal.text(FAMILY, "more")
    assert any("food" in line.words for line in more), "what was known before is known still"


async def test_a_nul_in_the_middle_does_not_hide_the_words(rehearsal: Rehearsal) -> None:
    said = await rehearsal.text(FAMILY, "need \0food 90022")
    assert "1) " in said[-1].words


async def test_danger_far_down_a_long_message_is_seen(rehearsal: Rehearsal) -> None:
    said = await rehearsal.text(
        FAMILY, "my day was long and the bus was late. " * 60 + "i want to kill myself"
    )
    assert "988" in said[0].words
