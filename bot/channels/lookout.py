"""Looks through the line for danger: who tells of it without any word of the lexicon does not wait for her turn."""

from __future__ import annotations

import asyncio
from functools import partial

import structlog

from bot.channels.house import House
from bot.delivery import inbox

log = structlog.get_logger()

LET_THEM_GO = 0.25
"""Seconds that a message stands in line before it is looked at: most are in hand by then, and are read there."""
LOOK_AGAIN = 5.0
AT_ONCE = 20


class Lookout:
    """Reads what waits and brings danger forward. It only changes the order: each turn reads its message itself."""

    def __init__(self, house: House) -> None:
        self._house = house
        self._seen: set[int] = set()

    async def run(self) -> None:
        """Look until cancelled."""
        await self._house.agent_ready.wait()
        with self._house.wakeups.listen("inbox") as bell:
            while True:
                more = await self.look()
                if not more:
                    await bell.wait(LOOK_AGAIN)
                await asyncio.sleep(LET_THEM_GO)

    async def look(self) -> bool:
        """Look once at those that stand in line and were not looked at; True when there may be more."""
        standing = await self._house.store.read(inbox.standing)
        self._seen.intersection_update(standing)
        unseen = [number for number in standing if number not in self._seen][:AT_ONCE]
        if not unseen:
            return False
        for number, body in await self._house.store.read(partial(inbox.words_of, ids=unseen)):
            self._seen.add(number)
            if await self._is_danger(body):
                await self._house.store.run(partial(inbox.bring_forward, message_id=number))
            await asyncio.sleep(0)  # reading yields to nobody by itself
        return len(unseen) == AT_ONCE

    async def _is_danger(self, body: str) -> bool:
        try:
            return (await self._house.understand(body, None)).crisis is not None
        except Exception as error:
            log.error("lookout.failed", error=type(error).__name__)
            return False
