"""What operators ask: alive, ready, and the figures Prometheus reads. Figures come from the database."""

from __future__ import annotations

import asyncio

from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Gauge, generate_latest
from sanic import Blueprint
from sanic.request import Request
from sanic.response import HTTPResponse, json, raw
from sqlalchemy import func, select, text
from sqlalchemy.orm import Session

from bot.channels.house import House
from bot.delivery import inbox
from bot.delivery.outbox import OutboxMessage
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
        return raw(await house.store.read(figures), content_type=CONTENT_TYPE_LATEST)

    return routes


def figures(session: Session) -> bytes:
    """All figures of this moment in Prometheus's text format."""
    registry = CollectorRegistry()
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
    return bytes(generate_latest(registry))
