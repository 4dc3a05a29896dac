"""What a navigator may ask of a case she has: DONE, PASS, INFO and NOTE."""

from __future__ import annotations

from bot.handoff import asking, desk, trail
from bot.handoff.answering import Answer
from bot.handoff.grammar import Said
from bot.handoff.models import CaseNote
from bot.handoff.presence import own_cases
from bot.replies.catalogs import N_


def done(answer: Answer, said: Said) -> None:
    """DONE: the case is finished."""
    case = answer.own_case(said, N_("Which one is finished? Reply DONE and its code: {codes}."))
    if case is not None:
        desk.close(answer.session, answer.navigator, case, answer.at)


def pass_on(answer: Answer, said: Said) -> None:
    """PASS: somebody else takes it."""
    case = answer.own_case(said, N_("Which one? Reply PASS and its code: {codes}."))
    if case is not None:
        desk.hand_on(answer.session, answer.navigator, case, "passed", answer.at)


def info(answer: Answer, said: Said) -> None:
    """INFO: the summary and notes once more; before she said yes, no more than the alert said."""
    offered = answer.offered(late=True, declined=True)
    if said.code is None and len(offered) == 1 and not own_cases(answer.session, answer.navigator):
        said = Said(said.command, offered[0].code, "")
    for case in offered:
        if case.code == said.code:  # before she says yes she is told no more than the alert said
            asking.alert(answer.session, answer.navigator, case, answer.key())
            return
    case_of_hers = answer.own_case(said, N_("Which one? Reply INFO and its code: {codes}."))
    if case_of_hers is not None:
        asking.tell_summary(
            answer.session,
            answer.navigator,
            case_of_hers,
            f"case:{case_of_hers.id}:info:{answer.inbound_id}",
            N_("{code}: {summary}"),
        )


def note(answer: Answer, said: Said) -> None:
    """NOTE: words for navigators only."""
    case = answer.own_case(said, N_("For which one? Reply NOTE, its code and your note: {codes}."))
    if case is None:
        return
    if not said.words:
        answer.say(N_("Text NOTE and then what you want to remember. The family does not see it."))
        return
    noted = CaseNote(case_id=case.id, navigator_id=answer.navigator.id, body=said.words, at=answer.at)
    answer.session.add(noted)
    answer.about(case)
    trail.note(answer.session, case, "noted", answer.at, answer.navigator)
    answer.say(N_("Noted for {code}. The family does not see it."), code=case.code)
