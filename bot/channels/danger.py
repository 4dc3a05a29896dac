"""A message of danger: the crisis reply before all else, and the navigator of an open case told."""

from __future__ import annotations

import structlog
from sqlalchemy.orm import Session

from bot.channels.heard import heard, user_message
from bot.channels.house import House
from bot.channels.understood import Understood
from bot.conversations import say, scope, tracker_store
from bot.conversations.contacts import Conversation
from bot.delivery import inbox
from bot.delivery.inbox import InboundMessage
from bot.handoff import desk, relay
from bot.replies import fixed

log = structlog.get_logger()


async def answer(
    house: House, message: InboundMessage, conversation: Conversation, understood: Understood, catalog: str
) -> None:
    """Say the crisis reply and end the message. `understood.crisis` is not None."""
    assert understood.crisis is not None
    code = understood.crisis
    with scope.turn(conversation.id) as turn:
        try:
            # Rasa remembers what she said, and says nothing itself
            if not message.last_words:
                await house.remember(user_message(message, conversation.id, understood, catalog, None))
        except Exception as error:
            log.error("crisis.not_remembered", inbound=message.id, error=type(error).__name__)

        def keep(session: Session) -> None:
            known = heard(session, conversation.id, catalog)
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
