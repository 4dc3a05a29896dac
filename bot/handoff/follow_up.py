"""A family on the web may leave a number: once that phone said YES, the case goes on there when the page is closed.

Whoever types a number may not own it. So the phone itself is asked first, and gets nothing else before it agrees.
"""

from __future__ import annotations

import re
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.conversations import contacts
from bot.conversations.contacts import Conversation
from bot.delivery import outbox
from bot.handoff import navigators, trail, words
from bot.handoff.models import Case
from bot.handoff.states import OPEN
from bot.replies.catalogs import N_, text
from bot.store import digest

NUMBER = "number"
"""The question for her number, among a case's questions."""
QUESTION = N_("If you close this page, may we text you? Send your phone number, or NO.")
TRIES = 3
"""Numbers that may be given in one case: each is sent one text."""
_DIGITS = re.compile(r"[+(]?\d[\d\s().-]{4,18}\d")
WHOLE = 10
"""Digits of a phone number with its area code; fewer are read as one only in answer to our question."""


def ask(session: Session, case: Case, at: datetime) -> None:
    """Ask a family on the web, once, whether she may be texted when she closes the page."""
    conversation = contacts.get(session, case.conversation_id)
    if conversation is None or conversation.channel != "web" or NUMBER in case.asked or case.question:
        return
    case.question, case.question_at, case.asked = NUMBER, at, [*case.asked, NUMBER]
    words.to_family(session, case, f"desk:{case.id}:number", QUESTION)


def hear(session: Session, case: Case, inbound_id: int, said: str, yes: bool, no: bool, at: datetime) -> bool:
    """A number (or a yes or no to the question for it) from the page of a case. False for everything else."""
    if NUMBER not in case.asked or case.follow_up_confirmed_at is not None:
        return False
    key = f"case:{case.id}:number:{inbound_id}"
    if no and case.question == NUMBER:
        case.question = None
        words.to_family(session, case, key, N_("That's fine. Then keep this page open."))
        return True
    if yes and case.question == NUMBER:
        words.to_family(session, case, key, QUESTION)
        return True
    digits = sum(c.isdigit() for c in said)
    if not _DIGITS.fullmatch(said.strip()) or (digits < WHOLE and case.question != NUMBER):
        return False
    try:
        phone = navigators.number(said.strip())
    except navigators.BadNumber:
        words.to_family(
            session, case, key, N_("That is not a phone number I can text. Please send it again, or NO.")
        )
        return True
    _ask_phone(session, case, phone, key, at)
    return True


def asked_case(session: Session, conversation: Conversation) -> Case | None:
    """The case for which this phone was asked, and has not answered."""
    return _of_phone(session, conversation, confirmed=False)


def confirm(session: Session, conversation: Conversation, case: Case, inbound_id: int, at: datetime) -> None:
    """The phone that was asked said YES: the case reaches her there too."""
    conversation.language = words.family_catalog(session, case)
    key = f"case:{case.id}:number:{inbound_id}"
    words.to_family(session, case, f"{key}:page", N_("Your phone is ready. You can close this page."))
    case.follow_up_confirmed_at = at  # from here on words to her go to the phone too
    trail.note(session, case, "phone_confirmed", at)
    _to_phone(
        session,
        case,
        key,
        N_(
            "Thank you. When you close the page, the talk goes on here. You can answer here too. STOP ends texts."
        ),
    )


def case_of_phone(session: Session, conversation_id: str) -> Case | None:
    """The open case of a family on the web that goes on at this phone, for the phone's own conversation."""
    conversation = contacts.get(session, conversation_id)
    return None if conversation is None else _of_phone(session, conversation, confirmed=True)


def stopped(session: Session, conversation_id: str) -> None:
    """This phone texted STOP: no case texts it any more. The page goes on as it is."""
    conversation = contacts.get(session, conversation_id)
    if conversation is not None and conversation.contact.phone_digest is not None:
        mine = select(Case).where(Case.follow_up_digest == conversation.contact.phone_digest)
        for case in session.execute(mine).scalars():
            forget(case)
        session.flush()


def forget(case: Case) -> None:
    """Keep nothing of the phone."""
    case.follow_up_phone = case.follow_up_digest = None
    case.follow_up_asked_at = case.follow_up_confirmed_at = None
    case.on_phone = False


def _ask_phone(session: Session, case: Case, phone: str, key: str, at: datetime) -> None:
    told = f"{key}:page"
    tried = [one for one in case.asked if one.startswith("phone:")]
    if (
        contacts.has_stopped(session, phone)
        or navigators.for_phone(session, phone) is not None
        or _mark(phone) in tried
        or len(tried) >= TRIES
    ):
        words.to_family(session, case, told, N_("I can't text that phone. Please keep this page open."))
        return
    case.question = None
    case.asked = [*case.asked, _mark(phone)]
    case.follow_up_phone, case.follow_up_digest, case.follow_up_asked_at = phone, digest(phone), at
    session.flush()
    _to_phone(
        session,
        case,
        key,
        N_(
            "Kinpath here. Someone on our web page gave this number to text with a navigator. Was it you? Reply "
            "YES. If not, do nothing: we won't text again."
        ),
    )
    words.to_family(
        session, case, told, N_("I texted that phone. Answer YES there, and you can close this page.")
    )


def _mark(phone: str) -> str:
    """The sign, among a case's questions, that this phone was asked."""
    return f"phone:{digest(phone)[:8]}"


def _of_phone(session: Session, conversation: Conversation, confirmed: bool) -> Case | None:
    if conversation.channel != "sms" or conversation.contact.phone_digest is None:
        return None
    said_yes = (
        Case.follow_up_confirmed_at.is_not(None) if confirmed else Case.follow_up_confirmed_at.is_(None)
    )
    query = select(Case).where(
        Case.follow_up_digest == conversation.contact.phone_digest,
        said_yes,
        Case.state.in_([state.value for state in OPEN]),
    )
    found: Case | None = session.execute(query.order_by(Case.requested_at.desc())).scalars().first()
    return found


def _to_phone(session: Session, case: Case, key: str, message: str) -> None:
    outbox.put(
        session,
        key=key,
        channel="sms",
        recipient=str(case.follow_up_phone),
        body=text(words.family_catalog(session, case), message),
    )
