"""The desk: one function for each transition of a case.

Each does everything that belongs to it in the caller's transaction: it checks that the transition is allowed, changes
the row, writes the audit, and puts the words it causes into the outbox. None calls anybody outside.
"""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from bot.conversations.contacts import Conversation
from bot.delivery import outbox, quiet
from bot.delivery.once import changed, one_at_a_time
from bot.handoff import matching, words
from bot.handoff.models import Case, CaseEvent, Navigator, Offer
from bot.handoff.states import OPEN, WAITING, CaseState, NotAllowed, OfferState
from bot.replies import labels
from bot.replies.catalogs import N_
from bot.store import now

WAVE_SIZE = 3
"""How many navigators are asked at the same time."""

WAVE_WAIT = timedelta(minutes=10)
"""How long one wave may take to answer."""

GIVE_UP_AFTER = timedelta(days=3)
"""How long a case waits for anybody at all."""

LETTERS, DIGITS = "ACEFHJKMNPRTUVWXY", "234679"
"""What case codes are made of: no look-alikes."""


def request(
    session: Session,
    conversation: Conversation,
    summary: str,
    needs: Sequence[str],
    language: str,
    community: str | None = None,
    county: str | None = None,
    at: datetime | None = None,
) -> Case:
    """A family asked for a person and agreed to the summary. While one case of hers is open, that one stays."""
    at = at or now()
    one_at_a_time(session, f"case:{conversation.id}")
    case = open_case(session, conversation.id)
    if case is not None:
        key = f"desk:{case.id}:again:{int(at.timestamp() * 1000)}"
        words.to_family(
            session, case, key, N_("You are in line already. I'll tell you as soon as someone is here.")
        )
        return case
    case = Case(
        code=_new_code(session),
        conversation_id=conversation.id,
        language=language,
        state=CaseState.REQUESTED.value,
        summary=summary,
        needs=list(needs),
        community=community,
        county=county,
        requested_at=at,
    )
    session.add(case)
    session.flush()
    _audit(session, case, "requested", "family", at)
    if _offer_wave(session, case, at):
        words.to_family(
            session,
            case,
            f"desk:{case.id}:asked",
            N_(
                "Thank you. I am asking our navigators now. I'll tell you within 10 minutes. In danger call 911."
            ),
        )
    else:
        _schedule(session, case, at)
    return case


def open_case(session: Session, conversation_id: str) -> Case | None:
    """The case of a conversation that is not at its end."""
    query = select(Case).where(
        Case.conversation_id == conversation_id, Case.state.in_([state.value for state in OPEN])
    )
    return session.scalars(query).first()


def person_is_speaking(session: Session, conversation_id: str) -> bool:
    """Whether a navigator talks with this family now; the bot is silent then."""
    case = open_case(session, conversation_id)
    return case is not None and case.state == CaseState.ACCEPTED.value


def accept(session: Session, navigator: Navigator, case: Case, at: datetime | None = None) -> bool:
    """A navigator says yes. The first one has it, by one update; False for who came too late."""
    at = at or now()
    won = changed(
        session,
        update(Case)
        .where(Case.id == case.id, Case.state == CaseState.OFFERED.value, Case.navigator_id.is_(None))
        .values(
            state=CaseState.ACCEPTED.value, navigator_id=navigator.id, accepted_at=at, next_check_at=None
        ),
    )
    session.refresh(case)
    if not won:
        return False
    for offer in _open_offers(session, case):
        if offer.navigator_id == navigator.id:
            offer.state = OfferState.ACCEPTED.value
            continue
        offer.state = OfferState.TAKEN.value
        other = session.get(Navigator, offer.navigator_id)
        if other is not None:
            words.to_navigator(
                session,
                other,
                f"desk:{case.id}:taken:{offer.id}",
                N_("{code} is taken by someone else. Thank you for being there."),
                code=case.code,
            )
    _audit(session, case, "accepted", navigator.id, at)
    words.to_navigator(
        session,
        navigator,
        f"case:{case.id}:summary:{int(at.timestamp())}",
        N_(
            "{code} is yours. {summary}\nWhat you text now goes to the family. Text DONE when you are finished."
        ),
        code=case.code,
        summary=case.summary,
    )
    words.to_family(
        session,
        case,
        f"desk:{case.id}:accepted:{int(at.timestamp())}",
        N_("{name}, a peer navigator, is here with you now. Just write. To come back to me, text KINPATH."),
        name=navigator.name,
    )
    return True


