"""The whole journey over HTTP: the real server, signed webhooks, a local Twilio that judges what it is sent."""

from __future__ import annotations

import asyncio
import re
import shutil
import time
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from tests.delivery.fake_twilio import FakeTwilio
from tests.end_to_end.forked import Forked, Nursery
from tests.end_to_end.server import Server, free_port

ROSA = "+12135550142"
ANA = "+15550100001"

pytestmark = pytest.mark.server


@pytest.fixture()
async def server(
    nursery: Nursery, tmp_path: Path, twilio: FakeTwilio, furnished_database: Path
) -> AsyncIterator[Forked]:
    file = shutil.copy(furnished_database, tmp_path / "kinpath.db")
    running = nursery.server(tmp_path, {"KINPATH_DATABASE_URL": f"sqlite:///{file}"})
    running.env.update(twilio.settings(running.url))
    running.start()
    try:
        await running.ready()
        yield running
    finally:
        running.stop()


@pytest.fixture()
def command(tmp_path: Path, twilio: FakeTwilio, furnished_database: Path, model: Path) -> Iterator[Server]:
    """`kinpath serve` itself, not started yet."""
    port = free_port()
    shutil.copy(furnished_database, tmp_path / "kinpath.db")
    running = Server(tmp_path, twilio.settings(f"http://127.0.0.1:{port}"), port)
    yield running
    running.stop()


async def answered(twilio: FakeTwilio, number: str, count: int, within: float = 20.0) -> list[str]:
    """What a phone got, once it got so many messages."""
    deadline = time.monotonic() + within
    while len(twilio.bodies(number)) < count:
        assert time.monotonic() < deadline, f"{number} got {twilio.bodies(number)}"
        await asyncio.sleep(0.05)
    return twilio.bodies(number)


async def test_a_mother_finds_diapers_and_a_person(server: Forked, twilio: FakeTwilio) -> None:
    inbound = f"{server.url}/webhooks/sms/inbound"

    async def rosa(words: str, count: int) -> str:
        assert await twilio.text(inbound, ROSA, words) == 200
        return (await answered(twilio, ROSA, count))[-1]

    async def ana(words: str) -> None:
        assert await twilio.text(inbound, ANA, words) == 200

    options = await rosa("necesito pañales y algo de comida, estoy en 90022", 1)
    assert all(f"{n}) " in options for n in (1, 2, 3)) and "MÁS" in options
    details = await rosa("2", 2)
    assert "Tel." in details or "Web" in details
    assert "evisado" in details or "llame antes" in details
    more = await rosa("MAS", 3)
    assert "1) " in more and more != options

    consent = await rosa("quiero hablar con alguien", 4)
    assert "SÍ" in consent
    await rosa("sí", 5)
    alert = (await answered(twilio, ANA, 1))[-1]
    assert ROSA not in alert and "pañales" not in alert.lower()
    await ana("YES")
    await answered(twilio, ROSA, 6)
    before = len(twilio.bodies(ANA))
    assert await twilio.text(inbound, ROSA, "hola, mi bebé tiene dos meses") == 200
    relayed = (await answered(twilio, ANA, before + 1))[-1]
    assert "mi bebé tiene dos meses" in relayed
    count = len(twilio.bodies(ROSA))
    await ana("Hola, soy Ana. Le ayudo con gusto.")
    assert "Le ayudo con gusto" in (await answered(twilio, ROSA, count + 1))[-1]
    await ana("DONE")
    await answered(twilio, ROSA, count + 2)

    everything = [sent.body for sent in twilio.sent]
    for number in (ROSA, ANA):
        digits = number.removeprefix("+1")
        assert not any(digits in re.sub(r"\D", "", body) for body in everything)


async def test_danger_is_answered_first_whatever_is_open(server: Forked, twilio: FakeTwilio) -> None:
    inbound = f"{server.url}/webhooks/sms/inbound"
    assert await twilio.text(inbound, ROSA, "necesito ayuda con la renta") == 200
    await answered(twilio, ROSA, 1)
    assert await twilio.text(inbound, ROSA, "no me quiero seguir viviendo") == 200
    assert "988" in (await answered(twilio, ROSA, 2))[-1]


async def test_forged_and_replayed_webhooks_change_nothing(server: Forked, twilio: FakeTwilio) -> None:
    inbound = f"{server.url}/webhooks/sms/inbound"
    form = {
        "MessageSid": "SM" + "1" * 32,
        "From": ROSA,
        "To": twilio.number,
        "Body": "hello",
        "NumMedia": "0",
    }
    assert await twilio.post(inbound, form, signature="forged") == 403
    assert await twilio.post(inbound, form) == 200
    await answered(twilio, ROSA, 1)
    assert await twilio.post(inbound, form) == 200
    await asyncio.sleep(2)
    assert len(twilio.bodies(ROSA)) == 1


async def test_killed_between_receipt_and_reply_she_is_answered_once(
    command: Server, twilio: FakeTwilio
) -> None:
    inbound = f"{command.url}/webhooks/sms/inbound"
    command.start()
    await command.alive()
    # the model is still being loaded: the message is stored and acknowledged, and cannot be answered yet
    assert await twilio.text(inbound, ROSA, "we need diapers in 90022") == 200
    command.kill()
    assert twilio.bodies(ROSA) == []
    command.start()
    await command.ready()
    await answered(twilio, ROSA, 1)
    await asyncio.sleep(2)
    assert len(twilio.bodies(ROSA)) == 1


async def test_no_word_and_no_number_reaches_the_log(server: Forked, twilio: FakeTwilio) -> None:
    await twilio.text(f"{server.url}/webhooks/sms/inbound", ROSA, "mi palabra secreta es jacaranda")
    await answered(twilio, ROSA, 1)
    log = server.log.read_text()
    assert "jacaranda" not in log and ROSA.removeprefix("+1") not in log
