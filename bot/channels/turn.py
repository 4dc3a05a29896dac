"""The order in which one incoming message is treated. This page is all of it.

1. A navigator's message is hers to the desk.
2. STOP, START and HELP mean what carriers say they mean, before anything else.
3. A crisis is answered first and always: whatever question, form or handoff is open, opted out or not.
4. Plain words for «no more messages» end them too.
5. Answers to what the desk asked her, and whom she would like to talk with, are the desk's.
6. While a person is speaking with her, her words go to that person.
7. Otherwise the assistant answers; if anything at all fails, she gets the fallback with 211 and 988.

Each step ends in one transaction: what the turn changed, the words that go out, and that the message is handled.
"""

from __future__ import annotations

import re

import structlog
from sqlalchemy.orm import Session

from bot.channels import assistant, carrier_words, danger, for_desk, pictures
from bot.channels.heard import heard, wish
from bot.channels.house import House
from bot.channels.understood import Understood, in_plain_words, plain
from bot.channels.whence import where
from bot.conversations import contacts, reply_language, say
from bot.conversations.contacts import Conversation
from bot.delivery import inbox, outbox
from bot.delivery.inbox import InboundMessage
from bot.handoff import commands, desk, navigators, relay
from bot.replies import fixed
from bot.settings import Settings
from bot.understanding import keywords

log = structlog.get_logger()

E164 = re.compile(r"\+[1-9][0-9]{6,14}")
"""A number that can be texted."""

SURE_OPT_OUT = 0.7
"""How sure the act «no more messages» must be to end them without asking; START brings them back."""


async def treat(house: House, message: InboundMessage) -> None:
    """Treat one message and end it. Raises only when nothing at all could be kept; it is then tried again."""
    if message.channel == "sms" and not E164.fullmatch(message.sender):
        # short codes and names cannot be texted back: machines send from them, and would answer for ever
        await house.store.run(lambda session: inbox.done(session, message, "no number to answer"))
        return
    if message.media_count:
        await pictures.measure(house, message)
    if await house.store.read(lambda session: _is_navigator(session, message)) and await house.store.run(
        lambda session: _navigator(session, message, house.settings)
    ):
        return
    if carrier_words.of(message) is not None and await house.store.run(
        lambda session: _carrier_word(session, message, house.settings)
    ):
        return
    conversation, speaking = await house.store.run(lambda session: _who(session, message))
    if message.last_words:
        understood = in_plain_words(message.body, conversation.language)
    else:
        understood = await _understand(house, message, conversation)
    catalog = _catalog(message, conversation, understood)
    understood = await house.store.read(
        lambda session: for_desk.as_wish(session, conversation, message, understood)
    )
    try:
        if understood.crisis is not None:
            await danger.answer(house, message, conversation, understood, catalog)
        elif understood.act == "opt_out" and understood.act_confidence >= SURE_OPT_OUT:
            await house.store.run(lambda session: _opt_out(session, message, conversation.id, catalog))
        elif conversation.contact.opted_out_at is not None:
            await house.store.run(lambda session: inbox.done(session, message, "opted out"))
        elif speaking and await house.store.run(
            lambda session: for_desk.decides_on_erasing(session, conversation, message, understood)
        ):
            await assistant.answer(house, message, conversation, understood, catalog, False)
        elif await house.store.run(
            lambda session: _desk(session, message, conversation.id, catalog, understood)
        ):
            log.info("turn.desk", inbound=message.id)
        elif speaking and not _wants_bot(understood, message):
            await house.store.run(lambda session: _relay(session, message, conversation.id, catalog))
        elif message.last_words:
            await house.store.run(lambda session: _fall_back(session, message, conversation.id, catalog))
        else:
            await assistant.answer(house, message, conversation, understood, catalog, speaking)
    except inbox.LeaseLost:
        raise
    except Exception as error:
        # the error's own text may quote the message: only its kind is logged
        log.error("turn.failed", inbound=message.id, error=type(error).__name__, at=where(error))
        await house.store.run(lambda session: _fall_back(session, message, conversation.id, catalog))


