"""A second opinion: a navigator asks a supervisor about a case, and is answered, without leaving it."""

from __future__ import annotations

from sqlalchemy import select

from bot.handoff import keeping, navigators, reaching, trail, words
from bot.handoff.answering import Answer
from bot.handoff.grammar import Said
from bot.handoff.models import Case, CaseEvent, Navigator
from bot.handoff.states import CaseState
from bot.replies.catalogs import N_, text

MOST = 3
"""Supervisors who are asked at the same time."""


def ask(answer: Answer, said: Said) -> None:
    """ASK: the question goes to supervisors on shift. The family does not see it."""
    case = answer.own_case(said, N_("About which one? Reply ASK, its code and your question: {codes}."))
    if case is None:
        return
    if not said.words:
        answer.say(N_("Text ASK and then your question. A supervisor gets it, the family does not."))
        return
    keeping.forget(answer)
    keeping.keep(answer, answer.text)
    answer.about(case)
    asked = _supervisors(answer)
    for supervisor in asked:
        catalog = navigators.catalog(supervisor)
        trail.note(answer.session, case, "asked_opinion", answer.at, answer.navigator, supervisor.id)
        hint = text(catalog, "Reply {code} and your answer.", code=case.code)
        _tell(
            answer,
            case,
            supervisor,
            f"ask:{answer.inbound_id}:{supervisor.id}",
            f"{said.words}\n{hint}",
            text(catalog, "{code} {name} asks you: ", code=case.code, name=answer.navigator.name),
        )
    if asked:
        answer.say(
            N_(
                "{code}: I asked {names}. The family did not get this. To send it to them instead, reply {code}."
            ),
            code=case.code,
            names=", ".join(one.name for one in asked),
        )
    else:
        answer.say(
            N_("No supervisor is on shift. Nobody got this. To send it to the family, reply {code}."),
            code=case.code,
        )


def give(answer: Answer, said: Said) -> bool:
    """A supervisor's words under the code of a case she was asked about go to its navigator. False for others."""
    case = next((one for one in _asked_about(answer) if one.code == said.code), None)
    holder = trail.holder(answer.session, case) if case is not None else None
    if case is None or holder is None:
        return False
    given = said.words or "\n".join(one.kept or "" for one in keeping.kept(answer))
    keeping.forget(answer)
    if not given:
        answer.say(N_("Text {code} and then your words, and I'll send them."), code=case.code)
        return True
    answer.about(case)
    trail.note(answer.session, case, "gave_opinion", answer.at, answer.navigator)
    head = f"{case.code} {answer.navigator.name}: "
    _tell(answer, case, holder, f"opinion:{answer.inbound_id}", given, head)
    answer.say(N_("Sent to {code}."), code=holder.name)
    return True


def waiting_for(answer: Answer) -> list[Case]:
    """Cases about which she was asked and has not answered yet."""
    return [case for case in _asked_about(answer) if _unanswered(answer, case)]


def _asked_about(answer: Answer) -> list[Case]:
    query = (
        select(Case)
        .join(CaseEvent, CaseEvent.case_id == Case.id)
        .where(
            CaseEvent.kind == "asked_opinion",
            CaseEvent.detail == answer.navigator.id,
            Case.state == CaseState.ACCEPTED.value,
        )
        .order_by(CaseEvent.id)
    )
    found = dict.fromkeys(answer.session.execute(query).scalars())
    return [case for case in found if case.navigator_id != answer.navigator.id]


def _unanswered(answer: Answer, case: Case) -> bool:
    query = select(CaseEvent).where(
        CaseEvent.case_id == case.id, CaseEvent.kind.in_(("asked_opinion", "gave_opinion"))
    )
    last = [
        event.kind
        for event in answer.session.execute(query.order_by(CaseEvent.id)).scalars()
        if answer.navigator.id in (event.detail, event.navigator_id)
    ]
    return last[-1:] == ["asked_opinion"]


def _supervisors(answer: Answer) -> list[Navigator]:
    query = (
        select(Navigator)
        .where(
            Navigator.active,
            Navigator.on_shift,
            Navigator.supervisor,
            Navigator.stopped_at.is_(None),
            Navigator.id != answer.navigator.id,
        )
        .order_by(Navigator.idle_since)
    )
    return list(answer.session.execute(query.limit(MOST)).scalars())


def _tell(answer: Answer, case: Case, reader: Navigator, key: str, said: str, head: str) -> None:
    for number, part in enumerate(reaching.parts(said, head)):
        words.say_to_navigator(answer.session, reader, f"case:{case.id}:{key}:{number}", part)
