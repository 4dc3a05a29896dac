"""Wakeups across servers, by Redis publish and subscribe."""

from __future__ import annotations

import asyncio
from typing import Any

import structlog
from redis import asyncio as redis

from bot.delivery.wakeups import Wakeups

log = structlog.get_logger()

CHANNEL = "kinpath:wakeups"
_PAUSE = 1.0


class RedisWakeups(Wakeups):
    """Wakes waiters here and on every server with the same Redis. Without Redis it still wakes those here."""

    def __init__(self, url: str) -> None:
        super().__init__()
        self._redis: Any = redis.from_url(url, socket_connect_timeout=2, health_check_interval=15)
        self._outgoing: asyncio.Queue[str] = asyncio.Queue(maxsize=10_000)
        self._tasks: list[asyncio.Task[None]] = []

    async def start(self) -> None:
        """Begin to hear and to tell other servers, now and again after every break of the connection."""
        self._tasks = [asyncio.create_task(self._hear()), asyncio.create_task(self._tell())]

    async def close(self) -> None:
        """Stop both, and let go of the connections."""
        await super().close()
        left = set(self._tasks)
        while left:  # the client can swallow a cancellation that comes while it connects
            for task in left:
                task.cancel()
            _, left = await asyncio.wait(left, timeout=0.2)
        await self._redis.close(close_connection_pool=True)

    def notify(self, name: str) -> None:
        """Wake everyone who waits for this name, here at once and elsewhere soon."""
        super().notify(name)
        try:
            self._loop.call_soon_threadsafe(self._queue, name)
        except RuntimeError:  # the loop is closed
            return

    def _queue(self, name: str) -> None:
        if not self._outgoing.full():  # a lost wakeup costs a moment; a growing queue costs the server
            self._outgoing.put_nowait(name)

    async def _tell(self) -> None:
        while True:
            name = await self._outgoing.get()
            try:
                await self._redis.publish(CHANNEL, name)
            except (redis.RedisError, OSError) as error:
                log.warning("other servers cannot be woken", error=type(error).__name__)
                await asyncio.sleep(_PAUSE)

    async def _hear(self) -> None:
        while True:
            try:
                async with self._redis.pubsub() as heard:
                    await heard.subscribe(CHANNEL)
                    while True:
                        message = await heard.get_message(ignore_subscribe_messages=True, timeout=None)
                        if message:
                            self._ring(message["data"].decode("utf-8", "replace"))
            except (redis.RedisError, OSError) as error:
                log.warning("other servers cannot be heard", error=type(error).__name__)
            await asyncio.sleep(_PAUSE)
