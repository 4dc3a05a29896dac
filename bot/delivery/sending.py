"""The loop that sends what is due: several recipients at once, one message at a time to each."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from functools import partial

import structlog
from sqlalchemy.orm import Session

from bot.delivery import dispatch, media, owners
from bot.delivery.carrier import Carrier, Permanent, Temporary
from bot.delivery.outbox import OutboxMessage
from bot.delivery.outcomes import SILENT, Outcomes
from bot.delivery.wakeups import Wakeups
from bot.settings import Settings
from bot.store import Store, now

log = structlog.get_logger()

STATUS_PATH = "/webhooks/sms/status"
"""Where the carrier reports what became of messages, under the public address."""
LEASE_SECONDS = 30.0
"""For how long a claim holds unless it is renewed; after the end of a machine this long passes before another try."""
LOOK_AGAIN = 5.0
"""Seconds after which the loop looks into the outbox without having been told to."""
FOR_URGENT = 4
"""How many urgent messages are sent beyond the usual number at once: ten that hang hold up no crisis reply."""
KEEP_TRYING = 120.0
"""Seconds for which the answer of the carrier is held while the database cannot be written to."""


class Sender:
    """Sends what the outbox holds, with one carrier. Any number of servers may each run one."""

    def __init__(
        self,
        store: Store,
        wakeups: Wakeups,
        carrier: Carrier,
        settings: Settings,
        outcomes: Outcomes = SILENT,
        concurrency: int = 10,
        lease_seconds: float = LEASE_SECONDS,
    ) -> None:
        self._store = store
        self._carrier = carrier
        self._wakeups = wakeups
        self._address = settings.address
        self._status_callback = f"{settings.address}{STATUS_PATH}" if settings.public_url else ""
        self._outcomes = outcomes
        self._concurrency = concurrency
        self._lease_seconds = lease_seconds
        self._owner = owners.new()
        self._looked_for_dead = -LOOK_AGAIN
        self._in_flight: dict[int, asyncio.Task[None]] = {}
        self._paused_until = 0.0

    async def run(self) -> None:
        """Send until cancelled; what is in flight then is finished first. Survives every failure."""
        with self._wakeups.listen("outbox") as bell:
            try:
                while True:
                    await bell.wait(await self._step(bell.ring))
            finally:
                if self._in_flight:
                    await asyncio.wait(self._in_flight.values(), timeout=self._lease_seconds)

    async def drain(self) -> None:
        """Send what is due now, and what becomes due by that, then come back. For tests and scripts."""
        while await self._start_due(lambda: None) or self._in_flight:
            if self._in_flight:
                await asyncio.wait(self._in_flight.values(), return_when=asyncio.FIRST_COMPLETED)
            await asyncio.sleep(0)

    async def _step(self, again: Callable[[], None]) -> float:
        """Start what is due; gives back for how many seconds there is nothing more to do."""
        try:
            paused = self._paused_until - asyncio.get_running_loop().time()
            if paused > 0:
                return paused
            await self._start_due(again)
            full = len(self._in_flight) >= self._concurrency
            due = await self._store.read(partial(dispatch.next_due_at, only_urgent=full))
            if due is None or len(self._in_flight) >= self._concurrency + FOR_URGENT:
                return LOOK_AGAIN
            # what is overdue and was not started waits behind something in flight, which rings when it ends
            wait = (due - now()).total_seconds()
            return min(wait, LOOK_AGAIN) if wait > 0 else (LOOK_AGAIN if self._in_flight else 0.2)
        except Exception as error:
            log.error("the outbox cannot be read; trying again", error=type(error).__name__)
            return 1.0

    async def _start_due(self, again: Callable[[], None]) -> int:
        await self._free_dead()
        free = self._concurrency - len(self._in_flight)
        full = free <= 0
        if full:
            free += FOR_URGENT
        due = await self._store.read(partial(dispatch.next_due_at, only_urgent=full))
        if free <= 0 or due is None or due > now():
            return 0
        skip = frozenset(self._in_flight)
        claimed = await self._store.run(
            lambda session: dispatch.claim_due(
                session, self._owner, self._lease_seconds, free, None, self._outcomes, skip, full
            )
        )
        for message in claimed:
            task = asyncio.create_task(self._deliver(message))
            self._in_flight[message.id] = task
            task.add_done_callback(partial(self._ended, message.id, again))
        return len(claimed)

    async def _free_dead(self) -> None:
        clock = asyncio.get_running_loop().time()
        if clock < self._looked_for_dead + LOOK_AGAIN:
            return
        self._looked_for_dead = clock
        if await self._store.read(dispatch.left_behind):
            await self._store.run(dispatch.free_dead)

    def _ended(self, message_id: int, again: Callable[[], None], task: asyncio.Task[None]) -> None:
        del self._in_flight[message_id]
        again()

    async def _deliver(self, message: OutboxMessage) -> None:
        renewing = asyncio.create_task(self._renew(message))
        try:
            await self._attempt(message)
        finally:
            renewing.cancel()

    async def _renew(self, message: OutboxMessage) -> None:
        while True:
            await asyncio.sleep(self._lease_seconds / 3)
            try:
                if not await self._store.run(lambda s: dispatch.extend(s, message, self._lease_seconds)):
                    return
            except Exception as error:
                log.warning("a lease could not be renewed", message=message.id, error=type(error).__name__)

    async def _attempt(self, message: OutboxMessage) -> None:
        try:
            sid = await self._carrier.send(
                message.recipient, message.body, self._status_callback, self._pictures(message)
            )
        except Permanent as error:
            code = error.code
            await self._keep(lambda s: dispatch.refused(s, message, code, self._outcomes))
        except Temporary as error:
            await self._put_off(message, error.code, error.retry_after)
        except Exception as error:
            log.error("the carrier failed in an unknown way", message=message.id, error=type(error).__name__)
            await self._put_off(message, type(error).__name__, None)
        else:
            await self._keep(lambda s: dispatch.accepted(s, message, sid, self._outcomes))

    def _pictures(self, message: OutboxMessage) -> list[str]:
        return [media.address(self._address, picture) for picture in message.media]

    async def _put_off(self, message: OutboxMessage, code: str, retry_after: float | None) -> None:
        log.warning("message put off", message=message.id, code=code, attempts=message.attempts)
        if retry_after:
            self._paused_until = asyncio.get_running_loop().time() + min(retry_after, 60.0)
        await self._keep(lambda s: dispatch.put_off(s, message, code, retry_after, self._outcomes))

    async def _keep(self, work: Callable[[Session], bool]) -> None:
        """Write down what the carrier answered: forgetting it would send the message twice."""
        loop = asyncio.get_running_loop()
        give_up_at = loop.time() + KEEP_TRYING
        while True:
            try:
                if not await self._store.run(work):
                    log.warning("another sender has taken this message over")
                return
            except Exception as error:
                log.error("an answer of the carrier waits to be kept", error=type(error).__name__)
                if loop.time() > give_up_at:
                    return
                await asyncio.sleep(0.5)
