"""A family asks for a person, for the first time or while she waits already."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from bot.conversations.contacts import Conversation
from bot.handoff import codes, drafts, follow_up, offering, trail, words
from bot.handoff.asking import ask
from bot.handoff.models import Case
from bot.handoff.states import CaseState
from bot.handoff.waiting import nobody
from bot.handoff.wishes import Wish
from bot.replies.catalogs import N_
from bot.store import now


def request(
    session: Session,
    conversation: Conversation,
    summary: str | None,
    needs: Sequence[str],
    language: str,
    community: str | None = None,
    county: str | None = None,
    wish: Wish | None = None,
    agreed: Mapping[str, Any] | None = None,
    at: datetime | None = None,
) -> Case:
    """A family asked for a person and agreed to the summary (None when she struck it).

    While one case of hers is open that one stays, and she is told how it stands. `language` is a catalog;
    `agreed` are the facts that the summary says (bot.conversations.summary), `wish` whom she asked for.
    """
    at = at or now()
    trail.begin(session)
    drafts.drop(session, conversation.id)
    case = offering.open_case(session, conversation.id)
    if case is not None:
        _asked_again(session, case, at)
        return case
    case = Case(
        code=codes.new(session),
        conversation_id=conversation.id,
        language=language,
        state=CaseState.REQUESTED.value,
        summary=summary or None,
        agreed=json.dumps(dict(agreed)) if agreed else None,
        wish=wish.as_json() if wish else None,
        needs=list(needs),
        community=community,
        county=county,
        requested_at=at,
        waits_since=at,
        wave=0,
        promises=0,
        asked=[],
        on_phone=False,
    )
    session.add(case)
    session.flush()
    trail.note(session, case, "requested", at, to=CaseState.REQUESTED)
    if ask(session, case, at):
        words.to_family(
            session,
            case,
            f"desk:{case.id}:asked",
            N_(
                "Thank you. I am asking our navigators now. I'll tell you within 10 minutes. In danger call 911."
            ),
        )
    else:
        nobody(session, case, at)
    follow_up.ask(session, case, at)
    return case


def _asked_again(session: Session, case: Case, at: datetime) -> None:
    event = trail.note(session, case, "asked_again", at)
    key = f"desk:{case.id}:again:{event.id}"
    navigator = trail.holder(session, case)
    if navigator is not None:
        words.to_family(session, case, key, N_("{name} is here with you. Just write."), name=navigator.name)
        return
    if case.state != CaseState.OFFERED.value:
        ask(session, case, at)
    words.to_family(
        session, case, key, N_("You are in line already. I'll tell you as soon as someone is here.")
    )
