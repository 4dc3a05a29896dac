"""Bringing in a person, erasing, and stopping messages."""

from __future__ import annotations

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import AllSlotsReset, EventType, SlotSet
from rasa_sdk.executor import CollectingDispatcher
from sqlalchemy.orm import Session

from actions.heard import catalog
from bot.conversations import contacts, places, scope, summary
from bot.conversations.erasure import ERASED
from bot.directory.places import Place
from bot.handoff import desk
from bot.replies.catalogs import text


class ActionRequestPerson(Action):
    """Opens a case at the desk once she agreed; the desk tells her what happens next."""

    def name(self) -> str:
        return "action_request_person"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[EventType]:
        if not tracker.get_slot("share_consent"):
            dispatcher.utter_message(response="utter_no_person")
            return [SlotSet("share_consent", None)]
        language = catalog(tracker)
        slots = tracker.current_slot_values()
        told = summary.of(language, slots)
        place = places.resolve(slots.get("place"))
        needs = tuple([*(slots.get("needs") or []), *(slots.get("later_needs") or [])])
        communities = slots.get("community") or []

        def request(session: Session) -> None:
            conversation = contacts.get(session, tracker.sender_id)
            if conversation is not None:
                desk.request(
                    session,
                    conversation,
                    summary=told,
                    needs=needs,
                    language=language,
                    community=communities[-1] if communities else None,
                    county=place.county if isinstance(place, Place) else None,
                )

        await scope.do(request)
        if await scope.store().read(lambda session: contacts.get(session, tracker.sender_id)) is None:
            dispatcher.utter_message(text=text(language, "In this terminal there is no navigator to ask."))
        return [SlotSet("share_consent", None), SlotSet("unsure", 0)]


class ActionErase(Action):
    """Asks for everything to be erased once she confirmed; the channel does it when the turn ends."""

    def name(self) -> str:
        return "action_erase"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[EventType]:
        if not tracker.get_slot("erase_consent"):
            dispatcher.utter_message(response="utter_kept")
            return [SlotSet("erase_consent", None)]
        dispatcher.utter_message(
            text=text(
                catalog(tracker),
                "Done. I erased your messages, your needs and your number. If you write again, we start fresh. "
                "Take care.",
            )
        )
        return [AllSlotsReset(), SlotSet("question", ERASED)]


class ActionOptOut(Action):
    """Wishes for no more messages in plain words; public channels see them before Rasa does."""

    def name(self) -> str:
        return "action_opt_out"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[EventType]:
        dispatcher.utter_message(
            text=text(
                catalog(tracker),
                "To end all messages, text STOP. To have everything erased, text DELETE MY DATA.",
            )
        )
        return []
