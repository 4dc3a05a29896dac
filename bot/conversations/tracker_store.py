"""Rasa's tracker store, in Kinpath's database.

A conversation is one sealed row: its slots, its open form and its last few turns. Older events are folded into
the slots they left, so that reading a tracker back costs the same at turn 5 and at turn 500; stock stores
deserialise every event ever, with a search through all subclasses for each.
"""

import json
from collections.abc import Iterable
from functools import cache
from typing import Any

import rasa.shared.utils.common
from rasa.core.brokers.broker import EventBroker
from rasa.core.tracker_store import TrackerStore
from rasa.shared.core.constants import ACTION_LISTEN_NAME
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActionExecuted, ActiveLoop, Event, SlotSet, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker
from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.conversations import scope
from bot.conversations.tracker_row import TrackerRow
from bot.store import now

KEPT_TURNS = 6
"""How many of the last user turns are kept as events; the rules look back one or two."""


class KinpathTrackerStore(TrackerStore):
    """Named in endpoints.yml as `tracker_store: {type: bot.conversations.tracker_store.KinpathTrackerStore}`."""

    def __init__(
        self, domain: Domain | None = None, event_broker: EventBroker | None = None, **kwargs: Any
    ) -> None:
        kwargs.pop("host", None)
        super().__init__(domain, event_broker)

    async def save(self, tracker: DialogueStateTracker) -> None:
        """Keep the tracker: with the turn's transaction if it is that turn's conversation, else now."""
        if self.event_broker is not None:
            await self.stream_events(tracker)
        turn = scope.current()
        if turn is not None and turn.conversation_id == tracker.sender_id:
            turn.tracker = tracker
            return
        await scope.store().run(lambda session: write(session, tracker))

    async def retrieve(self, sender_id: str) -> DialogueStateTracker | None:
        """The conversation as last kept; None for a new one."""
        turn = scope.current()
        if turn is not None and turn.tracker is not None and turn.tracker.sender_id == sender_id:
            return turn.tracker
        events = await scope.store().read(lambda session: read(session, sender_id))
        return None if events is None else self._tracker(sender_id, events)

    def _tracker(self, sender_id: str, events: list[dict[str, Any]]) -> DialogueStateTracker:
        tracker = self.init_tracker(sender_id)
        for parameters in events:
            tracker.update(_event(parameters), self.domain)
        return tracker

    async def keys(self) -> Iterable[str]:
        """The ids of all conversations that have a tracker."""
        return await scope.store().read(lambda s: list(s.scalars(select(TrackerRow.conversation_id))))


def read(session: Session, conversation_id: str) -> list[dict[str, Any]] | None:
    """The kept events of a conversation; None when there is none."""
    row = session.get(TrackerRow, conversation_id)
    return None if row is None else json.loads(row.events)


def write(session: Session, tracker: DialogueStateTracker) -> None:
    """Keep a tracker, folded."""
    row = session.get(TrackerRow, tracker.sender_id)
    if row is None:
        row = TrackerRow(conversation_id=tracker.sender_id)
        session.add(row)
    row.events = json.dumps([event.as_dict() for event in folded(tracker)])
    row.turns = (row.turns or 0) + 1
    row.updated_at = now()


def folded(tracker: DialogueStateTracker) -> list[Event]:
    """The tracker's events with all but the last turns folded into the slots and the form they left."""
    events = list(tracker.applied_events())
    starts = [index for index, event in enumerate(events) if isinstance(event, UserUttered)]
    if len(starts) <= 2 * KEPT_TURNS:
        return events
    cut = starts[-KEPT_TURNS]
    before = tracker.init_copy()
    for slot in before.slots.values():
        slot.reset()
    for event in events[:cut]:
        before.update(event)
    base: list[Event] = [
        SlotSet(name, slot.value) for name, slot in before.slots.items() if slot.value != slot.initial_value
    ]
    if before.active_loop_name:
        base.append(ActiveLoop(before.active_loop_name))
    return [*base, ActionExecuted(ACTION_LISTEN_NAME), *events[cut:]]


def _event(parameters: dict[str, Any]) -> Event:
    kind = _event_types()[parameters["event"]]
    made = kind._from_parameters(dict(parameters))
    if made is None:
        raise ValueError(f"cannot read a kept {parameters['event']} event")
    return made


@cache
def _event_types() -> dict[str, type[Event]]:
    return {kind.type_name: kind for kind in rasa.shared.utils.common.all_subclasses(Event) if kind.type_name}
