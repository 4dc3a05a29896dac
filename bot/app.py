"""The server: one Sanic app with both channels, Rasa's agent, the page, and what operators ask."""

from __future__ import annotations

import asyncio
from pathlib import Path

import structlog
from rasa.core.agent import Agent
from rasa.core.channels.channel import register
from sanic import Sanic

from bot import agents, metrics
from bot.channels import agency, hsda, opening, pages, simulator
from bot.channels.sms import SmsInput
from bot.channels.web import WebInput
from bot.settings import Settings

log = structlog.get_logger()


def create(settings: Settings, model: Path, agent: Agent | None = None, prepared: bool = False) -> Sanic:
    """The app, ready to run. It takes messages at once, and answers them when the model is loaded.

    `agent` is one that this process, or the one it was forked from, has loaded already; `prepared` says that the
    database is up to date.
    """
    app = Sanic("kinpath", configure_logging=False)
    app.config.RESPONSE_TIMEOUT = 3600  # the widget's stream stays open
    app.config.KEEP_ALIVE_TIMEOUT = 75
    app.config.REQUEST_MAX_SIZE = 1_000_000
    app.config.PROXIES_COUNT = int(settings.proxies)
    app.ctx.agent = None
    app.ctx.loading = None

    @app.before_server_start
    async def begin(app: Sanic, loop: asyncio.AbstractEventLoop) -> None:
        await opening.open_house(app, settings, prepared)
        app.ctx.loading = asyncio.ensure_future(_load_agent(app, model, agent))

    @app.before_server_stop
    async def end(app: Sanic, loop: asyncio.AbstractEventLoop) -> None:
        app.ctx.loading.cancel()
        await opening.close_house(app)

    register([SmsInput(), WebInput()], app, route="/webhooks/")
    app.blueprint(pages.blueprint())
    app.blueprint(simulator.blueprint())
    app.blueprint(hsda.blueprint())
    app.blueprint(agency.blueprint())
    app.blueprint(metrics.blueprint())
    return app


async def _load_agent(app: Sanic, model: Path, agent: Agent | None) -> None:
    app.ctx.agent = agent or await agents.load(model)
    log.info("agent.ready", model=model.name)
