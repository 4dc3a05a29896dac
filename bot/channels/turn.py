"""The order in which one incoming message is treated. This page is all of it.

1. A navigator's message is hers to the desk.
2. STOP, START and HELP mean what carriers say they mean, before anything else.
3. A crisis is answered first and always: whatever question, form or handoff is open, opted out or not.
4. Plain words for «no more messages» end them too.
5. While a person is speaking with her, her words go to that person.
6. Otherwise the assistant answers; if anything at all fails, she gets the fallback with 211 and 988.

Each step ends in one transaction: what the turn changed, the words that go out, and that the message is handled.
"""

from __future__ import annotations

import structlog
from rasa.core.channels.channel import UserMessage
from sqlalchemy.orm import Session

from bot.channels import carrier_words
from bot.channels.house import House
from bot.channels.output import GatheringOutput
from bot.channels.understood import Understood, in_plain_words, plain
from bot.conversations import contacts, erasure, reply_language, say, scope, tracker_store
from bot.conversations.contacts import Conversation
from bot.delivery import inbox
from bot.delivery.inbox import InboundMessage
from bot.handoff import commands, desk, navigators, relay
from bot.languages import catalog_for
from bot.replies import fixed
from bot.replies.catalogs import text as words
from bot.store import now
from bot.understanding import keywords

log = structlog.get_logger()

SURE_OPT_OUT = 0.7
"""How sure the act «no more messages» must be to end them without asking; START brings them back."""


async def treat(house: House, message: InboundMessage) -> None:
    """Treat one message and end it. Raises only when nothing at all could be kept; it is then tried again."""
    if await house.store.run(lambda session: _navigator(session, message)):
        return
    if await house.store.run(lambda session: _carrier_word(session, message)):
        return
    conversation, speaking = await house.store.run(lambda session: _who(session, message))
    understood = await _understand(house, message, conversation)
    catalog = _catalog(message, conversation, understood)
    try:
        if understood.crisis is not None:
            await _crisis(house, message, conversation, understood, catalog)
        elif understood.act == "opt_out" and understood.act_confidence >= SURE_OPT_OUT:
            await house.store.run(lambda session: _opt_out(session, message, conversation.id, catalog))
        elif conversation.contact.opted_out_at is not None:
            await house.store.run(lambda session: inbox.done(session, message, "opted out"))
        elif speaking and not _wants_bot(understood, message):
            await house.store.run(lambda session: _relay(session, message, conversation.id, catalog))
        else:
            await _assistant(house, message, conversation, understood, catalog, speaking)
    except inbox.LeaseLost:
        raise
    except Exception as error:
        # the error's own text may quote the message: only its kind is logged
        log.error("turn.failed", inbound=message.id, error=type(error).__name__, at=where(error))
        await house.store.run(lambda session: _fall_back(session, message, conversation.id, catalog))


def _navigator(session: Session, message: InboundMessage) -> bool:
    if message.channel != "sms":
        return False
    navigator = navigators.for_phone(session, message.sender)
    if navigator is None:
        return False
    commands.handle(session, navigator, message.id, message.body, message.media_count)
    inbox.done(session, message, "navigator")
    return True


def _carrier_word(session: Session, message: InboundMessage) -> bool:
    word = keywords.meaning(message.body)
    if word not in carrier_words.WORDS:
        return False
    conversation = _conversation(session, message)
    if conversation is None:
        return False
    carrier_words.answer(session, conversation, message.id, word, message.body)
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
                    relay.from_family(session, case, message.id, message.body, message.media_count)
            inbox.done(session, message, f"crisis {code}")

        await house.store.run(keep)


def _opt_out(session: Session, message: InboundMessage, conversation_id: str, catalog: str) -> None:
    conversation = _heard(session, conversation_id, catalog)
    carrier_words.answer(session, conversation, message.id, "stop", message.body)
    inbox.done(session, message, "opted out in words")


def _relay(session: Session, message: InboundMessage, conversation_id: str, catalog: str) -> None:
    _heard(session, conversation_id, catalog)
    case = desk.open_case(session, conversation_id)
    if case is None:
        raise LookupError("the case was closed meanwhile")
    relay.from_family(session, case, message.id, message.body, message.media_count)
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
                _say_unreadable(session, known, message)
            elif not output.said and not turn.effects:
                log.warning("turn.silent", inbound=message.id, act=understood.act)
                asked = words(
                    known.language,
                    "Tell me what you need and your ZIP code or city, or text PERSON for a person.",
                )
                say.to_family(session, known, f"in:{message.id}:silent", asked)
            for number, said in enumerate(output.said):
                key = f"in:{message.id}:{number}"
                say.to_family(session, known, key, said.text, said.payload)
            for effect in turn.effects:
                effect(session)
            inbox.done(session, message, "answered")
            if turn.tracker is not None and turn.tracker.get_slot("question") == erasure.ERASED:
                desk.erase(session, known.id)
                erasure.erase(session, known, keep_inbound=message.id)
            elif turn.tracker is not None:
                tracker_store.write(session, turn.tracker)

        await house.store.run(keep)


def _say_unreadable(session: Session, conversation: Conversation, message: InboundMessage) -> None:
    said = (
        words(conversation.language, "I can't see pictures yet. Please tell me in words what you need.")
        if message.media_count
        else words(conversation.language, "I got an empty message. Please tell me in words what you need.")
    )
    say.to_family(session, conversation, f"in:{message.id}:0", said)


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


def where(error: BaseException) -> str:
    """The innermost place an error came from: file, line, function; never the error's words."""
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    if trace is None:
        return "?"
    code = trace.tb_frame.f_code
    return f"{code.co_filename.rsplit('/', 2)[-1]}:{trace.tb_lineno} {code.co_name}"
