"""The database locked, or out of reach, for half a minute under a real server: nothing is lost."""

from __future__ import annotations

import asyncio
import os
import re
import sqlite3
import time
from pathlib import Path

import pytest

from bot.conversations import contacts
from bot.store import Store
from tests.delivery.databases import POSTGRES, database, open_store
from tests.delivery.fake_twilio import FakeTwilio
from tests.end_to_end import judge
from tests.end_to_end.forked import Forked, Nursery
from tests.end_to_end.phones import CarriedPhones, answered
from tests.end_to_end.proxy import Wire

ROSA, LUPE, CARMEN = "+12135550142", "+12135550143", "+12135550144"
GONE = float(os.environ.get("KINPATH_TEST_DATABASE_GONE", "30"))
"""Seconds without a database."""
THE_CARRIER_WAITS = 15.0

pytestmark = [pytest.mark.server, pytest.mark.trial]


async def start(nursery: Nursery, folder: Path, twilio: FakeTwilio, url: str) -> Forked:
    server = nursery.server(folder, {**twilio.settings(), "KINPATH_DATABASE_URL": url})
    server.env["KINPATH_PUBLIC_URL"] = server.url
    server.start()
    await server.ready()
    return server


async def texts_while_it_is_gone(twilio: FakeTwilio, phones: CarriedPhones) -> None:
    """Three families text; each is acknowledged before the carrier gives up, and danger is answered at once."""
    began = time.monotonic()
    for number, body in (
        (ROSA, "necesito pañales, 90022"),
        (LUPE, "ya no quiero seguir viviendo"),
        (CARMEN, "STOP"),
        (ROSA, "y también comida"),
    ):
        asked = time.monotonic()
        await phones.text(number, body)
        assert time.monotonic() - asked < THE_CARRIER_WAITS
    assert "988" in twilio.answers[1], "said in the answer to the webhook: it needs no database"
    assert [re.search("<Message>", answer) is not None for answer in twilio.answers] == [
        False,
        True,
        False,
        False,
    ]
    assert time.monotonic() - began < GONE, "all of it while the database was gone"
    assert twilio.sent == []


async def all_is_answered(store: Store, twilio: FakeTwilio, phones: CarriedPhones) -> None:
    """What was kept aside is answered, each once, each family's in the order in which she wrote.

    STOP is heard and has no answer from Kinpath: the carrier confirms it.
    """
    for number, count in ((ROSA, 2), (LUPE, 1)):
        assert await answered(phones, number, count - 1, 60), f"{number} got {phones.shown(number)}"
    assert await judge.settled(store, 60)
    assert phones.shown(CARMEN) == []
    with store.reading() as session:
        assert contacts.has_stopped(session, CARMEN)
    assert len(twilio.sent) == len({(sent.to, sent.body) for sent in twilio.sent})
    with store.reading() as session:
        verdict = judge.conversations(session, phones.acknowledged, set())
    assert verdict.broken == [] and verdict.inbound == 4


async def test_sqlite_held_by_another_process(nursery: Nursery, tmp_path: Path, twilio: FakeTwilio) -> None:
    file = tmp_path / "kinpath.db"
    server = await start(nursery, tmp_path, twilio, f"sqlite:///{file}")
    try:
        phones = CarriedPhones(twilio, [f"{server.url}/webhooks/sms/inbound"])
        holder = sqlite3.connect(file, isolation_level=None)
        holder.execute("BEGIN EXCLUSIVE")
        await asyncio.gather(texts_while_it_is_gone(twilio, phones), asyncio.sleep(GONE))
        holder.execute("ROLLBACK")
        holder.close()
        store = open_store(f"sqlite:///{file}")
        await all_is_answered(store, twilio, phones)
        store.close()
    finally:
        server.kill()


@pytest.mark.skipif(not POSTGRES, reason="needs PostgreSQL: set KINPATH_TEST_DATABASE_URL")
async def test_postgresql_stopped_and_started_again(
    nursery: Nursery, tmp_path: Path, twilio: FakeTwilio
) -> None:
    with database("postgresql", tmp_path) as url:
        port = re.search(r":(\d+)/", url)
        assert port is not None
        wire = Wire(int(port[1]))
        await wire.mend()
        server = await start(nursery, tmp_path, twilio, url.replace(port[0], f":{wire.port}/"))
        try:
            phones = CarriedPhones(twilio, [f"{server.url}/webhooks/sms/inbound"])
            await wire.cut()
            await asyncio.gather(texts_while_it_is_gone(twilio, phones), asyncio.sleep(GONE))
            await wire.mend()
            store = open_store(url)
            await all_is_answered(store, twilio, phones)
            store.close()
        finally:
            server.kill()
            await wire.cut()
