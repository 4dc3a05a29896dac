"""Bringing in a person, erasing, and stopping messages."""

from __future__ import annotations

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import AllSlotsReset, EventType, SlotSet
from rasa_sdk.executor import CollectingDispatcher
from sqlalchemy.orm import Session

from actions import heard
from actions.agreeing import Agreeing
from actions.heard import catalog
from bot.conversations import contacts, scope
from bot.conversations.erasure import ERASED
from bot.handoff import desk, drafts
from bot.replies.catalogs import text


class ActionRequestPerson(Action):
    """Opens a case at the desk once she agreed; the desk tells her what happens next."""

    def name(self) -> str:
        return "action_request_person"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[EventType]:
        if not tracker.get_slot("share_consent"):
            await scope.do(lambda session: drafts.drop(session, tracker.sender_id))
            dispatcher.utter_message(response="utter_no_person")
            return [SlotSet("share_consent", None)]
        agreed = await Agreeing.of(tracker)
        place = heard.place(tracker)
        communities = agreed.facts["community"]

        def request(session: Session) -> None:
            conversation = contacts.get(session, tracker.sender_id)
            if conversation is not None:
                desk.request(
                    session,
                    conversation,
                    summary=agreed.summary,
                    agreed=agreed.facts,
                    wish=agreed.wish,
                    needs=(*agreed.facts["needs"], *agreed.facts["later_needs"]),
                    language=agreed.language,
                    community=communities[-1] if communities else None,
                    county=place.county if place is not None and agreed.facts["place"] else None,
                )

        await scope.do(request)
        if await scope.store().read(lambda session: contacts.get(session, tracker.sender_id)) is None:
            dispatcher.utter_message(
                text=text(agreed.language, "In this terminal there is no navigator to ask.")
            )
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
