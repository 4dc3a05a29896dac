"""DELETE MY DATA: everything about one family goes, in one transaction."""

from __future__ import annotations

from sqlalchemy import delete
from sqlalchemy.orm import Session

from bot.conversations import contacts
from bot.conversations.contacts import Contact, Conversation
from bot.conversations.tracker_row import TrackerRow
from bot.delivery import inbox, outbox
from bot.directory.trust import reporting

ERASED = "erased"
"""What the `question` slot holds when the family has just confirmed that all is to be erased."""


def erase(session: Session, conversation: Conversation, keep_inbound: int) -> None:
    """Erase the family's messages, tracker, conversation and contact.

    The last words to her (outbox keys of the message in hand, `keep_inbound`) still go out; their row is
    emptied by retention once they have. Cases at the desk are erased by the desk.
    """
    _, recipient = contacts.address(conversation)
    outbox.forget(session, recipient, except_key=f"in:{keep_inbound}:0")
    inbox.forget(session, recipient, keep_id=None)
    reporting.forget(session, conversation.id)
    session.execute(delete(TrackerRow).where(TrackerRow.conversation_id == conversation.id))
    if conversation.channel == "web":
        # the open page keeps its session, to show the goodbye; nothing else is left in it
        conversation.last_heard_at = None
        return
    contact_id = conversation.contact_id
    session.delete(conversation)
    session.flush()
    session.execute(delete(Contact).where(Contact.id == contact_id))
