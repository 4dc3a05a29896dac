"""What a family chose before she agrees: what to leave out of the summary, and whom she would like to talk with."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import delete
from sqlalchemy.orm import Session

from bot.handoff.models import Draft
from bot.handoff.wishes import Wish
from bot.store import now


def get(session: Session, conversation_id: str) -> tuple[tuple[str, ...], Wish]:
    """What she struck from the summary so far (keys of its parts), and her wish."""
    draft = session.get(Draft, conversation_id)
    return ((), Wish()) if draft is None else (tuple(draft.struck), Wish.of(draft.wish))


def keep(session: Session, conversation_id: str, struck: Sequence[str], wish: Wish) -> None:
    """Keep both until she says yes or no."""
    draft = session.get(Draft, conversation_id)
    if draft is None:
        draft = Draft(conversation_id=conversation_id)
        session.add(draft)
    draft.struck, draft.wish, draft.at = list(struck), wish.as_json(), now()
    session.flush()


def drop(session: Session, conversation_id: str) -> None:
    """She decided, or erased everything: nothing is kept."""
    session.execute(delete(Draft).where(Draft.conversation_id == conversation_id))
