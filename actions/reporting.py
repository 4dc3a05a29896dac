"""What a family says is wrong with a place: which place she means, and what she is told."""

from __future__ import annotations

from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.heard import Heard, catalog
from bot.conversations import picking, scope
from bot.directory import records
from bot.directory.trust import reporting
from bot.directory.trust.kinds import Kind, kind_of
from bot.replies.catalogs import text

WRONG = "wrong"
"""What the `question` slot holds while she is asked which place it was."""


async def report(dispatcher: CollectingDispatcher, tracker: Tracker, words: str) -> bool:
    """Open a correction on the place she names or saw last, and thank her. False when she is asked which it was."""
    language, shown = catalog(tracker), tracker.get_slot("shown") or []
    record_id = _meant(tracker, shown)
    if record_id is None:
        dispatcher.utter_message(
            text=text(
                language, "Thank you. Which place was it? Text its number, from 1 to {last}.", last=len(shown)
            )
            if shown
            else text(
                language,
                "Thank you for telling me. I can't tell which place you mean. Tell me what you need and your ZIP "
                "code, and I'll look for another.",
            )
        )
        return not shown
    found = await scope.store().read(lambda session: records.get(session, record_id))
    sender = tracker.sender_id
    await scope.do(lambda session: reporting.report(session, record_id, reporting.FAMILY, words, sender))
    name = found.organization if found else ""
    if kind_of(words) is Kind.TURNED_AWAY:
        said = text(
            language,
            "I'm sorry that happened to you. Thank you for telling me about {name}. Someone will look into it; "
            "your name and number are not with it.",
            name=name,
        )
    else:
        said = text(
            language,
            "Thank you for telling me about {name}. Someone will check it; your name and number are not with it.",
            name=name,
        )
    dispatcher.utter_message(text=said)
    return True


def was_asked_which(tracker: Tracker) -> str | None:
    """What she said was wrong, when the message in hand answers which place it was; else None."""
    said = [event for event in tracker.events if event.get("event") == "user"]
    if tracker.get_slot("question") != WRONG or len(said) < 2:
        return None
    before = said[-2]
    act = ((before.get("parse_data") or {}).get("intent") or {}).get("name")
    return str(before.get("text") or "") if act == "report_problem" else None


def _meant(tracker: Tracker, shown: list[str]) -> str | None:
    """The place: by number, else the one she looked at, else the only one there was."""
    option = picking.number(Heard.of(tracker).entities.get("option"), len(shown))
    if option is not None:
        return str(shown[option])
    chosen = tracker.get_slot("chosen")
    if chosen:
        return str(chosen)
    return str(shown[0]) if len(shown) == 1 else None
