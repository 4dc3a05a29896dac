"""Danger is seen before its turn, so that it does not wait behind everybody who wrote before."""

from __future__ import annotations

from typing import Any

import pytest

from bot.channels.arrived import Arrived
from bot.channels.house import House
from bot.channels.lookout import Lookout
from bot.delivery import inbox
from bot.settings import Settings
from bot.store import Store

ORDINARY = ["hola", "my baby is 2 months old", "need diapers in Fresno", "the rent is killing me lol"]


async def order(house: House, *bodies: str) -> list[str]:
    for number, body in enumerate(bodies):
        arrived = Arrived("sms", f"SM{number}", f"+1555010000{number}", "+15550109999", body)
        assert await house.receive(arrived)
    if house.agent is not None:
        assert not await Lookout(house).look()
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


async def test_what_the_carrier_took_for_stop_goes_first(settings: Settings, furnished: Store) -> None:
    house = House(settings, furnished)
    await house.receive(Arrived("sms", "SM1", "+15550100001", "", "hola"))
    await house.receive(Arrived("sms", "SM2", "+15550100002", "", "no mas porfa", carrier_did="STOP"))
    message = await furnished.run(lambda session: inbox.claim_next(session, "a", 60))
    assert message is not None and message.provider_sid == "SM2"


async def test_the_lookout_reads_each_message_once_and_none_that_is_in_hand(
    settings: Settings, furnished: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    house = House(settings, furnished)
    read: list[str] = []

    async def understand(body: str, prior: str | None) -> Any:
        read.append(body)
        raise RuntimeError("the model failed")

    monkeypatch.setattr(house, "understand", understand)
    for number in range(3):
        await house.receive(Arrived("sms", f"SM{number}", f"+1555010000{number}", "", f"line {number}"))
    await furnished.run(lambda session: inbox.claim_next(session, "a", 60))
    lookout = Lookout(house)
    assert not await lookout.look() and not await lookout.look()
    assert read == ["line 1", "line 2"]
