"""The loop that hands each waiting inbound message to its handler: senders side by side, each in order."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from functools import partial

import structlog

from bot.delivery import inbox, owners
from bot.delivery.inbox import InboundMessage, LeaseLost
from bot.delivery.wakeups import Wakeups
from bot.store import Store, now

log = structlog.get_logger()

LEASE_SECONDS = 30.0
LOOK_AGAIN = 5.0
RETRY_SECONDS = (1.0, 3.0, 8.0, 20.0)
"""Waits between the attempts at one message: short, since the sender's later messages wait behind it."""

FOR_URGENT = 4
"""How many urgent messages are taken in hand beyond the usual number, so that they need not wait for a place."""
IN_TURN = 4
"""Every so manieth message is simply the oldest: however much danger there is, nobody waits for ever."""

Handler = Callable[[InboundMessage], Awaitable[str | None]]
"""Treats one message and gives back its outcome, or None when it ended the message itself (`inbox.done` in
the transaction that kept the answer); raises to have it tried again."""


class Receiver:
    """Takes messages from the inbox to a handler. Any number of servers may each run one."""

    def __init__(
        self,
        store: Store,
        wakeups: Wakeups,
        handler: Handler,
        concurrency: int = 8,
        lease_seconds: float = LEASE_SECONDS,
    ) -> None:
        self._store = store
        self._wakeups = wakeups
        self._handler = handler
        self._concurrency = concurrency
        self._lease_seconds = lease_seconds
        self._owner = owners.new()
        self._looked_for_dead = -LOOK_AGAIN
        self._claims = 0
        self._in_hand: set[asyncio.Task[None]] = set()

    async def run(self) -> None:
        """Hand messages over until cancelled; what is in hand then is finished first."""
        with self._wakeups.listen("inbox") as bell:
            try:
                while True:
                    await bell.wait(await self._step(bell.ring))
            finally:
                if self._in_hand:
                    await asyncio.wait(self._in_hand, timeout=self._lease_seconds)

    async def drain(self) -> None:
        """Hand over what waits now, and what comes while doing so, then come back. For tests."""
        while await self._start_waiting(lambda: None) or self._in_hand:
            if self._in_hand:
                await asyncio.wait(self._in_hand, return_when=asyncio.FIRST_COMPLETED)
            await asyncio.sleep(0)

    async def _step(self, again: Callable[[], None]) -> float:
        try:
            await self._start_waiting(again)
            full = len(self._in_hand) >= self._concurrency
            due = await self._store.read(partial(inbox.next_due_at, only_urgent=full))
            if due is None or len(self._in_hand) >= self._concurrency + FOR_URGENT:
                return LOOK_AGAIN
            return min(max((due - now()).total_seconds(), 0.1), LOOK_AGAIN)
        except Exception as error:
            log.error("the inbox cannot be read; trying again", error=type(error).__name__)
            return 1.0

    async def _start_waiting(self, again: Callable[[], None]) -> int:
        started = 0
        await self._free_dead()
        while (in_hand := len(self._in_hand)) < self._concurrency + FOR_URGENT:
            full = in_hand >= self._concurrency
            due = await self._store.read(partial(inbox.next_due_at, only_urgent=full))
            if due is None or due > now():
                break
            self._claims += 1
            claim = partial(
                inbox.claim_next,
                owner=self._owner,
                lease_seconds=self._lease_seconds,
                only_urgent=full,
                in_turn=not full and self._claims % IN_TURN == 0,
            )
            message = await self._store.run(claim)
            if message is None:
                break
            task = asyncio.create_task(self._treat(message))
            self._in_hand.add(task)
            task.add_done_callback(partial(self._ended, again))
            started += 1
        return started

    async def _free_dead(self) -> None:
        clock = asyncio.get_running_loop().time()
        if clock < self._looked_for_dead + LOOK_AGAIN:
            return
        self._looked_for_dead = clock
        if await self._store.read(inbox.left_behind):
            await self._store.run(inbox.free_dead)

    def _ended(self, again: Callable[[], None], task: asyncio.Task[None]) -> None:
        self._in_hand.discard(task)
        again()

    async def _treat(self, message: InboundMessage) -> None:
        renewing = asyncio.create_task(self._renew(message))
        try:
            outcome = await self._handler(message)
            if outcome is not None:
                ended = outcome
                await self._store.run(lambda session: inbox.done(session, message, ended))
        except LeaseLost:
            log.warning("an inbound message was taken over by another", message=message.id)
        except Exception as error:
            log.error(
                "an inbound message could not be treated",
                message=message.id,
                attempts=message.attempts,
                error=type(error).__name__,
            )
            await self._give_back(message)
        finally:
            renewing.cancel()

    async def _give_back(self, message: InboundMessage) -> None:
        wait = RETRY_SECONDS[min(message.attempts, len(RETRY_SECONDS)) - 1]
        try:
            await self._store.run(lambda session: inbox.release(session, message, wait))
        except Exception as error:  # the lease runs out and gives it back
            log.error("an inbound message could not be given back", error=type(error).__name__)

    async def _renew(self, message: InboundMessage) -> None:
        while True:
            await asyncio.sleep(self._lease_seconds / 3)
            try:
                await self._store.run(lambda s: inbox.extend(s, message, self._lease_seconds))
            except Exception as error:
                log.warning("a lease could not be renewed", message=message.id, error=type(error).__name__)
