"""Showing services: the options, one of them, others, those about a program, and what did not work."""

from __future__ import annotations

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType, FollowupAction, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions import heard
from actions.heard import Heard, catalog
from actions.reporting import WRONG, report, was_asked_which
from bot.conversations import lacking, picking, scope
from bot.directory import records, search
from bot.directory.trust import shown as figures
from bot.languages import code_of
from bot.replies import answers
from bot.replies.answers import Answer
from bot.replies.catalogs import text


def say(dispatcher: CollectingDispatcher, answer: Answer) -> None:
    """Words for every channel, with what the web shows beside them."""
    dispatcher.utter_message(text=answer.text, json_message=answer.payload)


def _request(tracker: Tracker, exclude: frozenset[str] = frozenset()) -> search.Request:
    age = tracker.get_slot("child_age_months")
    return search.Request(
        needs=tuple(tracker.get_slot("needs") or ("navigation",)),
        place=heard.place(tracker),
        languages=(code_of(catalog(tracker)),),
        communities=tuple(tracker.get_slot("community") or ()),
        child_age_months=None if age is None else int(age),
        exclude=exclude,
    )


async def _show(
    dispatcher: CollectingDispatcher, tracker: Tracker, exclude: frozenset[str], more: bool
) -> list[EventType]:
    request = _request(tracker, exclude)
    found = await scope.store().read(lambda session: search.find(session, request))
    language = catalog(tracker)
    place = request.place.label if request.place else None
    if not any(reason.startswith("need:") for one in found for reason in one.why):
        county = request.place.county if request.place else None
        if not more:
            await scope.do(lambda session: lacking.note(session, request.needs, county, language))
    if not found:
        say(dispatcher, answers.none_found(language, request.needs, place, more))
        return [SlotSet("unsure", 0)]
    later = tracker.get_slot("later_needs") or []
    say(dispatcher, answers.services(language, found, request.needs, place, later=later))
    shown = [one.id for one in found]
    services = [one.service_id for one in found]
    await scope.do(lambda session: figures.note(session, services))
    return [
        SlotSet("shown", shown),
        SlotSet("seen", [*exclude, *shown]),
        SlotSet("chosen", None),
        SlotSet("question", "later_needs" if later else None),
        SlotSet("unsure", 0),
    ]


class ActionShowServices(Action):
    """Up to three services for the needs and the place she named."""

    def name(self) -> str:
        return "action_show_services"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[EventType]:
        return await _show(dispatcher, tracker, frozenset(), more=False)


class ActionShowMore(Action):
    """Others than those she has seen; needs named with the wish narrow it."""

    def name(self) -> str:
        return "action_show_more"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[EventType]:
        if not tracker.get_slot("needs"):
            return [FollowupAction("find_form")]
        return await _show(dispatcher, tracker, frozenset(tracker.get_slot("seen") or ()), more=True)


class ActionShowDetails(Action):
    """Everything known about the option she picked, by number or by words of its name."""

    def name(self) -> str:
        return "action_show_details"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[EventType]:
        language = catalog(tracker)
        shown = tracker.get_slot("shown") or []
        if not shown:
            dispatcher.utter_message(
                text=text(
                    language, "I have not shown you any places yet. Tell me what you need and your ZIP code."
                )
            )
            return []
        found = await scope.store().read(lambda session: [records.get(session, one) for one in shown])
        said = Heard.of(tracker)
        if words := was_asked_which(tracker):
            return await report_wrong(dispatcher, tracker, words)
        picked = picking.pick(
            tracker.get_slot("option"), said.text, [one.organization if one else "" for one in found]
        )
        if picked is None and said.act == "details" and tracker.get_slot("chosen") in shown:
            picked = shown.index(tracker.get_slot("chosen"))
        if picked is None and len(shown) == 1:
            picked = 0
        one = found[picked] if picked is not None else None
        if one is None:
            dispatcher.utter_message(
                text=text(language, "Which one? Please text a number from 1 to {last}.", last=len(shown))
                if len(shown) > 1
                else text(language, "Please text 1 to see the place I sent.")
            )
            return []
        say(dispatcher, answers.one(language, one))
        return [SlotSet("chosen", one.id), SlotSet("unsure", 0)]


class ActionExplainProgram(Action):
    """Services that know a program she asks about; we state no rules of a program that the data does not."""

    def name(self) -> str:
        return "action_explain_program"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[EventType]:
        program = tracker.get_slot("program")
        if not program:
            return [FollowupAction("find_form")]
        request = _request(tracker)
        found = await scope.store().read(lambda session: search.by_program(session, program, request))
        if not found:
            return [FollowupAction("find_form")]
        place = request.place.label if request.place else None
        say(
            dispatcher,
            answers.services(catalog(tracker), found, request.needs, place, about=program),
        )
        shown = [one.id for one in found]
        services = [one.service_id for one in found]
        await scope.do(lambda session: figures.note(session, services))
        return [
            SlotSet("shown", shown),
            SlotSet("seen", shown),
            SlotSet("chosen", None),
            SlotSet("unsure", 0),
        ]


class ActionReportProblem(Action):
    """What is wrong goes to the stewards, without her name; she gets others at once."""

    def name(self) -> str:
        return "action_report_problem"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[EventType]:
        return await report_wrong(dispatcher, tracker, Heard.of(tracker).text)


async def report_wrong(dispatcher: CollectingDispatcher, tracker: Tracker, words: str) -> list[EventType]:
    """Take in what is wrong, and show others."""
    reported = await report(dispatcher, tracker, words)
    if not reported:
        return [SlotSet("question", WRONG)]
    if not tracker.get_slot("needs"):
        return [SlotSet("question", None)]
    seen = frozenset(tracker.get_slot("seen") or ())
    return [SlotSet("question", None), *await _show(dispatcher, tracker, seen, more=True)]
