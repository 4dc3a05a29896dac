"""What a family was shown last, read from what the assistant remembers, without Rasa."""

from __future__ import annotations

import json
from typing import Any

from sqlalchemy.orm import Session

from bot.conversations.tracker_row import TrackerRow


def last_shown(session: Session, conversation_id: str) -> tuple[list[str], str | None]:
    """The ids of the records in the list she saw last, in its order, and the one of them she looked at."""
    row = session.get(TrackerRow, conversation_id)
    slots: dict[str, Any] = {}
    for event in json.loads(row.events) if row is not None else ():
        if event.get("event") == "slot":
            slots[event["name"]] = event.get("value")
        elif event.get("event") in ("restart", "reset_slots"):
            slots.clear()
    return list(slots.get("shown") or ()), slots.get("chosen")