def _is_navigator(session: Session, message: InboundMessage) -> bool:
    return message.channel == "sms" and navigators.for_phone(session, message.sender) is not None


def _navigator(session: Session, message: InboundMessage, settings: Settings) -> bool:
    navigator = navigators.for_phone(session, message.sender)
    if navigator is None:
        return False
    commands.handle(session, navigator, message.id, message.body, message.media_count)
    if carrier_words.confirmed_by_carrier(settings, message):
        outbox.cancel_for(session, message.sender_digest)  # all that comes after her STOP would be refused
    inbox.done(session, message, "navigator")
    return True


def _carrier_word(session: Session, message: InboundMessage, settings: Settings) -> bool:
    word = carrier_words.of(message)
    if word is None:
        return False
    conversation = _conversation(session, message)
    if conversation is None:
        return False
    confirmed = carrier_words.confirmed_by_carrier(settings, message)
    carrier_words.answer(session, conversation, message.id, word, message.body, confirmed)
    inbox.done(session, message, f"keyword {word}")
    return True


def _conversation(session: Session, message: InboundMessage) -> Conversation | None:
    if message.channel == "web":
        return contacts.get(session, message.sender)
    return contacts.for_phone(session, message.sender)


def _who(session: Session, message: InboundMessage) -> tuple[Conversation, bool]:
    conversation = _conversation(session, message)
    if conversation is None:
        raise LookupError("a web message of a session that was erased")
    return conversation, desk.person_is_speaking(session, conversation.id)


async def _understand(house: House, message: InboundMessage, conversation: Conversation) -> Understood:
    prior = conversation.language if conversation.last_heard_at or message.channel == "web" else None
    try:
        return await house.understand(message.body, prior)
    except Exception as error:
        log.error("understanding.failed", inbound=message.id, error=type(error).__name__, at=where(error))
        return in_plain_words(message.body, prior)


def _catalog(message: InboundMessage, conversation: Conversation, understood: Understood) -> str:
    wished = wish(understood)
    if conversation.language_wished and wished is None:
        return conversation.language
    first = conversation.last_heard_at is None
    return reply_language.choose(
        None if first and message.channel == "sms" else conversation.language,
        understood.language,
        understood.language_confidence,
        plain(message.body),
        understood.script,
        wished,
        first,
    )


def _opt_out(session: Session, message: InboundMessage, conversation_id: str, catalog: str) -> None:
    conversation = heard(session, conversation_id, catalog)
    carrier_words.answer(session, conversation, message.id, "stop", message.body)
    inbox.done(session, message, "opted out in words")


def _desk(
    session: Session, message: InboundMessage, conversation_id: str, catalog: str, understood: Understood
) -> bool:
    conversation = heard(session, conversation_id, catalog)
    if not for_desk.hear(session, conversation, message, understood):
        return False
    inbox.done(session, message, "for the desk")
    return True


def _relay(session: Session, message: InboundMessage, conversation_id: str, catalog: str) -> None:
    heard(session, conversation_id, catalog)
    case = desk.open_case(session, conversation_id)
    if case is None:
        raise LookupError("the case was closed meanwhile")
    by_phone = message.channel == "sms"
    relay.from_family(session, case, message.id, message.body, message.media_count, by_phone=by_phone)
    inbox.done(session, message, "relayed")


def _wants_bot(understood: Understood, message: InboundMessage) -> bool:
    return keywords.meaning(message.body) == "bot" or understood.act == "delete_data"


def _fall_back(session: Session, message: InboundMessage, conversation_id: str, catalog: str) -> None:
    conversation = contacts.get(session, conversation_id)
    if conversation is not None:
        say.to_family(session, conversation, f"in:{message.id}:fallback", fixed.fallback(catalog))
    inbox.done(session, message, "fell back")
