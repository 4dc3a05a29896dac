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
from rasa.core.channels.channel import UserMessage
from sqlalchemy.orm import Session

from bot.channels import carrier_words, for_desk, pictures
from bot.channels.house import House
from bot.channels.output import GatheringOutput
from bot.channels.understood import Understood, in_plain_words, plain
from bot.channels.whence import where
from bot.conversations import contacts, erasure, reply_language, say, scope, tracker_store
from bot.conversations.contacts import Conversation
from bot.delivery import inbox, outbox
from bot.delivery.inbox import InboundMessage
from bot.handoff import commands, desk, hearing, navigators, relay
from bot.languages import catalog_for
from bot.replies import fixed
from bot.replies.catalogs import text as words
from bot.settings import Settings
from bot.store import now
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
            await _crisis(house, message, conversation, understood, catalog)
        elif understood.act == "opt_out" and understood.act_confidence >= SURE_OPT_OUT:
            await house.store.run(lambda session: _opt_out(session, message, conversation.id, catalog))
        elif conversation.contact.opted_out_at is not None:
            await house.store.run(lambda session: inbox.done(session, message, "opted out"))
        elif speaking and await house.store.run(
            lambda session: for_desk.decides_on_erasing(session, conversation, message, understood)
        ):
            await _assistant(house, message, conversation, understood, catalog, False)
        elif await house.store.run(
            lambda session: _desk(session, message, conversation.id, catalog, understood)
        ):
            log.info("turn.desk", inbound=message.id)
        elif speaking and not _wants_bot(understood, message):
            await house.store.run(lambda session: _relay(session, message, conversation.id, catalog))
        elif message.last_words:
            await house.store.run(lambda session: _fall_back(session, message, conversation.id, catalog))
        else:
            await _assistant(house, message, conversation, understood, catalog, speaking)
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
    wish = _wish(understood)
    if conversation.language_wished and wish is None:
        return conversation.language
    first = conversation.last_heard_at is None
    return reply_language.choose(
        None if first and message.channel == "sms" else conversation.language,
        understood.language,
        understood.language_confidence,
        plain(message.body),
        understood.script,
        wish,
        first,
    )


def _wish(understood: Understood) -> str | None:
    return understood.language_wanted if understood.act == "change_language" else None


async def _crisis(
    house: House, message: InboundMessage, conversation: Conversation, understood: Understood, catalog: str
) -> None:
    assert understood.crisis is not None
    code = understood.crisis
    with scope.turn(conversation.id) as turn:
        try:
            # Rasa remembers what she said, and says nothing itself
            if not message.last_words:
                await house.remember(_user_message(message, conversation.id, understood, catalog, None))
        except Exception as error:
            log.error("crisis.not_remembered", inbound=message.id, error=type(error).__name__)

        def keep(session: Session) -> None:
            known = _heard(session, conversation.id, catalog)
            key = f"in:{message.id}:crisis"
            say.to_family(session, known, key, fixed.crisis(catalog, code), even_opted_out=True, urgent=True)
            if turn.tracker is not None:
                tracker_store.write(session, turn.tracker)
            case = desk.open_case(session, conversation.id)
            if case is not None:
                desk.tell_crisis(session, case, code)
                if desk.person_is_speaking(session, conversation.id):
                    by_phone = message.channel == "sms"
                    relay.from_family(
                        session, case, message.id, message.body, message.media_count, by_phone=by_phone
                    )
            inbox.done(session, message, f"crisis {code}")

        await house.store.run(keep)


def _opt_out(session: Session, message: InboundMessage, conversation_id: str, catalog: str) -> None:
    conversation = _heard(session, conversation_id, catalog)
    carrier_words.answer(session, conversation, message.id, "stop", message.body)
    inbox.done(session, message, "opted out in words")


