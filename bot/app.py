"""The server: one Sanic app with both channels, Rasa's agent, the loops that work, and what operators ask."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from functools import partial
from pathlib import Path

import structlog
from rasa.core.channels.channel import register
from sanic import Sanic

from bot import agents, first_run, metrics, undelivered
from bot.channels import pages, simulator, turn
from bot.channels.house import House
from bot.channels.sms import SmsInput
from bot.channels.web import WebInput
from bot.conversations import scope
from bot.delivery import carriers
from bot.delivery.receiving import Receiver
from bot.delivery.sending import Sender
from bot.handoff import ticking
from bot.languages import CATALOGS
from bot.replies import fixed
from bot.settings import Settings
from bot.store import Store

log = structlog.get_logger()


def create(settings: Settings, model: Path) -> Sanic:
    """The app, ready to run. The database is brought up to date when it starts."""
    app = Sanic("kinpath", configure_logging=False)
    app.config.RESPONSE_TIMEOUT = 3600  # the widget's stream stays open
    app.config.KEEP_ALIVE_TIMEOUT = 75
    app.config.REQUEST_MAX_SIZE = 1_000_000
    register([SmsInput(), WebInput()], app, route="/webhooks/")
    app.blueprint(pages.blueprint())
    app.blueprint(simulator.blueprint())
    app.blueprint(metrics.blueprint())

    @app.before_server_start
    async def open_house(app: Sanic, loop: asyncio.AbstractEventLoop) -> None:
        fixed.prepare(CATALOGS)
        store = Store(settings)
        await asyncio.to_thread(store.upgrade)
        await asyncio.to_thread(first_run.prepare, store, settings)
        scope.use_store(store)
        house = House(settings, store)
        app.ctx.house = house
        await house.wakeups.start()
        carrier = app.ctx.carrier = carriers.for_settings(settings, store)
        sender = Sender(store, house.wakeups, carrier, settings, undelivered.outcomes())
        loops: dict[str, Callable[[], Awaitable[None]]] = {
            "agent": lambda: _load_agent(app, house, model),
            "inbox": lambda: _answer(house),
            "outbox": sender.run,
            "desk": lambda: ticking.tick_forever(store, house.wakeups),
        }
        house.tasks = {name: asyncio.ensure_future(_kept(name, run)) for name, run in loops.items()}

    @app.before_server_stop
    async def close_house(app: Sanic, loop: asyncio.AbstractEventLoop) -> None:
        house: House = app.ctx.house
        for task in house.tasks.values():
            task.cancel()
        await asyncio.gather(*house.tasks.values(), return_exceptions=True)
        await house.wakeups.close()
        await app.ctx.carrier.close()

    return app


async def _kept(name: str, run: Callable[[], Awaitable[None]]) -> None:
    """Keep a loop alive: what it does is in the database, so it can begin again after any error."""
    while True:
        try:
            await run()
            return
        except asyncio.CancelledError:
            raise
        except Exception as error:
            log.error("loop.failed", loop=name, error=type(error).__name__)
            await asyncio.sleep(2)


async def _answer(house: House) -> None:
    await house.agent_ready.wait()
    await Receiver(house.store, house.wakeups, partial(turn.treat, house), concurrency=4).run()


async def _load_agent(app: Sanic, house: House, model: Path) -> None:
    agent = await agents.load(model)
    app.ctx.agent = agent
    house.use_agent(agent)
    log.info("agent.ready", model=model.name)
