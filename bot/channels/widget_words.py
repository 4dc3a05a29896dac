"""The widget's and the page's own words (buttons, labels, states), in the languages that Kinpath speaks."""

from __future__ import annotations

from typing import Any

from babel import Locale

from bot.languages import CATALOGS, LANGUAGES, code_of
from bot.replies import fixed, labels
from bot.replies.catalogs import N_, catalog_of, text

WIDGET: dict[str, str] = {
    "title": N_("Kinpath"),
    "subtitle": N_("An automated helper. A person is one word away."),
    "conversation": N_("Conversation with Kinpath"),
    "you": N_("You"),
    "kinpath": N_("Kinpath"),
    "navigator": N_("Navigator"),
    "message_label": N_("Your message"),
    "message_hint": N_("What do you need?"),
    "send": N_("Send"),
    "sending": N_("Sending…"),
    "sent": N_("Sent"),
    "not_sent": N_("Not sent."),
    "try_again": N_("Try again"),
    "writing": N_("Kinpath is writing…"),
    "answers": N_("Answers you can pick"),
    "services": N_("Places that can help"),
    "option": N_("Option {number}"),
    "call": N_("Call {number}"),
    "call_whom": N_("Call {name}: {number}"),
    "web_page": N_("Web page"),
    "web_page_of": N_("Web page of {name}, in a new window"),
    "about_whom": N_("{button}: {name}"),
    "language": N_("Language"),
    "leave": N_("Leave this page quickly"),
    "leave_hint": N_("You can also press the Esc key twice."),
    "open": N_("Get help for your family"),
    "close": N_("Close the chat"),
    "unread": N_("New messages: {count}"),
    "offline": N_("No connection. Trying again…"),
    "online": N_("You are connected again."),
    "ended": N_("The earlier conversation has ended. You can start a new one here."),
    "safety": N_("Danger now: call 911. Crisis: call or text 988. Other help: call 211."),
}
"""What the widget says of itself, by the key its scripts use."""

PAGE: dict[str, str] = {
    "page_headline": N_("Help for your family, in your own words."),
    "page_lead": N_(
        "Tell Kinpath what is going on. You get real places near you: food, diapers, rent, child care, "
        "pregnancy care and more."
    ),
    "page_free": N_("Free. No account, no app."),
    "page_person": N_("A person is one word away: write PERSON."),
    "page_private": N_("A navigator reads your words only if you say yes."),
    "page_text": N_("By text message, too:"),
    "page_no_script": N_("The chat does not work in this browser. For help now call 211, any time, free."),
}
"""What the page around the widget says."""

STARTERS = ("food", "baby_supplies", "housing", "child_care", "prenatal_care")
"""The needs that the greeting offers as buttons, for those who do not know how to begin."""


def words(catalog: str) -> dict[str, Any]:
    """Everything the widget needs to speak a language: its words, the greeting, direction, other languages.

    Words keep their {placeholders}: the widget's scripts fill them.
    """
    translated = catalog_of(catalog)
    return {
        "language": catalog,
        "tag": tag(catalog),
        "direction": direction(catalog),
        "languages": [{"language": name, "tag": tag(name), "name": own_name(name)} for name in CATALOGS],
        "words": {key: translated.gettext(message) for key, message in {**WIDGET, **PAGE}.items()},
        "greeting": greeting(catalog),
    }


def greeting(catalog: str) -> dict[str, Any]:
    """The first words of a conversation, in the form that an event of the stream has."""
    starters = [_capital(labels.need(catalog, code)) for code in STARTERS] + [text(catalog, "PERSON")]
    replies = [{"title": starter, "say": starter} for starter in starters]
    return {
        "speaker": "kinpath",
        "text": fixed.response(catalog, "utter_greet"),
        "payload": {"kind": "text", "quick_replies": replies},
    }


def direction(catalog: str) -> str:
    """`rtl` for a language written from right to left, else `ltr`."""
    return "rtl" if Locale.parse(catalog).text_direction == "rtl" else "ltr"


def tag(catalog: str) -> str:
    """A catalog's name as browsers write languages: zh_Hant is zh-Hant."""
    return catalog.replace("_", "-")


def own_name(catalog: str) -> str:
    """A catalog's language in its own words, with the script where the language has several catalogs."""
    language = LANGUAGES[code_of(catalog)]
    if len(language.catalogs) == 1:
        return language.endonym
    return f"{language.endonym} ({Locale.parse(catalog).script_name})"


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]
