"""The forms' questions and what counts as an answer to them."""

from __future__ import annotations

from typing import Any

from rasa_sdk import Action, FormValidationAction, Tracker
from rasa_sdk.events import EventType, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.agreeing import Agreeing
from actions.heard import catalog
from bot.conversations import places, remembering, scope
from bot.directory.places import PlaceProblem
from bot.handoff import drafts
from bot.replies import labels
from bot.replies.answers import quick
from bot.replies.catalogs import text


class ValidateFindForm(FormValidationAction):
    """What we look for, and where."""

    def name(self) -> str:
        return "validate_find_form"

    def validate_needs(
        self, value: Any, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> dict[str, Any]:
        """At least one need."""
        return {"needs": value or None}

    def validate_place(
        self, value: Any, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> dict[str, Any]:
        """A place we know; the next question says what was wrong with one we do not."""
        if value is None:
            outside = places.names_one_outside((tracker.latest_message or {}).get("text") or "")
            return {"place": None, "question": "place_outside_california" if outside else "place_not_said"}
        place = places.resolve(value)
        if isinstance(place, PlaceProblem):
            return {"place": None, "question": f"place_{place.name.lower()}"}
        return {"place": value, "question": None}


class ActionAskNeeds(Action):
    """«What would help most?», with choices; after two tries, a person is offered too."""

    def name(self) -> str:
        return "action_ask_needs"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[EventType]:
        language = catalog(tracker)
        tries = int(tracker.get_slot("unsure") or 0)
        choices = [labels.need(language, code) for code in remembering.NEED_CHOICES]
        numbered = "\n".join(f"{n}) {choice}" for n, choice in enumerate(choices, 1))
        asked = (
            text(language, "What would help most? Text a number or say it in your own words.")
            if tries < 2
            else text(
                language, "I want to get this right. Which of these is closest? Or text PERSON for a person."
            )
        )
        dispatcher.utter_message(
            text=f"{asked}\n{numbered}",
            json_message={
                "kind": "text",
                "text": asked,
                "quick_replies": [
                    *({"title": choice, "say": str(n)} for n, choice in enumerate(choices, 1)),
                    *quick(language, "PERSON"),
                ],
            },
        )
        return [SlotSet("unsure", tries + 1)]


class ActionAskPlace(Action):
    """«Where are you?», saying what was wrong with a place we do not know."""

    def name(self) -> str:
        return "action_ask_place"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[EventType]:
        language = catalog(tracker)
        question = tracker.get_slot("question")
        if question == "place_unknown":
            asked = text(
                language,
                "I don't know that place. What is your ZIP code or city in California? NO if you'd rather "
                "not say.",
            )
        elif question == "place_outside_california":
            asked = text(
                language,
                "I only know places in California. For help in another state call 211. If you are in California, "
                "what is your ZIP code or city?",
            )
        elif question == "place_not_said":
            asked = text(
                language,
                "I didn't catch where that is. Which ZIP code or city in California? NO if you'd rather not say.",
            )
        else:
            asked = text(
                language,
                "I can help you look for {needs}. What is your ZIP code or city? NO if you'd rather not say.",
                needs=labels.needs(language, tracker.get_slot("needs") or ["navigation"]),
            )
        dispatcher.utter_message(
            text=asked, json_message={"kind": "text", "quick_replies": quick(language, "NO")}
        )
        return [SlotSet("question", None)]


class ValidatePersonForm(FormValidationAction):
    """Whether a navigator may see the summary."""

    def name(self) -> str:
        return "validate_person_form"


class ActionAskShareConsent(Action):
    """Shows her what a navigator would be told, each part with a number to leave it out, and asks."""

    def name(self) -> str:
        return "action_ask_share_consent"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[EventType]:
        so_far = await Agreeing.of(tracker)
        await scope.do(lambda session: drafts.keep(session, tracker.sender_id, so_far.struck, so_far.wish))
        language = so_far.language
        numbered = [f"{number}) {part.words}" for number, part in enumerate(so_far.parts, 1)]
        asked = (
            text(
                language,
                "I can ask a peer navigator, a person, to text with you. They would see this and not your number:\n"
                "{summary}\nIs that OK? YES, NO, or the numbers to leave out.",
                summary="\n".join(numbered),
            )
            if numbered
            else text(
                language,
                "I can ask a peer navigator, a person, to text with you. They would see this and not your number:\n"
                "{summary}\nIs that OK? Reply YES or NO.",
                summary=so_far.summary,
            )
        )
        if so_far.wish.community and not so_far.wish_in_words:
            asked += "\n" + text(
                language, "Which community is yours? Say it, and I'll look for someone from it."
            )
        elif so_far.wish_in_words:
            asked += "\n" + text(
                language, "You asked for {wish}: I'll look for that first.", wish=so_far.wish_in_words
            )
        dispatcher.utter_message(
            text=asked,
            json_message={"kind": "text", "quick_replies": quick(language, "YES", "NO")},
        )
        return []


class ValidateEraseForm(FormValidationAction):
    """Whether everything is to be erased."""

    def name(self) -> str:
        return "validate_erase_form"
