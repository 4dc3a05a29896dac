"""Words carried between a family and her navigator. No number crosses; nothing is lost silently."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.conversations import contacts
from bot.delivery import wakeups
from bot.delivery.once import insert_once
from bot.delivery.outbox import OutboxMessage
from bot.handoff import closing, navigators, presence, reaching, silence, trail, words
from bot.handoff.models import Case, CaseEvent, Navigator, Relayed
from bot.handoff.pictures import Pictures
from bot.handoff.states import CaseState, NotAllowed
from bot.languages import code_of
from bot.replies import labels
from bot.replies.catalogs import N_, text
from bot.store import now


def from_family(
    session: Session,
    case: Case,
    inbound_id: int,
    said: str,
    media_count: int = 0,
    at: datetime | None = None,
    by_phone: bool = True,
) -> None:
    """Carry the family's words to the navigator of the case, marked with its code. Raises NotAllowed.

    `by_phone` tells whether they came by SMS: a family on the web is answered where she wrote last. Of a
    picture that cannot be passed on both sides are told.
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
    sent = Pictures.of(session, inbound_id, media_count)
    key = f"case:{case.id}:in:{inbound_id}"
    if said or sent.passed:
        head = text(catalog, "{code} Family: ", code=case.code)
        for number, part in enumerate(reaching.parts(said or text(catalog, "(picture)"), head)):
            with_it = sent.passed if number == 0 else ()
            words.say_to_navigator(session, navigator, f"{key}:{number}", part, "family", with_it)
    if sent.refused:
        words.to_navigator(
            session,
            navigator,
            f"{key}:picture",
            N_("{code}: the family sent a picture that can't be passed on. I asked for words instead."),
            code=case.code,
        )
        words.to_family(session, case, f"{key}:words", sent.refused)
    elif not said and not sent.passed:
        nothing = N_("Your message had no words. Please write to {name} again.")
        words.to_family(session, case, f"{key}:words", nothing, name=navigator.name)
    _notice_language(session, case, navigator, key, at)
    case.on_phone = by_phone and case.follow_up_confirmed_at is not None
    case.last_word_at = at
    case.family_waits_since = case.family_waits_since or at
    case.nudged_at = case.nudged_at if case.nudged_at and case.nudged_at >= case.family_waits_since else None
    case.next_check_at = silence.check_at(case)
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
    said = _carried(said)
    sent = Pictures.of(session, inbound_id, media_count)
    key = f"case:{case.id}:out:{inbound_id}"
    if sent.refused:
        reason = text(navigators.catalog(navigator), sent.refused)
        words.to_navigator(
            session, navigator, f"{key}:picture", N_("{code}: {summary}"), code=case.code, summary=reason
        )
        words.to_family(
            session,
            case,
            f"{key}:refused",
            N_("{name} sent a picture that I can't pass on."),
            name=navigator.name,
        )
    if said or sent.passed:
        reaching.put(
            session,
            case,
            conversation,
            key,
            said or text(conversation.language, "(picture)"),
            head=f"{navigator.name}: ",
            payload={"name": navigator.name},
            speaker="navigator",
            media=sent.passed,
        )
        case.first_word_at = case.first_word_at or at
        case.last_word_at = at
        case.family_waits_since = case.nudged_at = None
        case.next_check_at = silence.check_at(case)
    session.flush()


def undelivered(session: Session, message: OutboxMessage) -> None:
    """A message ended undelivered. A relayed one's writer is told; a navigator out of reach loses no family."""
    navigator = navigators.for_phone(session, message.recipient)
    if navigator is not None:
        presence.unreachable(session, navigator)
        return
    parts = message.key.split(":")
    carried = message.speaker == "navigator"
    if not carried or parts[0] != "case" or len(parts) < 4 or parts[2] not in ("out", "copy"):
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


def _notice_language(session: Session, case: Case, navigator: Navigator, key: str, at: datetime) -> None:
    """She went over to a language her navigator does not speak: the navigator may hand her on, once asked."""
    spoken = code_of(words.family_catalog(session, case))
    if (
        spoken in (*navigator.languages, case.other_language)
        or code_of(case.language) not in navigator.languages
    ):
        return
    told = select(CaseEvent.id).where(
        CaseEvent.case_id == case.id,
        CaseEvent.kind == "other_language",
        CaseEvent.navigator_id == navigator.id,
        CaseEvent.detail == spoken,
    )
    if session.execute(told).first() is not None:
        return
    trail.note(session, case, "other_language", at, navigator, spoken)
    words.to_navigator(
        session,
        navigator,
        f"{key}:language",
        N_("{code}: the family writes in {language} now. PASS hands them on to someone who speaks it."),
        code=case.code,
        language=labels.languages(navigators.catalog(navigator), [spoken]),
    )


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
