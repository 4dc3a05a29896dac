"""A desk with navigators and one family, on a real database."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta, timezone

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.conversations import contacts
from bot.delivery.outbox import OutboxMessage
from bot.handoff import commands, desk, navigators, relay
from bot.handoff.models import Case, Navigator
from bot.store import Store

ROSA = "+12135550142"
NOON = datetime(2026, 11, 24, 20, 0, tzinfo=timezone.utc)
"""Noon in California."""


class Desk:
    """A desk in one transaction, stepped by hand with a clock of its own."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self.at = NOON
        self._inbound = 0
        self._seen = 0
        self.conversation = contacts.for_phone(session, ROSA)
        self.conversation.language = "es"

    def navigator(self, name: str, languages: list[str] | None = None, **more: object) -> Navigator:
        """A navigator on shift; her number is made from her name."""
        number = f"+1213555{sum(map(ord, name)) % 10_000:04d}"
        return navigators.add(self.session, name, number, languages or ["es"], **more)  # type: ignore[arg-type]

    def request(self, **more: object) -> Case:
        """Rosa asks for a person."""
        given = {
            "summary": "Quiere ayuda con: comida; en 90022.",
            "needs": ["food"],
            "language": "es",
            **more,
        }
        return desk.request(self.session, self.conversation, at=self.at, **given)  # type: ignore[arg-type]

    def later(self, **time: float) -> None:
        """Let time pass, and the desk do what is due."""
        self.at += timedelta(**time)
        desk.tick(self.session, self.at)

    def says(self, navigator: Navigator, text: str) -> list[str]:
        """A navigator texts the desk; what she gets."""
        self._inbound += 1
        commands.handle(self.session, navigator, self._inbound, text)
        return self.new(navigator.phone)

    def rosa_says(self, case: Case, text: str) -> None:
        """The family's words while a person speaks with her."""
        self._inbound += 1
        relay.from_family(self.session, case, self._inbound, text)

    def all(self, recipient: str) -> list[str]:
        """Everything that was put out to a number."""
        rows = self.session.scalars(select(OutboxMessage).order_by(OutboxMessage.id))
        return [row.body for row in rows if row.recipient == recipient]

    def new(self, recipient: str) -> list[str]:
        """What was put out to a number since the last time this was asked."""
        rows = self.session.scalars(
            select(OutboxMessage).where(OutboxMessage.id > self._seen).order_by(OutboxMessage.id)
        ).all()
        if rows:
            self._seen = rows[-1].id
        return [row.body for row in rows if row.recipient == recipient]

    def everything(self) -> list[tuple[str, str]]:
        """All that ever went out: (recipient, words)."""
        return [(row.recipient, row.body) for row in self.session.scalars(select(OutboxMessage))]


@pytest.fixture()
def at_desk(store: Store) -> Iterator[Desk]:
    with store.transaction() as session:
        yield Desk(session)
