"""What a family writes that is for the desk: answers to what it asked her, and whom she would like to talk with.

The assistant sees none of it, and neither does her navigator, but for words that turn out to be meant for her.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.conversations import contacts
from bot.conversations.contacts import Conversation
from bot.delivery.inbox import InboundMessage
from bot.delivery.outbox import OutboxMessage
from bot.handoff import (
    closing,
    consulting,
    follow_up,
    handing,
    offering,
    relay,
    silence,
    trail,
    waiting,
    wishing,
    words,
)
from bot.handoff.models import Case
from bot.handoff.states import CaseState
from bot.handoff.wishes import Wish
from bot.replies.catalogs import N_
from bot.store import digest, now


def hear(
    session: Session,
    conversation: Conversation,
    inbound_id: int,
    said: str,
    *,
    yes: bool = False,
    no: bool = False,
    asks_person: bool = False,
    wants_bot: bool = False,
    at: datetime | None = None,
) -> bool:
    """Do what a message asks of the desk. False when it is not for the desk.

    yes, no: whether the message is just that. asks_person: whether it was understood to ask for a person.
    wants_bot: whether it asks for the assistant back, which ends a case that still waits.
    """
    at = at or now()
    lent = follow_up.asked_case(session, conversation) if yes else None
    if lent is not None and not _bot_spoke_since(session, conversation, lent.follow_up_asked_at or at):
        trail.begin(session)
        follow_up.confirm(session, conversation, lent, inbound_id, at)
        return True
    case = offering.open_case(session, conversation.id)
    if case is None:
        return False
    trail.begin(session)
    session.refresh(case)
    ours = bool(case.question) and not _bot_spoke_since(session, conversation, case.question_at or at)
    if follow_up.hear(session, case, inbound_id, said, yes and ours, no and ours, at):
        return True
    if (yes or no) and ours:
        return _answered(session, case, yes, at)
    if case.question == consulting.CHANGE:
        send_what_waited(session, case, at)
    speaking = case.state == CaseState.ACCEPTED.value
    if wants_bot and not speaking:
        closing.family_closes(session, case, at)
        return True
    wish = wishing.hear(session, case.conversation_id, said, asks_person and not speaking)
    if wish is None:
        return False
    if speaking:
        return _shall_someone_else_come(session, case, wish, inbound_id, at)
    wishing.change(session, case, wish, f"desk:{case.id}:wish:{inbound_id}", at)
    return True


def ask_about_erasing(session: Session, conversation_id: str, at: datetime | None = None) -> None:
    """She wants everything erased while a person speaks with her: her next yes or no is about that."""
    case = offering.open_case(session, conversation_id)
    if case is not None:
        case.question, case.question_at, case.question_about = consulting.ERASE, at or now(), None


def erasing_is_asked(session: Session, conversation_id: str) -> bool:
    """Whether a yes or no of hers would be about erasing everything."""
    case = offering.open_case(session, conversation_id)
    return case is not None and case.question == consulting.ERASE


def erasing_is_answered(session: Session, conversation_id: str) -> None:
    """She said yes or no to that, or went on talking."""
    case = offering.open_case(session, conversation_id)
    if case is not None and case.question == consulting.ERASE:
        case.question = None


def _answered(session: Session, case: Case, yes: bool, at: datetime) -> bool:
    question, about = case.question, case.question_about or {}
    if question == consulting.CHANGE:
        if not yes:
            send_what_waited(session, case, at)
            return True
        case.question = case.question_about = None
        handing.ask_another(session, case, Wish.of(about["wish"]), at)
        return True
    if question not in (consulting.ANOTHER, consulting.LANGUAGE):
        return False
    case.question = case.question_about = None
    if not yes:
        waiting.schedule(session, case, at)
        follow_up.ask(session, case, at)
        return True
    if question == consulting.ANOTHER:
        case.wish = Wish(others_than=Wish.of(case.wish).others_than).as_json()
    else:
        case.other_language = about["language"]
    event = trail.note(session, case, "agreed", at, detail=question)
    if offering.ask_on(session, case, at):
        words.to_family(
            session,
            case,
            f"desk:{case.id}:asked:{event.id}",
            N_(
                "Thank you. I am asking our navigators now. I'll tell you within 10 minutes. In danger call 911."
            ),
        )
    follow_up.ask(session, case, at)
    return True


def _shall_someone_else_come(session: Session, case: Case, wish: Wish, inbound_id: int, at: datetime) -> bool:
    """Ask before a navigator is replaced: the words may have been meant for her. They wait until then."""
    navigator = trail.holder(session, case)
    if navigator is None or wish.navigator == navigator.id:
        return False
    wished = Wish.of(case.wish).and_then(Wish(None, (navigator.id,))).and_then(wish)
    case.question, case.question_at = consulting.CHANGE, at
    case.question_about = {"wish": wished.as_json(), "inbound": inbound_id}
    case.next_check_at = silence.check_at(case)
    words.to_family(
        session,
        case,
        f"desk:{case.id}:change:{inbound_id}",
        N_("Shall I ask for someone else instead of {name}? YES, or NO to send these words to {name}."),
        name=navigator.name,
    )
    return True


def send_what_waited(session: Session, case: Case, at: datetime) -> None:
    """She did not want somebody else, or did not say: what she wrote goes to her navigator."""
    message = session.get(InboundMessage, (case.question_about or {}).get("inbound"))
    case.question = case.question_about = None
    if message is not None and case.state == CaseState.ACCEPTED.value:
        by_phone = message.channel == "sms"
        relay.from_family(session, case, message.id, message.body, message.media_count, at, by_phone)


def _bot_spoke_since(session: Session, conversation: Conversation, since: datetime) -> bool:
    """Whether the assistant answered her since: then a bare yes is meant for what it asked, not for us."""
    _, recipient = contacts.address(conversation)
    answers = select(OutboxMessage.id).where(
        OutboxMessage.recipient_digest == digest(recipient),
        OutboxMessage.key.startswith("in:"),
        OutboxMessage.created_at > since,
    )
    return session.execute(answers).first() is not None