def _desk(
    session: Session, message: InboundMessage, conversation_id: str, catalog: str, understood: Understood
) -> bool:
    conversation = _heard(session, conversation_id, catalog)
    if not for_desk.hear(session, conversation, message, understood):
        return False
    inbox.done(session, message, "for the desk")
    return True


def _relay(session: Session, message: InboundMessage, conversation_id: str, catalog: str) -> None:
    _heard(session, conversation_id, catalog)
    case = desk.open_case(session, conversation_id)
    if case is None:
        raise LookupError("the case was closed meanwhile")
    by_phone = message.channel == "sms"
    relay.from_family(session, case, message.id, message.body, message.media_count, by_phone=by_phone)
    inbox.done(session, message, "relayed")


def _wants_bot(understood: Understood, message: InboundMessage) -> bool:
    return keywords.meaning(message.body) == "bot" or understood.act == "delete_data"


async def _assistant(
    house: House,
    message: InboundMessage,
    conversation: Conversation,
    understood: Understood,
    catalog: str,
    person_was_speaking: bool,
) -> None:
    output = GatheringOutput(message.channel)
    with scope.turn(conversation.id) as turn:
        readable = plain(message.body)
        if readable and not (person_was_speaking and understood.act != "delete_data"):
            await house.answer(_user_message(message, conversation.id, understood, catalog, output))

        def keep(session: Session) -> None:
            known = _heard(session, conversation.id, catalog)
            if turn.tracker is not None:
                known.language = turn.tracker.get_slot("language") or catalog
            if catalog_for(_wish(understood) or "") is not None:
                known.language_wished = True
            if person_was_speaking and understood.act != "delete_data":
                case = desk.open_case(session, conversation.id)
                if case is not None:
                    desk.family_closes(session, case)
            elif not readable:
                pictures.say_unreadable(session, known, message)
            elif not output.said and not turn.effects:
                log.warning("turn.silent", inbound=message.id, act=understood.act)
                asked = words(
                    known.language,
                    "Tell me what you need and your ZIP code or city, or text PERSON for a person.",
                )
                say.to_family(session, known, f"in:{message.id}:silent", asked)
            if readable and message.media_count and not person_was_speaking:
                pictures.say_unseen(session, known, message)
            for number, said in enumerate(output.said):
                key = f"in:{message.id}:{number}"
                say.to_family(session, known, key, said.text, said.payload)
            for effect in turn.effects:
                effect(session)
            inbox.done(session, message, "answered")
            if person_was_speaking and understood.act == "delete_data":
                hearing.ask_about_erasing(session, conversation.id)
            if turn.tracker is not None and turn.tracker.get_slot("question") == erasure.ERASED:
                others = [contacts.get(session, one) for one in desk.erase(session, known.id)]
                for each in [known, *filter(None, others)]:
                    erasure.erase(session, each, keep_inbound=message.id)
            elif turn.tracker is not None:
                tracker_store.write(session, turn.tracker)

        await house.store.run(keep)


def _user_message(
    message: InboundMessage,
    conversation_id: str,
    understood: Understood,
    catalog: str,
    output: GatheringOutput | None,
) -> UserMessage:
    return UserMessage(
        text=plain(message.body),
        output_channel=output,
        sender_id=conversation_id,
        input_channel=message.channel,
        message_id=str(message.id),
        metadata={"reply_language": catalog},
        parse_data=understood.parse_data,
    )


def _heard(session: Session, conversation_id: str, catalog: str) -> Conversation:
    conversation = contacts.get(session, conversation_id)
    if conversation is None:
        raise LookupError("the conversation was erased meanwhile")
    conversation.language = catalog
    conversation.last_heard_at = now()
    return conversation


def _fall_back(session: Session, message: InboundMessage, conversation_id: str, catalog: str) -> None:
    conversation = contacts.get(session, conversation_id)
    if conversation is not None:
        say.to_family(session, conversation, f"in:{message.id}:fallback", fixed.fallback(catalog))
    inbox.done(session, message, "fell back")
