"""Opening the house in a running server, and keeping its loops alive until it closes.

`kinpath serve` and `rasa run` both come here: the channels open the house when nobody did before them.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from functools import partial
from typing import Any

import structlog
from sanic import Sanic
from sqlalchemy.exc import SQLAlchemyError

from bot.channels import first_run, turn, undelivered
from bot.channels.house import House
from bot.channels.lookout import Lookout
from bot.channels.whence import where
from bot.conversations import scope
from bot.delivery import carriers
from bot.delivery.receiving import Receiver
from bot.delivery.sending import Sender
from bot.handoff import retaining, ticking
from bot.languages import CATALOGS
from bot.replies import fixed
from bot.settings import Settings
from bot.store import Store

log = structlog.get_logger()

AT_ONCE = 4
"""How many conversations one process answers at the same time."""


POUR_AGAIN = 2.0
"""Seconds between looks at what waits for the database."""


async def open_house(app: Sanic, settings: Settings, prepared: bool = False) -> None:
    """Bring the database up to date, unless it was `prepared`, and start the loops; then `app.ctx.house` is the house.

    The loop that answers waits for Rasa's agent, which whoever runs the server puts into `app.ctx.agent`.
    """
    if getattr(app.ctx, "house", None) is not None:
        return
    fixed.prepare(CATALOGS)
    store = Store(settings)
    if not prepared:
        await asyncio.to_thread(store.upgrade)
        await asyncio.to_thread(first_run.prepare, store, settings)
    scope.use_store(store)
    house = app.ctx.house = House(settings, store)
    await house.wakeups.start()
    carrier = house.carrier = carriers.for_settings(settings, store)
    sender = Sender(store, house.wakeups, carrier, settings, undelivered.outcomes())
    loops: dict[str, Callable[[], Awaitable[None]]] = {
        "inbox": lambda: _answer(app, house),
        "lookout": lambda: Lookout(house).run(),
        "outbox": sender.run,
        "spool": lambda: _pour(house),
        "desk": lambda: ticking.tick_forever(store, house.wakeups),
        "retention": lambda: retaining.every_day(store, settings),
    }
    house.tasks = {name: asyncio.ensure_future(_kept(name, run)) for name, run in loops.items()}


async def close_house(app: Sanic) -> None:
    """End the loops; what is in hand is finished first."""
    house: House | None = getattr(app.ctx, "house", None)
    if house is None:
        return
    app.ctx.house = None
    for task in house.tasks.values():
        task.cancel()
    await asyncio.gather(*house.tasks.values(), return_exceptions=True)
    await house.wakeups.close()
    if house.carrier is not None:
        await house.carrier.close()


async def _answer(app: Sanic, house: House) -> None:
    agent: Any = None
    while agent is None or agent.processor is None:
        agent = getattr(app.ctx, "agent", None)
        await asyncio.sleep(0.1)
    house.agent = agent
    await house.understand("hello", None)  # the first message of all waits for what is loaded lazily
    house.use_agent(agent)
    await Receiver(house.store, house.wakeups, partial(turn.treat, house), concurrency=AT_ONCE).run()


async def _pour(house: House) -> None:
    while True:
        try:
            await house.pour()
        except SQLAlchemyError as error:
            log.warning("spool.waits", error=type(error).__name__)
        await asyncio.sleep(POUR_AGAIN)


async def _kept(name: str, run: Callable[[], Awaitable[None]]) -> None:
    """Keep a loop alive: what it does is in the database, so it can begin again after any error."""
    while True:
        try:
            await run()
            return
        except asyncio.CancelledError:
            raise
        except Exception as error:
            log.error("loop.failed", loop=name, error=type(error).__name__, at=where(error))
            await asyncio.sleep(2)
