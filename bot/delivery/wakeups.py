"""Telling a waiting loop that there is something for it, without polling in between.

A wakeup is a hint and nothing more: it may be lost, so whoever waits also looks again after its time-out.
Names in use: "inbox", "outbox", "desk", and "web:<conversation id>" for each open widget.
"""

from __future__ import annotations

import asyncio
import weakref
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import event
from sqlalchemy.orm import Session

from bot.settings import Settings


class Bell:
    """What one waiter holds: it rings when its name was notified since the last wait."""

    def __init__(self) -> None:
        self._rung = False
        self._waiter: asyncio.Future[None] | None = None

    def ring(self) -> None:
        """Wake the waiter, now or as soon as it waits."""
        self._rung = True
        self._wake()

    async def wait(self, timeout: float) -> bool:
        """Wait until it rings, at most `timeout` seconds. True when it rang."""
        if not self._rung:
            # not asyncio.wait_for: before Python 3.12 it can swallow a cancellation, and a loop never ends
            loop = asyncio.get_running_loop()
            self._waiter = loop.create_future()
            alarm = loop.call_later(max(timeout, 0), self._wake)
            try:
                await self._waiter
            finally:
                alarm.cancel()
                self._waiter = None
        rung, self._rung = self._rung, False
        return rung

    def _wake(self) -> None:
        if self._waiter is not None and not self._waiter.done():
            self._waiter.set_result(None)


class Wakeups:
    """Wakeups inside one process. Make it on the event loop that waits; `notify` works from any thread."""

    def __init__(self) -> None:
        self._loop = asyncio.get_running_loop()
        self._bells: defaultdict[str, set[Bell]] = defaultdict(set)
        _in_this_process.add(self)

    async def start(self) -> None:
        """Begin to hear other processes, where there are any."""

    async def close(self) -> None:
        """Stop hearing, and be told of no more commits."""
        _in_this_process.discard(self)

    def notify(self, name: str) -> None:
        """Wake everyone who waits for this name."""
        try:
            self._loop.call_soon_threadsafe(self._ring, name)
        except RuntimeError:  # the loop is closed: nobody waits any more
            _in_this_process.discard(self)

    @contextmanager
    def listen(self, name: str) -> Iterator[Bell]:
        """A bell for this name. Take it before looking into the database, and no wakeup is missed."""
        bell = Bell()
        self._bells[name].add(bell)
        try:
            yield bell
        finally:
            self._bells[name].discard(bell)
            if not self._bells[name]:
                del self._bells[name]

    async def wait(self, name: str, timeout: float) -> bool:
        """Wait for the next notify of this name, at most `timeout` seconds. True when it came."""
        with self.listen(name) as bell:
            return await bell.wait(timeout)

    def _ring(self, name: str) -> None:
        for bell in tuple(self._bells.get(name, ())):
            bell.ring()


_in_this_process: weakref.WeakSet[Wakeups] = weakref.WeakSet()


def announce(session: Session, name: str) -> None:
    """Notify `name` once this transaction is committed; not at all if it is rolled back."""
    session.info.setdefault("wakeups", set()).add(name)


@event.listens_for(Session, "after_commit")
def _committed(session: Session) -> None:
    for name in session.info.pop("wakeups", ()):
        for heard in tuple(_in_this_process):
            heard.notify(name)


@event.listens_for(Session, "after_rollback")
def _rolled_back(session: Session) -> None:
    session.info.pop("wakeups", None)


def for_settings(settings: Settings) -> Wakeups:
    """The wakeups that fit the settings: across servers with Redis, else inside this process."""
    if settings.redis_url:
        from bot.delivery.redis_wakeups import RedisWakeups

        return RedisWakeups(settings.redis_url)
    return Wakeups()
