"""Words to a family, put into the outbox by whichever channel she uses."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from bot.conversations import contacts
from bot.conversations.contacts import Conversation
from bot.delivery import outbox


def to_family(
    session: Session,
    conversation: Conversation,
    key: str,
    text: str,
    payload: dict[str, Any] | None = None,
    speaker: str = "kinpath",
    not_before: datetime | None = None,
    even_opted_out: bool = False,
    urgent: bool = False,
    media: Sequence[str] = (),
) -> None:
    """Put words to a family into the outbox under a key that makes them go out once.

    Nothing goes to a contact who said STOP, but for the one confirmation and crisis replies
    (`even_opted_out`). `urgent` words do not wait behind others that are being retried. `media` are ids of
    pictures (bot.delivery.media) that go with them.
    """
    if conversation.contact.opted_out_at is not None and not even_opted_out:
        return
    channel, recipient = contacts.address(conversation)
    outbox.put(
        session,
        key=key,
        channel=channel,
        recipient=recipient,
        body=text,
        payload=payload,
        speaker=speaker,
        not_before=not_before,
        urgent=urgent,
        media=media,
    )
