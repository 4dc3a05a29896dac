"""STOP, START and HELP, as carriers ask for: seen before anything else, answered once, in every language."""

from __future__ import annotations

from sqlalchemy.orm import Session

from bot.conversations import contacts, say
from bot.conversations.contacts import Conversation
from bot.delivery import outbox
from bot.handoff import desk
from bot.replies import fixed
from bot.replies.catalogs import text
from bot.store import digest, now
from bot.understanding import keywords

WORDS = ("stop", "start", "help")


def answer(session: Session, conversation: Conversation, inbound_id: int, word: str, body: str) -> None:
    """Do what the word says and confirm it. A STOP after a STOP is not confirmed again."""
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
