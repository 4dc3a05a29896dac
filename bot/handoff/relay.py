"""Words carried between a family and her navigator. No number crosses; nothing is lost silently."""

from __future__ import annotations

from sqlalchemy.orm import Session

from bot.conversations import contacts, say
from bot.delivery import gsm, outbox
from bot.delivery.outbox import OutboxMessage
from bot.handoff import navigators, words
from bot.handoff.models import Case, Navigator
from bot.handoff.states import CaseState
from bot.replies.catalogs import N_, text

SEGMENTS = 2
"""Segments of one relayed SMS; longer words go as several, split where words end and marked (1/2)."""


def from_family(session: Session, case: Case, inbound_id: int, said: str, media_count: int = 0) -> None:
    """Carry the family's words to the navigator of the case, marked with its code."""
    navigator: Navigator = case.navigator
    if said.strip():
        head = text(navigators.catalog(navigator), "{code} Family: ", code=case.code)
        for number, part in enumerate(gsm.split(said.strip(), SEGMENTS, head)):
            key = f"case:{case.id}:in:{inbound_id}:{number}"
            outbox.put(
                session, key=key, channel="sms", recipient=navigator.phone, body=part, speaker="family"
            )
    if media_count or not said.strip():
        words.to_family(
            session,
            case,
            f"case:{case.id}:picture:{inbound_id}",
            N_("I can't pass on pictures yet. Please tell {name} in words."),
            name=navigator.name,
        )


def from_navigator(session: Session, navigator: Navigator, case: Case, inbound_id: int, said: str) -> None:
    """Carry the navigator's words to the family, under her name."""
    conversation = contacts.get(session, case.conversation_id)
    if conversation is None:
        return
    key = f"case:{case.id}:out:{inbound_id}"
    if conversation.channel == "web":
        say.to_family(session, conversation, key, said, speaker="navigator")
        return
    for number, part in enumerate(gsm.split(said.strip(), SEGMENTS, f"{navigator.name}: ")):
        say.to_family(session, conversation, f"{key}:{number}", part, speaker="navigator")


def undelivered(session: Session, message: OutboxMessage) -> None:
    """A relayed message could not be delivered: the side that wrote it is told."""
    parts = message.key.split(":")
    if parts[0] != "case" or len(parts) < 4 or parts[2] not in ("in", "out"):
        return
    case = session.get(Case, parts[1])
    if case is None or case.state != CaseState.ACCEPTED.value:
        return
    key = f"desk:{case.id}:undelivered:{message.id}"
    if parts[2] == "in":
        words.to_family(
            session,
            case,
            key,
            N_("Your last message did not reach {name}. Please send it again."),
            name=case.navigator.name,
        )
    else:
        words.to_navigator(
            session,
            case.navigator,
            key,
            N_("{code}: your last message did not reach the family's phone."),
            code=case.code,
        )
