"""A conversation stepped through the real rooms without a server: `kinpath chat` and the transcript tests.

A message goes the way of every message: stored, claimed, treated, answered through the outbox. Nothing is
remembered between steps but what is in the database, so that each step also rehearses a restart.
"""

from __future__ import annotations

from dataclasses import dataclass

from rasa.core.agent import Agent
from sqlalchemy import select

from bot.channels import turn
from bot.channels.arrived import Arrived
from bot.channels.house import House
from bot.conversations import contacts, scope
from bot.delivery import inbox
from bot.delivery.outbox import OutboxMessage
from bot.settings import Settings
from bot.store import Store, digest, new_id


@dataclass(frozen=True)
class Line:
    """One outgoing message: to whom (a number, or a web conversation's id), who speaks, and the words."""

    recipient: str
    speaker: str
    words: str


class Rehearsal:
    """Steps messages of families and navigators, and gives back what went out."""

    def __init__(self, house: House) -> None:
        self.house = house
        self._last_id = 0

    @classmethod
    def open(cls, settings: Settings, store: Store, agent: Agent) -> Rehearsal:
        """A rehearsal on a store, with a loaded agent. Call it on the event loop that will step it."""
        scope.use_store(store)
        house = House(settings, store)
        house.use_agent(agent)
        rehearsal = cls(house)
        rehearsal._new_lines()
        return rehearsal

    async def text(self, sender: str, words: str) -> list[Line]:
        """A phone texts the service; what went out because of it, to whomever."""
        return await self._step("sms", sender, words)

    async def web(self, conversation_id: str, words: str) -> list[Line]:
        """A web widget writes; what went out because of it."""
        return await self._step("web", conversation_id, words)

    def new_web(self, language: str) -> str:
        """A new web conversation's id."""
        with self.house.store.transaction() as session:
            return contacts.new_web(session, language)[0].id

    async def _step(self, channel: str, sender: str, words: str) -> list[Line]:
        await self.house.receive(
            Arrived(channel, f"rehearsal:{new_id()}", sender, self.house.settings.service_number, words)
        )
        while True:
            message = await self.house.store.run(lambda s: inbox.claim_next(s, "rehearsal", 60))
            if message is None:
                return self._new_lines()
            await turn.treat(self.house, message)

    def _new_lines(self) -> list[Line]:
        with self.house.store.reading() as session:
            rows = session.scalars(
                select(OutboxMessage).where(OutboxMessage.id > self._last_id).order_by(OutboxMessage.id)
            ).all()
        if rows:
            self._last_id = rows[-1].id
        return [Line(row.recipient, row.speaker, row.body) for row in rows if row.status != "cancelled"]

    def to(self, recipient: str) -> int:
        """How many messages ever went to this recipient."""
        with self.house.store.reading() as session:
            query = select(OutboxMessage.id).where(OutboxMessage.recipient_digest == digest(recipient))
            return len(session.scalars(query).all())
