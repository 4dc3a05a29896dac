"""Two real servers with one PostgreSQL and one Redis."""

from __future__ import annotations

import asyncio
import json
import os
import re
import time
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from sqlalchemy import select

from bot.channels import first_run
from bot.delivery.inbox import InboundMessage
from bot.delivery.outbox import OutboxMessage
from bot.handoff import navigators
from bot.handoff.models import CaseEvent
from bot.settings import SIMULATOR_NUMBER
from bot.store import Store
from tests.delivery.databases import POSTGRES, database, open_store
from tests.end_to_end import judge
from tests.end_to_end.forked import Forked, Nursery

REDIS = os.environ.get("KINPATH_TEST_REDIS_URL", "")
ANA, LINH = "+15550100001", "+15550100002"

pytestmark = [
    pytest.mark.server,
    pytest.mark.skipif(
        not (POSTGRES and REDIS),
        reason="needs PostgreSQL and Redis: set KINPATH_TEST_DATABASE_URL and KINPATH_TEST_REDIS_URL",
    ),
]


@dataclass
class Pair:
    """Two servers, their database, and how one talks with them."""

    a: Forked
    b: Forked
    store: Store
    nursery: Nursery
    http: aiohttp.ClientSession

    async def text(self, server: Forked, number: str, body: str) -> None:
        message = {"from": number, "to": SIMULATOR_NUMBER, "body": body}
        async with self.http.post(f"{server.url}/simulator/messages", json=message) as answer:
            assert answer.status == 202

    def bodies(self, number: str) -> list[str]:
        with self.store.reading() as session:
            rows = session.execute(select(OutboxMessage).order_by(OutboxMessage.id)).scalars()
            return [row.body for row in rows if row.recipient == number and row.sent_at]

    async def got(self, number: str, words: str, within: float = 40.0) -> str:
        """What a phone got that has these words in it."""
        deadline = time.monotonic() + within
        while time.monotonic() < deadline:
            for body in self.bodies(number):
                if re.search(words, body):
                    return body
            await asyncio.sleep(0.1)
        raise AssertionError(f"{number} got {self.bodies(number)}")

    async def handled(self, count: int, within: float = 60.0) -> list[InboundMessage]:
        """All inbound messages, once so many were handled."""
        deadline = time.monotonic() + within
        while time.monotonic() < deadline:
            with self.store.reading() as session:
                rows = session.query(InboundMessage).order_by(InboundMessage.id).all()
            if sum(row.handled_at is not None for row in rows) >= count:
                return rows
            await asyncio.sleep(0.1)
        raise AssertionError(
            f"{len(rows)} came, {sum(row.handled_at is not None for row in rows)} were handled"
        )


@pytest.fixture()
async def pair(nursery: Nursery, tmp_path: Path) -> AsyncIterator[Pair]:
    with database("postgresql", tmp_path) as url, nursery.clock.used():
        store = open_store(url)
        store.upgrade()
        with store.transaction() as session:
            first_run.bundled.fill_if_empty(session)
            navigators.add(session, "Ana", ANA, ["en", "es"])
            navigators.add(session, "Linh", LINH, ["en", "vi"])
        env = {"KINPATH_DATABASE_URL": url, "KINPATH_REDIS_URL": REDIS}
        a, b = nursery.server(tmp_path, env), nursery.server(tmp_path, env)
        for server in (a, b):
            server.start()
        async with aiohttp.ClientSession() as http:
            try:
                for server in (a, b):
                    await server.ready()
                yield Pair(a, b, store, nursery, http)
            finally:
                a.kill(), b.kill()
                store.close()


class Widget:
    """A web family with her stream open at one server."""

    def __init__(self, pair: Pair, server: Forked) -> None:
        self._pair, self._server = pair, server
        self.heard: list[dict[str, Any]] = []
        self._sent = 0

    async def open(self) -> None:
        async with self._pair.http.post(
            f"{self._server.url}/webhooks/web/sessions", json={"language": "en"}
        ) as answer:
            self._token = (await answer.json())["token"]
        self._listening = asyncio.create_task(self._listen())

    async def say(self, text: str) -> None:
        self._sent += 1
        async with self._pair.http.post(
            f"{self._server.url}/webhooks/web/messages",
            json={"id": f"m{self._sent}", "text": text},
            headers={"Authorization": f"Bearer {self._token}"},
        ) as answer:
            assert answer.status == 202

    async def hears(self, words: str, within: float = 40.0) -> float:
        """Wait until something with these words was heard; gives back the seconds that took."""
        began = time.monotonic()
        while time.monotonic() - began < within:
            if any(re.search(words, said["text"]) for said in self.heard):
                return time.monotonic() - began
            await asyncio.sleep(0.05)
        raise AssertionError(f"she heard {[said['text'] for said in self.heard]}")

    async def _listen(self) -> None:
        headers = {"Authorization": f"Bearer {self._token}"}
        async with self._pair.http.get(
            f"{self._server.url}/webhooks/web/events", headers=headers, timeout=aiohttp.ClientTimeout(None)
        ) as stream:
            async for line in stream.content:
                if line.startswith(b"data: ") and b'"text"' in line:
                    self.heard.append(json.loads(line[6:]))

    def close(self) -> None:
        self._listening.cancel()


