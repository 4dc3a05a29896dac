"""Danger is seen when a message arrives, so that it does not wait behind everybody who wrote before."""

from __future__ import annotations

from typing import Any

import pytest

from bot.channels.arrived import Arrived
from bot.channels.house import House
from bot.delivery import inbox
from bot.settings import Settings
from bot.store import Store

ORDINARY = ["hola", "my baby is 2 months old", "need diapers in Fresno", "the rent is killing me lol"]


async def order(house: House, *bodies: str) -> list[str]:
    for number, body in enumerate(bodies):
        arrived = Arrived("sms", f"SM{number}", f"+1555010000{number}", "+15550109999", body)
        assert await house.receive(arrived)
    claimed = []
    while message := await house.store.run(lambda session: inbox.claim_next(session, "a", 60)):
        claimed.append(message.body)
    return claimed


@pytest.mark.parametrize("danger", ["I want to kill myself", "STOP", "mi esposo me está golpeando ahorita"])
async def test_plain_words_go_first_even_without_a_model(
    settings: Settings, furnished: Store, danger: str
) -> None:
    assert await order(House(settings, furnished), *ORDINARY, danger) == [danger, *ORDINARY]


@pytest.mark.parametrize(
    "danger",
    [
        "I wrote her a letter for her 18th birthday and put my rings in it, she'll be better off w my sister",
        "he has my keys and hes on the porch again, my mom says turn the lights off and keep the kids quiet",
    ],
)
async def test_danger_told_in_other_words_goes_first(
    settings: Settings, furnished: Store, agent: Any, danger: str
) -> None:
    house = House(settings, furnished)
    house.use_agent(agent)
    assert not Arrived("sms", "SM", "", "", danger).in_plain_words(), "the lexicon alone would do"
    assert await order(house, *ORDINARY, danger) == [danger, *ORDINARY]
