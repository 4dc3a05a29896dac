"""What a family's message is to the desk, before the assistant or her navigator gets it."""

from __future__ import annotations

from dataclasses import replace

from sqlalchemy.orm import Session

from bot.channels.understood import Understood
from bot.conversations.contacts import Conversation
from bot.delivery.inbox import InboundMessage
from bot.handoff import hearing, offering, wishing
from bot.understanding import keywords

SURE_ANSWER = 0.7
"""How sure a yes or no in other words than the menu's must be."""
FEW_WORDS = 6
"""A longer message says more than yes or no."""


def answer(message: InboundMessage, understood: Understood) -> bool | None:
    """True for a message that is just a yes, False for just a no, None for everything else."""
    word = keywords.meaning(message.body)
    if word in ("yes", "no"):
        return word == "yes"
    short = len(message.body.split()) <= FEW_WORDS and "?" not in message.body
    if short and understood.act in ("affirm", "deny") and understood.act_confidence >= SURE_ANSWER:
        return understood.act == "affirm"
    return None


def hear(
    session: Session, conversation: Conversation, message: InboundMessage, understood: Understood
) -> bool:
    """Let the desk do what the message asks of it. False when it is for the assistant or the navigator."""
    said = answer(message, understood)
    return hearing.hear(
        session,
        conversation,
        message.id,
        message.body,
        yes=said is True,
        no=said is False,
        asks_person=understood.act == "ask_person",
        wants_bot=keywords.meaning(message.body) == "bot",
    )


def decides_on_erasing(
    session: Session, conversation: Conversation, message: InboundMessage, understood: Understood
) -> bool:
    """Whether this is her yes or no to erasing everything, asked while a person speaks with her."""
    if not hearing.erasing_is_asked(session, conversation.id):
        return False
    hearing.erasing_is_answered(session, conversation.id)
    return answer(message, understood) is not None


def as_wish(
    session: Session, conversation: Conversation, message: InboundMessage, understood: Understood
) -> Understood:
    """A message that is nothing but a wish for a certain person asks for a person, whatever else it seemed."""
    if understood.crisis is not None or understood.act == "ask_person":
        return understood
    if offering.open_case(session, conversation.id) is not None:
        return understood
    if wishing.hear(session, conversation.id, message.body, asks_person=False) is None:
        return understood
    parse_data = {**understood.parse_data, "intent": {"name": "ask_person", "confidence": 1.0}}
    return replace(understood, act="ask_person", act_confidence=1.0, parse_data=parse_data)
