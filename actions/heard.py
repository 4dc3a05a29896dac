"""What the last message said, as the understanding components left it in Rasa's tracker."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from rasa_sdk import Tracker

from bot.conversations import places
from bot.directory.places import Place
from bot.languages import DEFAULT_CATALOG

SURE_BESIDE_A_PERSON = 0.85
"""How sure a need must be in a message that asks for a person."""


@dataclass(frozen=True)
class Heard:
    """The last message: act, needs and entities."""

    text: str
    act: str
    needs: tuple[str, ...]
    entities: dict[str, Any]
    language: str
    language_confidence: float
    script: str | None
    metadata: dict[str, Any]

    @classmethod
    def of(cls, tracker: Tracker) -> Heard:
        """Read the tracker's latest message; what a component did not leave is empty."""
        message = tracker.latest_message or {}
        entities: dict[str, Any] = {}
        for entity in message.get("entities") or []:
            entities.setdefault(entity["entity"], entity["value"])
        return cls(
            text=message.get("text") or "",
            act=(message.get("intent") or {}).get("name") or "nlu_fallback",
            needs=_needs(message),
            entities=entities,
            language=message.get("language") or "en",
            language_confidence=float(message.get("language_confidence") or 0.0),
            script=message.get("script"),
            metadata=message.get("metadata") or {},
        )


def _needs(message: dict[str, Any]) -> tuple[str, ...]:
    """The needs heard. Of a wish for a person only sure ones: «someone to talk to» is not yet counseling."""
    asks_person = (message.get("intent") or {}).get("name") == "ask_person"
    least = SURE_BESIDE_A_PERSON if asks_person else 0.0
    return tuple(need["code"] for need in message.get("needs") or [] if need["score"] >= least)


def catalog(tracker: Tracker) -> str:
    """The catalog that answers this conversation."""
    return tracker.get_slot("language") or DEFAULT_CATALOG


def place(tracker: Tracker) -> Place | None:
    """The place she named, where the directory knows it."""
    found = places.resolve(tracker.get_slot("place"))
    return found if isinstance(found, Place) else None
