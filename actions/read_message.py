"""Slots from what she wrote: the whole message is read once, whatever question is open."""

from __future__ import annotations

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.heard import Heard
from bot.conversations import remembering, reply_language


class ActionReadMessage(Action):
    """Named by every slot's custom mapping; Rasa runs it once after each message."""

    def name(self) -> str:
        return "action_read_message"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[EventType]:
        heard = Heard.of(tracker)
        slots = {
            **remembering.facts(heard.entities, tracker.get_slot("community") or []),
            **remembering.needs(
                heard.act, heard.needs, tracker.get_slot("needs") or [], tracker.get_slot("later_needs") or []
            ),
            **remembering.answer(heard.act, heard.entities, tracker.get_slot("requested_slot")),
            "language": heard.metadata.get("reply_language")
            or reply_language.choose(
                tracker.get_slot("language"),
                heard.language,
                heard.language_confidence,
                heard.text,
                heard.script,
                heard.entities.get("language_wanted") if heard.act == "change_language" else None,
                first=tracker.get_slot("language") is None,
            ),
            "option": heard.entities.get("option"),
            "program": heard.entities.get("program"),
        }
        slots |= remembering.unanswered(heard.act, slots, tracker.get_slot("requested_slot"))
        return [SlotSet(name, value) for name, value in slots.items()]
