"""Where words to the family of a case go: her phone, or her page and, once she left it, the phone she gave."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.conversations import contacts, say
from bot.conversations.contacts import Conversation
from bot.delivery import gsm, outbox
from bot.delivery.outbox import OutboxMessage
from bot.handoff.models import Case
from bot.store import digest, now

SEGMENTS = (2, 4, 8)
"""Segments of one relayed SMS: two, and more only where a text would else become more than MANY of them."""
MANY = 6
PAGE_HAS = timedelta(seconds=60)
"""So long words wait to be seen on the page of a family on the web, before they go to her phone too."""


def put(
    session: Session,
    case: Case,
    conversation: Conversation,
    key: str,
    words: str,
    *,
    head: str = "",
    payload: dict[str, Any] | None = None,
    speaker: str = "kinpath",
    not_before: datetime | None = None,
    media: Sequence[str] = (),
) -> None:
    """Put words to the family of a case into the outbox. On a phone `head` says who speaks; a page shows it."""
    if conversation.channel == "sms":
        texts = parts(words, head) if head else [words]
        for number, part in enumerate(texts):
            own = f"{key}:{number}" if head else key
            with_it = media if number == 0 else ()
            say.to_family(
                session, conversation, own, part, speaker=speaker, not_before=not_before, media=with_it
            )
        return
    say.to_family(
        session,
        conversation,
        key,
        words,
        payload=payload,
        speaker=speaker,
        not_before=not_before,
        media=media,
    )
    if case.follow_up_confirmed_at is None or contacts.has_stopped(session, str(case.follow_up_phone)):
        return
    shown = outbox.by_key(session, key)
    wait_until = not_before or (None if case.on_phone else now() + PAGE_HAS)
    for number, part in enumerate(parts(words, head)):
        outbox.put(
            session,
            key=f"{_copies(case)}{shown.id}:{number}",
            channel="sms",
            recipient=str(case.follow_up_phone),
            body=part,
            speaker=speaker,
            not_before=wait_until,
            media=media if number == 0 else (),
        )


def seen(session: Session, conversation_id: str, last_id: int) -> int:
    """The page showed everything up to this outbox row: it need not be texted too. Gives back how many."""
    taken_back = 0
    for key in waiting_copies(session, conversation_id):
        if int(key.split(":")[3]) <= last_id:
            taken_back += outbox.cancel(session, key)
    return taken_back


def waiting_copies(session: Session, conversation_id: str) -> list[str]:
    """The keys of texts that go to a phone unless the page of this conversation shows them first."""
    phones = select(Case).where(Case.conversation_id == conversation_id, Case.follow_up_digest.is_not(None))
    keys: list[str] = []
    for case in session.execute(phones).scalars():
        waiting = select(OutboxMessage.key).where(
            OutboxMessage.recipient_digest == digest(str(case.follow_up_phone)),
            OutboxMessage.status == outbox.QUEUED,
            OutboxMessage.key.startswith(_copies(case), autoescape=True),
        )
        keys += session.execute(waiting).scalars().all()
    return keys


def parts(said: str, head: str) -> list[str]:
    """A relayed text as SMS: few, cut where words end and marked (1/2), each with `head` in front."""
    found: list[str] = []
    for limit in SEGMENTS:
        found = gsm.split(gsm.fold(said), limit, head)
        if len(found) <= MANY:
            break
    return found


def _copies(case: Case) -> str:
    return f"case:{case.id}:copy:"