async def test_one_conversations_messages_never_interleave(pair: Pair) -> None:
    numbers = [f"+1555010{n:04d}" for n in range(9001, 9005)]
    texts = ["necesito pañales", "90022", "MAS", "1", "comida"]
    for body in texts:
        await asyncio.gather(
            *(pair.text((pair.a, pair.b)[n % 2], number, body) for n, number in enumerate(numbers))
        )
        pair.a, pair.b = pair.b, pair.a
    rows = await pair.handled(len(numbers) * len(texts))
    for number in numbers:
        mine = [row for row in rows if row.sender == number]
        assert [row.body for row in mine] == texts
        ends = [row.handled_at for row in mine]
        assert ends == sorted(ends) and len(set(ends)) == len(ends)
        assert all(row.attempts == 1 for row in mine)
    assert await judge.settled(pair.store, 60)
    with pair.store.reading() as session:
        assert judge.conversations(session, None, set()).broken == []


async def test_a_web_family_at_one_server_hears_a_navigator_who_texts_the_other(pair: Pair) -> None:
    widget = Widget(pair, pair.a)
    await widget.open()
    await widget.say("we need diapers in 90022")
    await widget.hears("1\\)")
    await widget.say("PERSON")
    await widget.hears("YES")
    await widget.say("YES")
    code = re.search(r"\b[A-Z]{2}\d\b", await pair.got(ANA, "Reply YES or NO"))
    assert code is not None
    await pair.text(pair.b, ANA, f"YES {code[0]}")
    await widget.hears("Ana")
    await pair.text(pair.b, ANA, "Hello, I am glad you wrote.")
    assert await widget.hears("glad you wrote") < 5, "woken by the other server, not found at the next look"
    await widget.say("my baby is two months old")
    await pair.got(ANA, "two months old")
    widget.close()


async def test_a_timer_fires_once(pair: Pair) -> None:
    for number in ("+15550109101", "+15550109102", "+15550109103"):
        for body in ("we need diapers in 90022", "PERSON", "YES"):
            before = len(pair.bodies(number))
            await pair.text(pair.a, number, body)
            for _ in range(400):
                if len(pair.bodies(number)) > before:
                    break
                await asyncio.sleep(0.1)
    await pair.got(ANA, "Reply YES or NO")
    pair.nursery.clock.move(timedelta(minutes=11))
    deadline = time.monotonic() + 40
    fired: list[str] = []
    while time.monotonic() < deadline and len(fired) < 3:
        await asyncio.sleep(0.5)
        with pair.store.reading() as session:
            rows = session.execute(select(CaseEvent).where(CaseEvent.kind == "wave_expired")).scalars()
            fired = [row.case_id for row in rows]
    await asyncio.sleep(6)  # both have looked again meanwhile
    with pair.store.reading() as session:
        rows = session.execute(select(CaseEvent).where(CaseEvent.kind == "wave_expired")).scalars()
        fired = [row.case_id for row in rows]
    assert len(fired) == 3 == len(set(fired))


async def test_killing_one_server_in_the_middle_of_a_case_loses_nothing(pair: Pair) -> None:
    number = "+15550109201"
    for body, answer in (("we need diapers in 90022", "1\\)"), ("PERSON", "YES"), ("YES", "navigators")):
        await pair.text(pair.a, number, body)
        await pair.got(number, answer)
    code = re.search(r"\b[A-Z]{2}\d\b", await pair.got(ANA, "Reply YES or NO"))
    assert code is not None
    await pair.text(pair.a, ANA, f"YES {code[0]}")
    await pair.got(number, "Ana")
    for n in range(6):  # both servers have work in hand when one dies
        await pair.text(pair.a, number, f"first {n}")
        await pair.text(pair.a, ANA, f"hello {n}")
    pair.a.kill()
    for n in range(3):
        await pair.text(pair.b, number, f"second {n}")
    await pair.handled(3 + 1 + 12 + 3)
    for n in range(6):
        await pair.got(ANA, f"first {n}")
        await pair.got(number, f"hello {n}")
    for n in range(3):
        await pair.got(ANA, f"second {n}")
    relayed = [body for body in pair.bodies(ANA) if "Family:" in body]
    assert [body[-8:].strip() for body in relayed] == [
        *(f"first {n}" for n in range(6)),
        *(f"second {n}" for n in range(3)),
    ]
    assert await judge.settled(pair.store, 60)
    with pair.store.reading() as session:
        assert judge.conversations(session, None, {ANA, LINH}).broken == []
