"""LOG: what was said in a case, for the navigator who has it and for supervisors, and for nobody else."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.delivery.inbox import InboundMessage
from bot.handoff import navigators, reaching, trail, words
from bot.handoff.answering import Answer
from bot.handoff.grammar import Said
from bot.handoff.models import Case, Navigator, Relayed
from bot.replies.catalogs import N_, text

LINES = 12
"""So many of the last things said are shown."""
LONGEST_LINE = 140
"""Characters of one of them."""


def show(answer: Answer, said: Said) -> None:
    """Text her the last lines of a case; that she looked is noted in its trail."""
    case = _case(answer, said)
    if case is None:
        return
    trail.note(answer.session, case, "log_read", answer.at, answer.navigator)
    lines = _lines(answer.session, case, navigators.catalog(answer.navigator))
    if not lines:
        answer.say(N_("{code}: nothing was said yet."), code=case.code)
        return
    for number, part in enumerate(reaching.parts("\n".join(lines), f"{case.code} ")):
        key = f"case:{case.id}:log:{answer.inbound_id}:{number}"
        words.say_to_navigator(answer.session, answer.navigator, key, part)


def _case(answer: Answer, said: Said) -> Case | None:
    """One of her own; for a supervisor also any other, the latest that had the code."""
    if answer.navigator.supervisor and said.code is not None:
        query = select(Case).where(Case.code == said.code).order_by(Case.requested_at.desc())
        case: Case | None = answer.session.execute(query).scalars().first()
        if case is None:
            answer.say(N_("{code} is not open."), code=said.code)
        return case
    return answer.own_case(said, N_("Which one? Reply LOG and its code: {codes}."))


def _lines(session: Session, case: Case, catalog: str) -> list[str]:
    query = (
        select(Relayed.speaker, InboundMessage.body, InboundMessage.sender_digest)
        .join(InboundMessage, InboundMessage.id == Relayed.inbound_id)
        .where(Relayed.case_id == case.id)
        .order_by(Relayed.inbound_id.desc())
        .limit(LINES)
    )
    names = {one.phone_digest: one.name for one in session.execute(select(Navigator)).scalars()}
    lines = []
    for speaker, body, sender in session.execute(query):
        who = (
            text(catalog, "Family") if speaker == "family" else names.get(sender, text(catalog, "Navigator"))
        )
        cut = body if len(body) <= LONGEST_LINE else body[: LONGEST_LINE - 1] + "…"
        if cut.strip():
            lines.append(f"{who}: {' '.join(cut.split())}")
    return lines[::-1]
