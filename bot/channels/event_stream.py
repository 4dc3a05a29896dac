"""What is said in a web conversation, as it happens: server-sent events out of the outbox."""

from __future__ import annotations

import json
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from bot.channels.house import House
from bot.conversations import contacts
from bot.delivery import media, outbox
from bot.delivery.outbox import OutboxMessage
from bot.delivery.wakeups import Bell
from bot.handoff import reaching

HEARTBEAT = 15.0
"""Seconds between signs of life while nothing is said; also how long a lost wakeup can cost."""

SURELY = 10.0
"""Seconds after which words on a stream that still lives have arrived."""

BATCH = 100
"""Messages read at once."""

Send = Callable[[str], Awaitable[None]]


@dataclass(frozen=True)
class Said:
    """What was said in a conversation after some message, oldest first, at most BATCH of it."""

    messages: list[dict[str, Any]]
    erased: bool
    """That message is no longer kept: whoever shows the conversation must forget what came before."""
    language: str | None
    """The catalog in which the conversation goes on; None when the conversation itself is gone."""

    @classmethod
    def after(cls, session: Session, conversation_id: str, last_id: int, address: str) -> Said:
        """Read it, after the message with this id; 0 for everything. `address` is where pictures are shown."""
        conversation = contacts.get(session, conversation_id)
        language = None if conversation is None else conversation.language
        if last_id <= 0:
            return cls(_as_json(outbox.since(session, conversation_id, 0, BATCH), address), False, language)
        rows = outbox.since(session, conversation_id, last_id - 1, BATCH + 1)
        erased = not rows or rows[0].id != last_id
        if erased:
            rows = outbox.since(session, conversation_id, 0, BATCH)
        return cls(_as_json(rows if erased else rows[1:], address), erased, language)


class EventStreams:
    """The streams that this process has open; `end` lets all of them finish, so that a server can stop."""

    def __init__(self, heartbeat: float = HEARTBEAT) -> None:
        self._heartbeat = heartbeat
        self._bells: set[Bell] = set()
        self._ending = False

    def begin(self) -> None:
        """Let streams run: the server starts."""
        self._ending = False

    def end(self) -> None:
        """Finish every stream, now and from now on: the server stops. Widgets connect again by themselves."""
        self._ending = True
        for bell in self._bells:
            bell.ring()

    async def run(self, house: House, conversation_id: str, last_id: int, send: Send) -> None:
        """Send what was said after `last_id`, then what is said, until the conversation is gone."""
        with house.wakeups.listen(f"web:{conversation_id}") as bell:
            self._bells.add(bell)
            try:
                await send("retry: 2000\n\n")
                language = None
                shown = Shown(house, conversation_id)
                await shown.up_to(last_id)  # the page came back with everything before this
                while not self._ending:
                    said = await _read(house, conversation_id, last_id)
                    if said.erased:
                        last_id = 0
                        await send("event: erased\nid: 0\ndata: {}\n\n")
                    if said.language not in (None, language):
                        language = said.language
                        await send(f"event: language\ndata: {json.dumps({'language': language})}\n\n")
                    for message in said.messages:
                        await send(_event(message))
                        last_id = message["id"]
                    await shown.sent(last_id)
                    if len(said.messages) == BATCH:
                        continue
                    if said.language is None:
                        return
                    if not await bell.wait(self._heartbeat):
                        await send(": still here\n\n")
            finally:
                self._bells.discard(bell)


class Shown:
    """Which words a page has surely shown, so that they need not go to her phone too.

    Words written to a stream may still be lost with the connection. A stream that lives SURELY seconds later
    has brought them.
    """

    def __init__(self, house: House, conversation_id: str) -> None:
        self._house = house
        self._conversation_id = conversation_id
        self._sent: list[tuple[float, int]] = []

    async def sent(self, last_id: int) -> None:
        """Words up to this row were written just now or before."""
        moment = time.monotonic()
        if last_id and (not self._sent or self._sent[-1][1] < last_id):
            self._sent.append((moment, last_id))
        sure = [row for at, row in self._sent if at <= moment - SURELY]
        if sure:
            self._sent = [one for one in self._sent if one[1] > sure[-1]]
            await self.up_to(sure[-1])

    async def up_to(self, last_id: int) -> None:
        """The page has everything up to this row."""
        store, conversation_id = self._house.store, self._conversation_id
        if not last_id:
            return
        if await store.read(lambda session: reaching.waiting_copies(session, conversation_id)):
            await store.run(lambda session: reaching.seen(session, conversation_id, last_id))


async def _read(house: House, conversation_id: str, last_id: int) -> Said:
    return await house.store.read(
        lambda session: Said.after(session, conversation_id, last_id, house.settings.address)
    )


def _as_json(rows: list[OutboxMessage], address: str) -> list[dict[str, Any]]:
    return [
        {
            "id": row.id,
            "speaker": row.speaker,
            "text": "\n".join([row.body, *(media.address(address, picture) for picture in row.media)]),
            "payload": row.payload,
            "at": row.created_at.isoformat(),
        }
        for row in rows
    ]


def _event(message: dict[str, Any]) -> str:
    data = {key: value for key, value in message.items() if key != "id"}
    return f"id: {message['id']}\nevent: message\ndata: {json.dumps(data)}\n\n"
