"""What operators ask: alive, ready, and the figures Prometheus reads. Figures come from the database."""

from __future__ import annotations

import asyncio
from functools import partial

from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Gauge, generate_latest
from prometheus_client.core import Metric
from sanic import Blueprint
from sanic.request import Request
from sanic.response import HTTPResponse, json, raw
from sqlalchemy import func, select, text
from sqlalchemy.orm import Session

from bot.channels.house import House
from bot.delivery import dispatch, inbox
from bot.delivery.outbox import FAILED, OutboxMessage
from bot.handoff import figures as handoff_figures
from bot.handoff.models import Case

READY_WITHIN = 3.0
"""Seconds the database may take to answer before we call ourselves not ready."""


def blueprint() -> Blueprint:
    """GET /healthz (the process lives), GET /readyz (model and database answer), GET /metrics."""
    routes = Blueprint("operators")

    @routes.get("/healthz")
    async def healthz(request: Request) -> HTTPResponse:
        return json({"status": "alive"})

    @routes.get("/readyz")
    async def readyz(request: Request) -> HTTPResponse:
        house: House = request.app.ctx.house
        try:
            await asyncio.wait_for(house.store.read(lambda s: s.execute(text("SELECT 1"))), READY_WITHIN)
            database = "answers"
        except Exception as error:
            database = f"does not answer ({type(error).__name__})"
        model = "loaded" if house.agent_ready.is_set() else "loading"
        ready = database == "answers" and model == "loaded"
        return json({"ready": ready, "database": database, "model": model}, status=200 if ready else 503)

    @routes.get("/metrics")
    async def metrics(request: Request) -> HTTPResponse:
        house: House = request.app.ctx.house
        spooled = len(house.spool.waiting()), house.spool.oldest_seconds()
        return raw(await house.store.read(partial(figures, *spooled)), content_type=CONTENT_TYPE_LATEST)

    return routes


def figures(spooled: int, spooled_seconds: float, session: Session) -> bytes:
    """All figures of this moment in Prometheus's text format.

    `spooled`: webhooks of this server that wait for the database, `spooled_seconds`: the age of the oldest.
    """
    registry = CollectorRegistry()
    Gauge("kinpath_spool_waiting", "Webhooks kept aside until the database is back", registry=registry).set(
        spooled
    )
    Gauge("kinpath_spool_oldest_seconds", "Age of the oldest of them", registry=registry).set(spooled_seconds)
    backlog = inbox.backlog(session)
    Gauge("kinpath_inbox_waiting", "Messages stored and not yet answered", registry=registry).set(
        backlog.waiting
    )
    Gauge(
        "kinpath_inbox_oldest_seconds", "Age of the oldest message not yet answered", registry=registry
    ).set(backlog.oldest_seconds)
    Gauge("kinpath_inbox_failed", "Messages given up after every attempt", registry=registry).set(
        backlog.failed
    )
    _of_the_outbox(session, registry)
    outbox = Gauge(
        "kinpath_outbox_messages",
        "Outgoing messages by channel and status",
        ["channel", "status"],
        registry=registry,
    )
    for channel, status, count in session.execute(
        select(OutboxMessage.channel, OutboxMessage.status, func.count()).group_by(
            OutboxMessage.channel, OutboxMessage.status
        )
    ):
        outbox.labels(channel, status).set(count)
    cases = Gauge(
        "kinpath_cases", "Cases at the desk by state and language", ["state", "language"], registry=registry
    )
    for state, language, count in session.execute(
        select(Case.state, Case.language, func.count()).group_by(Case.state, Case.language)
    ):
        cases.labels(state, language).set(count)
    registry.register(_Collected(list(handoff_figures.counters(session))))
    return bytes(generate_latest(registry))


def _of_the_outbox(session: Session, registry: CollectorRegistry) -> None:
    going = dispatch.backlog(session)
    Gauge("kinpath_outbox_waiting", "SMS that may go out and wait", registry=registry).set(going.waiting)
    Gauge(
        "kinpath_outbox_oldest_seconds", "Age of the oldest SMS that may go out and waits", registry=registry
    ).set(going.oldest_seconds)
    dead = Gauge(
        "kinpath_outbox_dead_letters",
        "Messages that ended undelivered, by the carrier's code (kinpath delivery dead)",
        ["code"],
        registry=registry,
    )
    for code, count in session.execute(
        select(OutboxMessage.error_code, func.count())
        .where(OutboxMessage.status == FAILED)
        .group_by(OutboxMessage.error_code)
    ):
        dead.labels(code or "unknown").set(count)


class _Collected:
    """Metrics that were counted already, as the registry takes them."""

    def __init__(self, metrics: list[Metric]) -> None:
        self._metrics = metrics

    def collect(self) -> list[Metric]:
        """The metrics."""
        return self._metrics
