"""What every way of answering shares: that she was heard, in which language, and what Rasa is told."""

from __future__ import annotations

from rasa.core.channels.channel import UserMessage
from sqlalchemy.orm import Session

from bot.channels.output import GatheringOutput
from bot.channels.understood import Understood, plain
from bot.conversations import contacts
from bot.conversations.contacts import Conversation
from bot.delivery.inbox import InboundMessage
from bot.store import now


def heard(session: Session, conversation_id: str, catalog: str) -> Conversation:
    """Note that she wrote just now and how she is answered. Raises LookupError when she was erased meanwhile."""
    conversation = contacts.get(session, conversation_id)
    if conversation is None:
        raise LookupError("the conversation was erased meanwhile")
    conversation.language = catalog
    conversation.last_heard_at = now()
    return conversation


def user_message(
    message: InboundMessage,
    conversation_id: str,
    understood: Understood,
    catalog: str,
    output: GatheringOutput | None,
) -> UserMessage:
    """The message as Rasa takes it, understood already."""
    return UserMessage(
        text=plain(message.body),
        output_channel=output,
        sender_id=conversation_id,
        input_channel=message.channel,
        message_id=str(message.id),
        metadata={"reply_language": catalog},
        parse_data=understood.parse_data,
    )


def wish(understood: Understood) -> str | None:
    """The language that she asks for, as she named it."""
    return understood.language_wanted if understood.act == "change_language" else None