def decline_offer(session: Session, navigator: Navigator, case: Case, at: datetime | None = None) -> None:
    """A navigator says no. When all of a wave did, the next is asked at once. Raises NotAllowed."""
    at = at or now()
    offer = next((o for o in _open_offers(session, case) if o.navigator_id == navigator.id), None)
    if offer is None:
        raise NotAllowed(f"{case.code} is not offered to {navigator.name}")
    offer.state = OfferState.DECLINED.value
    _audit(session, case, "declined by navigator", navigator.id, at)
    session.flush()
    if case.state == CaseState.OFFERED.value and not _open_offers(session, case):
        _next_wave(session, case, at)


def expire_wave(session: Session, case: Case, at: datetime | None = None) -> None:
    """A wave did not answer in time: the next one is asked. Raises NotAllowed."""
    at = at or now()
    _must_be(case, CaseState.OFFERED)
    for offer in _open_offers(session, case):
        offer.state = OfferState.EXPIRED.value
        navigator = session.get(Navigator, offer.navigator_id)
        if navigator is not None:
            words.to_navigator(
                session,
                navigator,
                f"desk:{case.id}:passed:{offer.id}",
                N_("{code} went on to others. Text AWAY if you need a rest."),
                code=case.code,
            )
    _audit(session, case, f"wave {case.wave} expired", "desk", at)
    _next_wave(session, case, at)


def close(session: Session, navigator: Navigator, case: Case, at: datetime | None = None) -> None:
    """The navigator is done. The bot speaks again, and asks how it went. Raises NotAllowed."""
    at = at or now()
    _must_be(case, CaseState.ACCEPTED)
    if case.navigator_id != navigator.id:
        raise NotAllowed(f"{case.code} is not {navigator.name}'s")
    _end(session, case, CaseState.CLOSED, navigator.id, at)
    words.to_navigator(
        session, navigator, f"desk:{case.id}:done", N_("{code} is closed. Thank you."), code=case.code
    )
    words.to_family(
        session,
        case,
        f"desk:{case.id}:how",
        N_(
            "{name} has finished; you are back with Kinpath. How did it go? Tell me if you need anything else."
        ),
        name=navigator.name,
    )
    navigator.idle_since = at
    drain(session, navigator, at)


def family_closes(session: Session, case: Case, at: datetime | None = None) -> None:
    """The family wants the bot back, or no person any more. Raises NotAllowed for a case at its end."""
    at = at or now()
    if case.state not in [state.value for state in OPEN]:
        raise NotAllowed(f"{case.code} is {case.state} already")
    told = _told(session, case)
    was_accepted = case.state == CaseState.ACCEPTED.value
    _end(session, case, CaseState.CLOSED if was_accepted else CaseState.DECLINED, "family", at)
    for navigator in told:
        words.to_navigator(
            session,
            navigator,
            f"desk:{case.id}:family:{navigator.id}",
            N_("{code} is closed: the family no longer needs a person. Thank you."),
            code=case.code,
        )
        if was_accepted:
            navigator.idle_since = at
            drain(session, navigator, at)
    words.to_family(
        session, case, f"desk:{case.id}:back", N_("You are back with Kinpath. Tell me what you need.")
    )


def tell_crisis(session: Session, case: Case, crisis: str, at: datetime | None = None) -> None:
    """The family of an accepted case wrote of danger and got the emergency numbers: the navigator is told."""
    at = at or now()
    _audit(session, case, f"crisis {crisis}", "family", at)
    if case.state == CaseState.ACCEPTED.value and case.navigator is not None:
        words.to_navigator(
            session,
            case.navigator,
            f"desk:{case.id}:crisis:{int(at.timestamp() * 1000)}",
            N_(
                "{code}: the family wrote of danger. Kinpath sent them the emergency numbers. Please read on."
            ),
            code=case.code,
        )


def erase(session: Session, conversation_id: str, at: datetime | None = None) -> None:
    """A family erased everything: her open case ends, and what the desk knew of her goes."""
    at = at or now()
    case = open_case(session, conversation_id)
    if case is not None:
        told = _told(session, case)
        _end(session, case, CaseState.CLOSED, "family", at)
        for navigator in told:
            key = f"desk:{case.id}:erased:{navigator.id}"
            words.to_navigator(session, navigator, key, N_("{code} is closed. Thank you."), code=case.code)
    for each in session.scalars(select(Case).where(Case.conversation_id == conversation_id)):
        each.summary, each.needs, each.community, each.county = "", [], None, None
        outbox.forget_keys(session, f"case:{each.id}:")
        for event in session.scalars(select(CaseEvent).where(CaseEvent.case_id == each.id)):
            event.note = None


def drain(session: Session, navigator: Navigator, at: datetime | None = None) -> None:
    """A navigator is free again: the oldest waiting case that fits is offered to her."""
    at = at or now()
    session.flush()
    waiting = session.scalars(
        select(Case).where(Case.state.in_([state.value for state in WAITING])).order_by(Case.requested_at)
    ).all()
    for case in waiting:
        if matching.can_take(session, navigator, case):
            _offer(session, case, [navigator], at)
            return


