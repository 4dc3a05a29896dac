"""Yes, no, another language, and what was not understood."""

from __future__ import annotations

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType, FollowupAction, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.heard import Heard, catalog
from actions.services import report_wrong
from bot.conversations import remembering
from bot.directory.trust.kinds import Kind, kind_of
from bot.languages import LANGUAGES, catalog_for
from bot.replies import labels
from bot.replies.answers import quick
from bot.replies.catalogs import text


class ActionAnswerYes(Action):
    """A yes outside a form: to what was kept for later, else an open door."""

    def name(self) -> str:
        return "action_answer_yes"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[EventType]:
        later = tracker.get_slot("later_needs") or []
        question = tracker.get_slot("question")
        if question == "later_needs" and later:
            return [
                SlotSet("needs", later[: remembering.AT_ONCE]),
                SlotSet("later_needs", later[remembering.AT_ONCE :]),
                SlotSet("question", None),
                FollowupAction("find_form"),
            ]
        if question == "person":
            return [SlotSet("question", None), FollowupAction("person_form")]
        if Heard.of(tracker).needs:
            return [FollowupAction("find_form")]
        dispatcher.utter_message(
            text=text(catalog(tracker), "Good. Tell me what you need, in your own words.")
        )
        return []


class ActionAnswerNo(Action):
    """A no outside a form: a correction when it names a need, else nothing is pressed on her."""

    def name(self) -> str:
        return "action_answer_no"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[EventType]:
        if Heard.of(tracker).needs:
            return [FollowupAction("find_form")]
        dispatcher.utter_message(
            text=text(catalog(tracker), "That's fine. I'm here if you need anything else.")
        )
        return [SlotSet("question", None)]


class ActionChangeLanguage(Action):
    """Says that the language changed, or honestly that we do not speak it, and offers a person."""

    def name(self) -> str:
        return "action_change_language"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[EventType]:
        language = catalog(tracker)
        wanted = Heard.of(tracker).entities.get("language_wanted")
        spoken = ", ".join(known.endonym for known in LANGUAGES.values())
        if wanted is None:
            said = text(language, "I speak {languages}. Which one would you like?", languages=spoken)
            dispatcher.utter_message(text=said)
            return []
        if catalog_for(wanted) is not None:
            dispatcher.utter_message(
                text=text(
                    language,
                    "Of course. From now on I'll write in {language}.",
                    language=labels.languages(language, [wanted]),
                )
            )
            return []
        dispatcher.utter_message(
            text=text(
                language,
                "I'm sorry, I don't write {wanted} yet; I speak {languages}. I can ask for a person who does. "
                "Shall I? YES or NO.",
                wanted=labels.languages(language, [wanted]),
                languages=spoken,
            ),
            json_message={"kind": "text", "quick_replies": quick(language, "YES", "NO")},
        )
        return [SlotSet("question", "person")]


class ActionClarify(Action):
    """One plain question when a message was not understood; after two, a person is offered."""

    def name(self) -> str:
        return "action_clarify"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[EventType]:
        language = catalog(tracker)
        tries = int(tracker.get_slot("unsure") or 0)
        heard = Heard.of(tracker)
        if heard.needs:
            return [FollowupAction("find_form")]
        if tracker.get_slot("shown") and kind_of(heard.text) is not Kind.OTHER:
            return await report_wrong(dispatcher, tracker, heard.text)  # «nobody answers»
        if tries >= 2:
            dispatcher.utter_message(
                text=text(
                    language,
                    "I'm sorry, I'm not understanding you well. Would you like me to ask a person to text with "
                    "you? YES or NO.",
                ),
                json_message={"kind": "text", "quick_replies": quick(language, "YES", "NO")},
            )
            return [SlotSet("unsure", 0), SlotSet("question", "person")]
        if tracker.get_slot("shown"):
            dispatcher.utter_message(
                text=text(
                    language,
                    "I'm not sure I understood. Text a number for one of the places, MORE for others, PERSON for a "
                    "person, or tell me what you need.",
                ),
                json_message={"kind": "text", "quick_replies": quick(language, "MORE", "PERSON")},
            )
            return [SlotSet("unsure", tries + 1)]
        # asked within the form, so that a number answers it
        return [FollowupAction("find_form")]
