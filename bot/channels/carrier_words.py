"""STOP, START and HELP, as carriers ask for: seen before anything else, answered once, in every language."""

from __future__ import annotations

from sqlalchemy.orm import Session

from bot.conversations import contacts, say
from bot.conversations.contacts import Conversation
from bot.delivery import outbox
from bot.delivery.inbox import InboundMessage
from bot.handoff import desk
from bot.replies import fixed
from bot.replies.catalogs import text
from bot.settings import Settings
from bot.store import digest, now
from bot.understanding import keywords

WORDS = ("stop", "start", "help")
CARRIERS_STOP = ("stop", "stopall", "unsubscribe", "cancel", "end", "quit", "revoke", "optout")
"""What Twilio's numbers take for STOP, confirm and heed by themselves; words of other languages they do not know."""


def of(message: InboundMessage) -> str | None:
    """The word that a message is, or that the carrier took it for; None for ordinary words."""
    return word_of(message.carrier_did, message.body)


def word_of(carrier_did: str | None, body: str) -> str | None:
    """The same, of a message that is not kept yet."""
    if carrier_did is not None and carrier_did.lower() in WORDS:
        return carrier_did.lower()
    word = keywords.meaning(body)
    return word if word in WORDS else None


def confirmed_by_carrier(settings: Settings, message: InboundMessage) -> bool:
    """True when this is a STOP that the carrier has confirmed: whatever we send her then is refused (21610)."""
    if message.channel != "sms":
        return False
    if message.carrier_did == "STOP":
        return True
    return settings.stop_confirmed_by == "twilio" and message.body.strip().lower() in CARRIERS_STOP


def answer(
    session: Session,
    conversation: Conversation,
    inbound_id: int,
    word: str,
    body: str,
    confirmed: bool = False,
) -> None:
    """Do what the word says and confirm it. A STOP is confirmed once: not after another, nor after the carrier."""
    catalog = _catalog(conversation, body)
    conversation.language = catalog
    conversation.last_heard_at = now()
    key = f"in:{inbound_id}:{word}"
    if word == "stop":
        if not contacts.opt_out(session, conversation.contact):
            return
        desk.family_stopped(session, conversation.id)
        _, recipient = contacts.address(conversation)
        outbox.cancel_for(session, digest(recipient))
        if confirmed:
            return
        said = text(
            catalog,
            "You won't get any more messages from Kinpath. Text START to come back. In a crisis call or text 988.",
        )
        say.to_family(session, conversation, key, said, even_opted_out=True)
    elif word == "start":
        contacts.opt_in(session, conversation.contact)
        say.to_family(session, conversation, key, fixed.response(catalog, "utter_greet"))
    else:
        say.to_family(session, conversation, key, fixed.response(catalog, "utter_help"))


def _catalog(conversation: Conversation, body: str) -> str:
    """At a first message the word itself tells the language; later the conversation's stays."""
    if conversation.last_heard_at is not None or conversation.channel == "web":
        return conversation.language
    return keywords.language_of(body) or conversation.language
