"""The loop that lets the desk do what is due: waves that end, families that still wait."""

from __future__ import annotations

import structlog

from bot.delivery.wakeups import Wakeups
from bot.handoff import desk
from bot.store import Store

log = structlog.get_logger()

LOOK_AGAIN = 5.0
"""Seconds between looks at the timers."""


async def tick_forever(store: Store, wakeups: Wakeups) -> None:
    """Tick until cancelled. Any number of servers may: each timer is done once, by its transaction."""
    while True:
        moved = await store.run(desk.tick)
        if moved:
            log.info("desk.moved", cases=moved)
        await wakeups.wait("desk", LOOK_AGAIN)