def tick(session: Session, at: datetime | None = None) -> int:
    """Do what is due by now; gives back how many cases moved. Timers are in the database and survive restarts."""
    at = at or now()
    one_at_a_time(session, "desk")
    due = session.scalars(select(Case).where(Case.next_check_at <= at).order_by(Case.next_check_at)).all()
    for case in due:
        if case.state == CaseState.OFFERED.value:
            expire_wave(session, case, at)
        elif case.state in (CaseState.SCHEDULED.value, CaseState.REQUESTED.value):
            _try_again(session, case, at)
        else:
            case.next_check_at = None
    return len(due)


def _offer_wave(session: Session, case: Case, at: datetime, again: bool = False) -> bool:
    asked = matching.candidates(session, case, WAVE_SIZE, again=again) or matching.candidates(
        session, case, WAVE_SIZE, supervisors=True, again=again
    )
    if asked:
        _offer(session, case, asked, at)
    return bool(asked)


def _offer(session: Session, case: Case, asked: Sequence[Navigator], at: datetime) -> None:
    case.state = CaseState.OFFERED.value
    case.wave += 1
    case.next_check_at = at + WAVE_WAIT
    for navigator in asked:
        offer = Offer(
            case_id=case.id, navigator_id=navigator.id, wave=case.wave, state=OfferState.OPEN.value, at=at
        )
        session.add(offer)
        session.flush()
        catalog = words.catalog(navigator)
        words.to_navigator(
            session,
            navigator,
            f"desk:{case.id}:offer:{offer.id}",
            N_(
                "Kinpath {code}: a family ({language}, {county}) asks for a person about {topic}. Reply YES or NO."
            ),
            code=case.code,
            language=labels.languages(catalog, [words.language(case)]),
            county=case.county or words.somewhere(catalog),
            topic=words.topic(catalog, case),
        )
    _audit(session, case, f"wave {case.wave} of {len(asked)}", "desk", at)


def _next_wave(session: Session, case: Case, at: datetime) -> None:
    if not _offer_wave(session, case, at):
        _schedule(session, case, at)


def _schedule(session: Session, case: Case, at: datetime) -> None:
    case.state = CaseState.SCHEDULED.value
    case.next_check_at = quiet.next_allowed(at + timedelta(hours=1))
    _audit(session, case, "scheduled", "desk", at)
    words.to_family(
        session,
        case,
        f"desk:{case.id}:scheduled:{case.wave}",
        N_(
            "No navigator is free right now, and I am sorry. You stay first in line: the next one who is free will "
            "text you here. For help now call 211, any time. In a crisis call or text 988."
        ),
    )


def _try_again(session: Session, case: Case, at: datetime) -> None:
    if at - case.requested_at > GIVE_UP_AFTER:
        _end(session, case, CaseState.EXPIRED, "desk", at)
        words.to_family(
            session,
            case,
            f"desk:{case.id}:expired",
            N_(
                "I could not find a navigator for you, and I am sorry. Please call 211, any time, free. If you still "
                "want a person, text PERSON and I'll ask again."
            ),
        )
        return
    if not _offer_wave(session, case, at, again=True):
        case.next_check_at = quiet.next_allowed(at + timedelta(hours=1))


def _end(session: Session, case: Case, state: CaseState, who: str, at: datetime) -> None:
    for offer in _open_offers(session, case):
        offer.state = OfferState.TAKEN.value
    case.state = state.value
    case.closed_at = at
    case.next_check_at = None
    _audit(session, case, state.value, who, at)
    session.flush()


def _told(session: Session, case: Case) -> list[Navigator]:
    ids = {offer.navigator_id for offer in _open_offers(session, case)} | {case.navigator_id}
    return [n for n in (session.get(Navigator, one) for one in sorted(i for i in ids if i)) if n is not None]


def _open_offers(session: Session, case: Case) -> list[Offer]:
    query = select(Offer).where(Offer.case_id == case.id, Offer.state == OfferState.OPEN.value)
    return list(session.scalars(query))


def _must_be(case: Case, state: CaseState) -> None:
    if case.state != state.value:
        raise NotAllowed(f"{case.code} is {case.state}, not {state.value}")


def _audit(session: Session, case: Case, what: str, who: str, at: datetime) -> None:
    session.add(CaseEvent(case_id=case.id, at=at, what=what, who=who))


def _new_code(session: Session) -> str:
    taken = set(session.scalars(select(Case.code).where(Case.state.in_([state.value for state in OPEN]))))
    while True:
        code = secrets.choice(LETTERS) + secrets.choice(LETTERS) + secrets.choice(DIGITS)
        if code not in taken:
            return code
