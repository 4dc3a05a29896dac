"""Slots from what she wrote: the whole message is read once, whatever question is open."""

from __future__ import annotations

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.heard import Heard
from bot.conversations import remembering, reply_language, striking


class ActionReadMessage(Action):
    """Named by every slot's custom mapping; Rasa runs it once after each message."""

    def name(self) -> str:
        return "action_read_message"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[EventType]:
        heard = Heard.of(tracker)
        question = tracker.get_slot("requested_slot")
        # «not the rent» leaves a need out of what is shared; she still has it
        leaves_out = question == "share_consent" and striking.is_strike(heard.text, heard.needs)
        slots = {
            **remembering.facts(heard.entities, tracker.get_slot("community") or []),
            **remembering.needs(
                heard.act,
                () if leaves_out else heard.needs,
                tracker.get_slot("needs") or [],
                tracker.get_slot("later_needs") or [],
            ),
            **remembering.answer(heard.act, heard.entities, question, heard.text, heard.needs),
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
        slots |= remembering.unanswered(heard.act, slots, question)
        return [SlotSet(name, value) for name, value in slots.items()]
