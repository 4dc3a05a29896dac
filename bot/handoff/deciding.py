"""YES and NO: to a case that was offered, or to whether she hands on what she has."""

from __future__ import annotations

from bot.handoff import desk, keeping
from bot.handoff.answering import Answer
from bot.handoff.grammar import Said
from bot.handoff.models import Case
from bot.handoff.presence import own_cases
from bot.replies.catalogs import N_


def can_be_an_answer(answer: Answer, said: Said) -> bool:
    """Whether a yes or no can be meant for the desk, and not for the family she is talking with."""
    if answer.navigator.asked_to_hand_on_at is not None or not own_cases(answer.session, answer.navigator):
        return True
    if said.code is not None:
        return all(case.code != said.code for case in own_cases(answer.session, answer.navigator))
    return bool(answer.offered())


def accept(answer: Answer, said: Said) -> None:
    """YES: she takes the case that was offered, or hands on what she has after AWAY."""
    if _hands_on(answer, said, yes=True):
        return
    case = _which_offer(answer, said, N_("Which one? Reply YES and its code: {codes}."))
    if case is None:
        return
    keeping.forget(answer)
    if not desk.accept(answer.session, answer.navigator, case, answer.at):
        answer.say(N_("{code} is taken by someone else. Thank you for being there."), code=case.code)


def decline(answer: Answer, said: Said) -> None:
    """NO: others are asked."""
    if _hands_on(answer, said, yes=False):
        return
    case = _which_offer(answer, said, N_("Which one? Reply NO and its code: {codes}."))
    if case is not None:
        desk.decline_offer(answer.session, answer.navigator, case, answer.at)
        answer.say(N_("All right, {code} goes on to others. Thank you."), code=case.code)


def _hands_on(answer: Answer, said: Said, yes: bool) -> bool:
    """After AWAY she was asked whether to hand on what she has; True when this was her answer."""
    navigator = answer.navigator
    own = own_cases(answer.session, navigator)
    meant = [case for case in own if said.code in (None, case.code)]
    if navigator.asked_to_hand_on_at is None or not meant:
        return False
    navigator.asked_to_hand_on_at = None
    if yes:
        for case in meant:
            desk.hand_on(answer.session, navigator, case, "passed", answer.at)
    else:
        answer.say(N_("{codes} stays with you. DONE when you are finished."), codes=answer.codes(meant))
    return True


def _which_offer(answer: Answer, said: Said, question: str) -> Case | None:
    """The offer a YES or NO means; she is asked when that is not clear, and told when there is none."""
    if said.code is not None:
        case = next(
            (case for case in answer.offered(late=True, declined=True) if case.code == said.code), None
        )
        if case is None:
            answer.say(N_("{code} is not open for you any more. Thank you."), code=said.code)
        return case
    offered = answer.offered() or answer.offered(late=True)
    own = own_cases(answer.session, answer.navigator)
    if len(offered) == 1 and not own:
        return offered[0]
    if not offered:
        answer.say(N_("There is no family waiting for your answer now. I'll text you when there is."))
    elif own:
        keeping.keep(answer, _carried_word(said))
        answer.say(
            N_(
                "To take a family reply YES and the code: {codes}. For your own family put her code first: {own}."
            ),
            codes=answer.codes(offered),
            own=answer.codes(own),
        )
    else:
        answer.say(question, codes=answer.codes(offered))
    return None


def _carried_word(said: Said) -> str:
    """The word a bare command was, to be carried to a family if that was meant."""
    return said.words or {"accept": "Yes.", "decline": "No."}.get(said.command or "", "")
