"""How many read the directory's API at once: few, so that families' messages never wait for them."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from bot.channels.hsda_answers import Refused

INSIDE = 2
"""Requests that read the database at one time, of eight that the store has workers for."""
WAITING = 40
"""Requests that may wait; the next one is told to come again."""


class Door:
    """Entered with `async with`. Raises Refused (503) when too many wait already."""

    def __init__(self, inside: int = INSIDE, waiting: int = WAITING) -> None:
        self._free = asyncio.Semaphore(inside)
        self._most = waiting
        self._waiting = 0

    async def __aenter__(self) -> None:
        if self._free.locked() and self._waiting >= self._most:
            raise Refused(503, "busy", "too much is asked at once; ask again in a few seconds")
        self._waiting += 1
        try:
            await self._free.acquire()
        finally:
            self._waiting -= 1

    async def __aexit__(self, *_: object) -> None:
        self._free.release()

    @asynccontextmanager
    async def again(self) -> AsyncIterator[None]:
        """For whoever is in the middle of a long answer: waits as long as it takes."""
        async with self._free:
            yield
