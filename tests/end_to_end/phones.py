"""Phones of families and navigators: they text the service as a carrier would bring it, and show what they get."""

from __future__ import annotations

import asyncio
import time
from collections import defaultdict
from functools import partial
from typing import Protocol

import aiohttp
from sqlalchemy import select
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from bot.delivery.simulator import SimulatedMessage
from bot.settings import SIMULATOR_NUMBER
from bot.store import Store, new_id
from tests.delivery.fake_twilio import FakeTwilio

PATIENCE = 300.0
"""Seconds for which a phone tries to send a text; longer than any server of a run is away."""
OVERLAP = 100
"""Messages that are read again each time: transactions do not always end in the order of their ids."""


class Phones(Protocol):
    """All phones of a run."""

    async def text(self, number: str, body: str) -> None:
        """Text the service; comes back when the service has acknowledged it."""
        ...

    def shown(self, number: str) -> list[str]:
        """What a phone got so far, oldest first."""
        ...


async def answered(phones: Phones, number: str, before: int, within: float) -> bool:
    """Wait until a phone got more than it had; False when it did not in that many seconds."""
    deadline = time.monotonic() + within
    while len(phones.shown(number)) <= before:
        if time.monotonic() > deadline:
            return False
        await asyncio.sleep(0.05)
    return True


class CarriedPhones:
    """Phones behind the local Twilio. Servers that are down are asked again, as Twilio is told to (rc, rp)."""

    def __init__(self, twilio: FakeTwilio, webhooks: list[str]) -> None:
        self._twilio = twilio
        self._webhooks = webhooks
        self.acknowledged: dict[str, str] = {}
        """The texts that were acknowledged: the sender by MessageSid."""
        self.posts = 0

    async def text(self, number: str, body: str) -> None:
        """Text the service, now through one server and now through another."""
        sid = f"SM{new_id()}"
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline:
            webhook = self._webhooks[self.posts % len(self._webhooks)]
            self.posts += 1
            try:
                if await asyncio.wait_for(self._twilio.text(webhook, number, body, sid), 15) == 200:
                    self.acknowledged[sid] = number
                    return
            except (aiohttp.ClientError, OSError, asyncio.TimeoutError):
                pass
            await asyncio.sleep(0.1)
        raise TimeoutError("no server took the text")

    def shown(self, number: str) -> list[str]:
        """What the carrier took for a phone."""
        return self._twilio.bodies(number)


class SimulatedPhones:
    """The simulator's phones: texts go in over HTTP; what phones show is read where the page reads it."""

    def __init__(self, store: Store, urls: list[str]) -> None:
        self._store = store
        self._urls = urls
        self._shown: defaultdict[str, list[str]] = defaultdict(list)
        self._seen: set[int] = set()
        self.posts = 0
        self.waits: list[float] = []
        """Seconds that the service took to acknowledge each text."""

    async def text(self, number: str, body: str, media: list[str] | None = None) -> None:
        """Text the service."""
        message = {"from": number, "to": SIMULATOR_NUMBER, "body": body, "media": media or []}
        began = time.monotonic()
        async with aiohttp.ClientSession() as http:
            while time.monotonic() < began + PATIENCE:
                url = self._urls[self.posts % len(self._urls)]
                self.posts += 1
                try:
                    async with http.post(f"{url}/simulator/messages", json=message) as answer:
                        if answer.status == 202:
                            self.waits.append(time.monotonic() - began)
                            return
                except (aiohttp.ClientError, OSError, asyncio.TimeoutError):
                    pass
                await asyncio.sleep(0.2)
        raise TimeoutError("no server took the text")

    def shown(self, number: str) -> list[str]:
        """What a phone showed when they were last looked at."""
        return self._shown[number]

    async def look(self) -> None:
        """Look at all phones, again and again."""
        while True:
            newest = max(self._seen, default=0)
            try:
                found = await self._store.read(partial(_since, newest - OVERLAP))
            except SQLAlchemyError:  # the database is busy: phones are looked at again
                found = []
            for message in found:
                if message.id not in self._seen:
                    self._seen.add(message.id)
                    if message.sender == SIMULATOR_NUMBER:
                        self._shown[message.recipient].append(message.body)
            await asyncio.sleep(0.25)


def _since(last: int, session: Session) -> list[SimulatedMessage]:
    query = select(SimulatedMessage).where(SimulatedMessage.id > last).order_by(SimulatedMessage.id)
    return list(session.execute(query).scalars())
