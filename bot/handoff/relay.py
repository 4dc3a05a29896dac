"""Words carried between a family and her navigator. No number crosses; nothing is lost silently."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.conversations import contacts, say
from bot.conversations.contacts import Conversation
from bot.delivery import gsm, wakeups
from bot.delivery.once import insert_once
from bot.delivery.outbox import OutboxMessage
from bot.handoff import closing, navigators, presence, timers, trail, words
from bot.handoff.models import Case, Navigator, Relayed
from bot.handoff.states import CaseState, NotAllowed
from bot.replies.catalogs import N_, text
from bot.store import now

SEGMENTS = (2, 4, 8)
"""Segments of one relayed SMS: two, and more only where a text would else become more than MANY of them."""
MANY = 6


def from_family(
    session: Session,
    case: Case,
    inbound_id: int,
    said: str,
    media_count: int = 0,
    at: datetime | None = None,
) -> None:
    """Carry the family's words to the navigator of the case, marked with its code. Raises NotAllowed.

    Pictures cannot be carried: both sides are told.
    """
    at = at or now()
    trail.begin(session)
    session.refresh(case)
    navigator = trail.holder(session, case)
    if case.state != CaseState.ACCEPTED.value or navigator is None:
        raise NotAllowed(f"case {case.code} has no navigator")
    if not _first_time(session, case, inbound_id, "family", at):
        return
    said = _carried(said)
    catalog = navigators.catalog(navigator)
    key = f"case:{case.id}:in:{inbound_id}"
    if said:
        head = text(catalog, "{code} Family: ", code=case.code)
        for number, part in enumerate(_parts(said, head)):
            words.say_to_navigator(session, navigator, f"{key}:{number}", part, speaker="family")
    if media_count:
        words.to_navigator(
            session,
            navigator,
            f"{key}:picture",
            N_("{code}: the family sent a picture. I can't pass on pictures, and asked for words instead."),
            code=case.code,
        )
    if media_count or not said:
        words.to_family(
            session,
            case,
            f"{key}:words",
            N_("I can't pass on pictures yet. Please tell {name} in words.")
            if media_count
            else N_("Your message had no words. Please write to {name} again."),
            name=navigator.name,
        )
    case.last_word_at = at
    case.family_waits_since = case.family_waits_since or at
    case.nudged_at = case.nudged_at if case.nudged_at and case.nudged_at >= case.family_waits_since else None
    case.next_check_at = timers.check_at(case)
    session.flush()


def from_navigator(
    session: Session,
    navigator: Navigator,
    case: Case,
    inbound_id: int,
    said: str,
    media_count: int = 0,
    at: datetime | None = None,
) -> None:
    """Carry the navigator's words to the family, under her name. Raises NotAllowed for a case not hers.

    If the family stopped messages meanwhile, the case ends and the navigator hears so.
    """
    at = at or now()
    trail.begin(session)
    session.refresh(case)
    if case.state != CaseState.ACCEPTED.value or case.navigator_id != navigator.id:
        raise NotAllowed(f"case {case.code} is not {navigator.name}'s")
    conversation = contacts.get(session, case.conversation_id)
    if conversation is None or conversation.contact.opted_out_at is not None:
        closing.family_stopped(session, case.conversation_id, at)
        return
    if not _first_time(session, case, inbound_id, "navigator", at):
        return
    if media_count:
        words.to_navigator(
            session,
            navigator,
            f"case:{case.id}:out:{inbound_id}:picture",
            N_("{code}: I can't pass on pictures, only words. Your picture was not sent."),
            code=case.code,
        )
    said = _carried(said)
    if said:
        _to_family(session, conversation, navigator, f"case:{case.id}:out:{inbound_id}", said)
        case.first_word_at = case.first_word_at or at
        case.last_word_at = at
        case.family_waits_since = case.nudged_at = None
        case.next_check_at = timers.check_at(case)
    session.flush()


def undelivered(session: Session, message: OutboxMessage) -> None:
    """A message ended undelivered. A relayed one's writer is told; a navigator out of reach loses no family."""
    navigator = navigators.for_phone(session, message.recipient)
    if navigator is not None:
        presence.unreachable(session, navigator)
        return
    parts = message.key.split(":")
    if parts[0] != "case" or len(parts) < 4 or parts[2] != "out":
        return
    case = session.get(Case, parts[1])
    holder = trail.holder(session, case) if case is not None else None
    if case is None or holder is None or case.state != CaseState.ACCEPTED.value:
        return
    words.to_navigator(
        session,
        holder,
        f"desk:{case.id}:undelivered:{parts[3]}",  # one text in several parts is one failure
        N_("{code}: your last message did not reach the family's phone."),
        code=case.code,
    )


def _to_family(
    session: Session, conversation: Conversation, navigator: Navigator, key: str, said: str
) -> None:
    if conversation.channel == "web":
        payload = {"name": navigator.name}
        say.to_family(session, conversation, key, said, payload=payload, speaker="navigator")
        return
    for number, part in enumerate(_parts(said, f"{navigator.name}: ")):
        say.to_family(session, conversation, f"{key}:{number}", part, speaker="navigator")


def _parts(said: str, head: str) -> list[str]:
    parts: list[str] = []
    for limit in SEGMENTS:
        parts = gsm.split(gsm.fold(said), limit, head)
        if len(parts) <= MANY:
            break
    return parts


def _carried(said: str) -> str:
    return said.replace("\0", "").strip()


def _first_time(session: Session, case: Case, inbound_id: int, speaker: str, at: datetime) -> bool:
    wakeups.announce(session, "desk")
    row = {"case_id": case.id, "inbound_id": inbound_id, "speaker": speaker, "at": at}
    return insert_once(session, Relayed, row)


def spoken(session: Session, case: Case) -> list[Relayed]:
    """Who spoke when in a case, oldest first; the words are in the inbox."""
    query = select(Relayed).where(Relayed.case_id == case.id).order_by(Relayed.inbound_id)
    return list(session.execute(query).scalars())
