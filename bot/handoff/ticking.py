"""The loop that lets the desk do what is due, when it is due."""

from __future__ import annotations

import structlog

from bot.delivery.wakeups import Wakeups
from bot.handoff import timers
from bot.store import Store, now

log = structlog.get_logger()

LOOK_AGAIN = 5.0
"""Seconds between looks at the timers."""


async def tick_forever(store: Store, wakeups: Wakeups) -> None:
    """Tick until cancelled. Any number of servers may: each timer is done once, by its transaction."""
    with wakeups.listen("desk") as bell:
        while True:
            wait = LOOK_AGAIN
            try:
                due = await store.read(timers.next_due_at)  # looking waits for no writer; ticking may
                if due is not None and due <= now():
                    done = await store.run(timers.tick)
                    log.info("desk ticked", done=done)
                    wait = 0.0 if done else 1.0
            except Exception as error:
                log.error("the desk cannot tick; trying again", error=type(error).__name__)
                wait = 1.0
            await bell.wait(wait)
