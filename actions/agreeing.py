"""What she would share with a navigator and whom she would like, as far as she said so until now."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from rasa_sdk import Tracker
from sqlalchemy.orm import Session

from actions.heard import Heard, catalog
from bot.conversations import scope, striking, summary
from bot.conversations.striking import Part
from bot.handoff import drafts, wishes, wishing
from bot.handoff.models import Navigator
from bot.handoff.wishes import Wish


@dataclass(frozen=True)
class Agreeing:
    """The summary as it stands, without what she struck, and whom she would like to talk with."""

    language: str
    facts: Mapping[str, Any]
    struck: tuple[str, ...]
    wish: Wish
    wish_in_words: str

    @classmethod
    async def of(cls, tracker: Tracker) -> Agreeing:
        """With what her last message changed."""
        return await scope.store().read(lambda session: _read(session, tracker))

    @property
    def parts(self) -> list[Part]:
        """What a navigator would be told, in the order in which it is numbered."""
        return summary.parts(self.language, self.facts)

    @property
    def summary(self) -> str:
        """The same in a sentence."""
        return summary.of(self.language, self.facts)


def _read(session: Session, tracker: Tracker) -> Agreeing:
    heard = Heard.of(tracker)
    language, slots = catalog(tracker), tracker.current_slot_values()
    struck, wish = drafts.get(session, tracker.sender_id)
    shown = summary.parts(language, summary.without(slots, struck))
    struck = (*struck, *striking.struck(heard.text, shown, heard.needs))
    said = wishing.hear(session, tracker.sender_id, heard.text, asks_person=True)
    wish = wish if said is None else wish.and_then(said)
    facts = summary.without(slots, struck)
    wanted = session.get(Navigator, wish.navigator) if wish.navigator else None
    communities = (slots.get("community") or [])[-1:]
    if wish.community and communities:
        # she asked for one of her own: the navigator must know of which community
        facts["community"] = list(dict.fromkeys([*facts["community"], *communities]))
    words = wishes.in_words(language, wish, wanted.name if wanted else None, communities)
    return Agreeing(language, facts, struck, wish, words)
