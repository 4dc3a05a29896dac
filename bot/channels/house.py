"""Everything one server process holds while it runs, and how a message comes in and is understood."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

from sqlalchemy.orm import Session

from bot.channels import undelivered, understood
from bot.channels.arrived import Arrived
from bot.channels.understood import Understood
from bot.delivery import statuses, wakeups
from bot.delivery.carrier import Carrier
from bot.delivery.spool import Spool
from bot.delivery.wakeups import Wakeups
from bot.languages import code_of
from bot.settings import Settings
from bot.store import Store

if TYPE_CHECKING:
    from rasa.core.agent import Agent
    from rasa.core.channels.channel import UserMessage


LONG = 300
"""Characters of a message beyond which its end is read for danger once more by itself."""


class House:
    """Settings, store, wakeups and Rasa's agent, in one place. Made on the event loop that serves."""

    def __init__(self, settings: Settings, store: Store) -> None:
        self.settings = settings
        self.store = store
        self.wakeups: Wakeups = wakeups.for_settings(settings)
        self.spool = Spool(settings.var / "spool")
        self.carrier: Carrier | None = None
        self.agent: Agent | None = None
        self.agent_ready = asyncio.Event()
        self.tasks: dict[str, asyncio.Task[Any]] = {}

    def use_agent(self, agent: Agent) -> None:
        """Let Rasa's agent answer from now on."""
        self.agent = agent
        self.agent_ready.set()

    async def receive(self, arrived: Arrived) -> bool:
        """Keep a message that arrived; it is handled as soon as it is its turn. False when seen before."""
        await self.pour()  # what came before it stays before it
        return await self.store.run(arrived.take_in)

    async def pour(self) -> int:
        """Take what came while the database was gone into it, now that it is back."""
        return await self.spool.pour(self.store, {"message": _message, "status": _report})

    async def understand(self, body: str, prior: str | None) -> Understood:
        """What Rasa's pipeline understands of a message; `prior` is the catalog used before."""
        text = understood.plain(body)
        parse_data = await self._parse(text, prior)
        if len(text) > LONG and not parse_data.get("crisis"):
            # in an outpouring danger may be one sentence among many, and is often the last
            for part in (text[-LONG:], *understood.sentences_of_danger(text)):
                parse_data["crisis"] = (await self._parse(part, prior)).get("crisis")
                if parse_data["crisis"]:
                    break
        return understood.of(parse_data, text)

    async def _parse(self, text: str, prior: str | None) -> dict[str, Any]:
        from rasa.core.channels.channel import UserMessage

        message = UserMessage(text=text, metadata={"language": code_of(prior) if prior else None})
        parse_data: dict[str, Any] = await self._agent().processor.parse_message(message)
        return parse_data

    async def answer(self, message: UserMessage) -> None:
        """Let the assistant answer a message into the message's output channel."""
        await self._agent().handle_message(message)

    async def remember(self, message: UserMessage) -> None:
        """Let the assistant remember a message without answering it."""
        agent = self._agent()
        async with agent.lock_store.lock(message.sender_id):
            await agent.log_message(message)

    def _agent(self) -> Agent:
        if self.agent is None or self.agent.processor is None:
            raise RuntimeError("the model is not loaded yet")
        return self.agent


def _message(session: Session, fields: dict[str, Any]) -> None:
    Arrived.of(fields).take_in(session)


def _report(session: Session, fields: dict[str, Any]) -> None:
    statuses.record(session, fields["sid"], fields["status"], fields["error_code"], undelivered.outcomes())
