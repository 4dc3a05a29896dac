"""A message that the assistant answers: what Rasa says, what its actions did, and erasing, in one transaction."""

from __future__ import annotations

import structlog
from sqlalchemy.orm import Session

from bot.channels import pictures
from bot.channels.heard import heard, user_message, wish
from bot.channels.house import House
from bot.channels.output import GatheringOutput
from bot.channels.understood import Understood, plain
from bot.conversations import contacts, erasure, say, scope, tracker_store
from bot.conversations.contacts import Conversation
from bot.delivery import inbox
from bot.delivery.inbox import InboundMessage
from bot.handoff import desk, hearing
from bot.languages import catalog_for
from bot.replies.catalogs import text as words

log = structlog.get_logger()


async def answer(
    house: House,
    message: InboundMessage,
    conversation: Conversation,
    understood: Understood,
    catalog: str,
    person_was_speaking: bool,
) -> None:
    """Let the assistant answer and end the message; words meant for a person who was speaking are not answered."""
    output = GatheringOutput(message.channel)
    with scope.turn(conversation.id) as turn:
        readable = plain(message.body)
        if readable and not (person_was_speaking and understood.act != "delete_data"):
            await house.answer(user_message(message, conversation.id, understood, catalog, output))

        def keep(session: Session) -> None:
            known = heard(session, conversation.id, catalog)
            if turn.tracker is not None:
                known.language = turn.tracker.get_slot("language") or catalog
            if catalog_for(wish(understood) or "") is not None:
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
