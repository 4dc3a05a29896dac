"""Everything a navigator texts: commands to the desk, and words for a family."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.delivery.once import insert_once
from bot.handoff import asking, desk, grammar, keeping, relay, supervising, trail
from bot.handoff.answering import Answer
from bot.handoff.grammar import Said
from bot.handoff.models import Case, CaseNote, Navigator, NavigatorText, Offer
from bot.handoff.presence import own_cases
from bot.handoff.states import WAITING, OfferState
from bot.replies.catalogs import N_
from bot.store import now


def handle(
    session: Session,
    navigator: Navigator,
    inbound_id: int,
    text: str,
    media_count: int = 0,
    at: datetime | None = None,
) -> None:
    """Do what a navigator's text asks, and say so to her; talk goes to her family. The same text once only."""
    at = at or now()
    trail.begin(session)
    read = {"inbound_id": inbound_id, "navigator_id": navigator.id, "at": at, "media_count": media_count}
    if not insert_once(session, NavigatorText, read):
        return
    answer = Answer(session, navigator, inbound_id, media_count, at)
    said = grammar.read(text)
    if said.command in ("accept", "decline") and not _can_be_an_answer(answer, said):
        said = Said(None, said.code, _without_code(text, said))  # «yes» to her family, not to the desk
    if said.command in supervising.ACTIONS and not navigator.supervisor:
        said = Said(None, None, text.strip())
    action = _ACTIONS.get(said.command or "") or supervising.ACTIONS.get(said.command or "") or _talk
    action(answer, said)


def _can_be_an_answer(answer: Answer, said: Said) -> bool:
    if answer.navigator.asked_to_hand_on_at is not None or not own_cases(answer.session, answer.navigator):
        return True
    if said.code is not None:
        return all(case.code != said.code for case in own_cases(answer.session, answer.navigator))
    return bool(_offered(answer))


def _without_code(text: str, said: Said) -> str:
    return text.strip() if said.code is None else grammar.codes.in_front(text.strip())[1] or text.strip()


def _accept(answer: Answer, said: Said) -> None:
    if _hands_on(answer, said, yes=True):
        return
    case = _which_offer(answer, said, N_("Which one? Reply YES and its code: {codes}."))
    if case is None:
        return
    keeping.forget(answer)
    if not desk.accept(answer.session, answer.navigator, case, answer.at):
        answer.say(N_("{code} is taken by someone else. Thank you for being there."), code=case.code)


def _decline(answer: Answer, said: Said) -> None:
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
        case = next((case for case in _offered(answer, late=True) if case.code == said.code), None)
        if case is None:
            answer.say(N_("{code} is not open for you any more. Thank you."), code=said.code)
        return case
    offered = _offered(answer) or _offered(answer, late=True)
    own = own_cases(answer.session, answer.navigator)
    if len(offered) == 1 and not own:
        return offered[0]
    if not offered:
        answer.say(N_("There is no family waiting for your answer now. I'll text you when there is."))
    elif own:
        keeping.keep(answer, grammar_word(said))
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


def grammar_word(said: Said) -> str:
    """The word a bare command was, to be carried to a family if that was meant."""
    return said.words or {"accept": "Yes.", "decline": "No."}.get(said.command or "", "")


def _done(answer: Answer, said: Said) -> None:
    case = answer.own_case(said, N_("Which one is finished? Reply DONE and its code: {codes}."))
    if case is not None:
        desk.close(answer.session, answer.navigator, case, answer.at)


def _pass(answer: Answer, said: Said) -> None:
    case = answer.own_case(said, N_("Which one? Reply PASS and its code: {codes}."))
    if case is not None:
        desk.hand_on(answer.session, answer.navigator, case, "passed", answer.at)


def _info(answer: Answer, said: Said) -> None:
    offered = _offered(answer, late=True)
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


def _note(answer: Answer, said: Said) -> None:
    case = answer.own_case(said, N_("For which one? Reply NOTE, its code and your note: {codes}."))
    if case is None:
        return
    if not said.words:
        answer.say(N_("Text NOTE and then what you want to remember. The family does not see it."))
        return
    note = CaseNote(case_id=case.id, navigator_id=answer.navigator.id, body=said.words, at=answer.at)
    answer.session.add(note)
    trail.note(answer.session, case, "noted", answer.at, answer.navigator)
    answer.say(N_("Noted for {code}. The family does not see it."), code=case.code)


def _away(answer: Answer, said: Said) -> None:
    desk.go_away(answer.session, answer.navigator, answer.key(), answer.at)


def _back(answer: Answer, said: Said) -> None:
    desk.come_back(answer.session, answer.navigator, answer.key(), answer.at)


def _stop(answer: Answer, said: Said) -> None:
    desk.stop(answer.session, answer.navigator, answer.key(), answer.at)


def _help(answer: Answer, said: Said) -> None:
    own = own_cases(answer.session, answer.navigator)
    if own:
        answer.say(
            N_(
                "Open: {codes}. What you text goes to the family. DONE when finished, PASS to hand on, INFO for the "
                "summary, NOTE for navigators only, AWAY to rest. With two families put the code first."
            ),
            codes=answer.codes(own),
        )
    else:
        answer.say(
            N_(
                "When a family asks for someone, I text you. Reply YES to take it or NO to pass. AWAY to rest, BACK "
                "to return. Your number is never shown."
            )
        )
    if answer.navigator.supervisor:
        answer.say(
            N_(
                "Supervisors: QUEUE shows who waits, WHO shows who is on shift, ASSIGN code name gives a case."
            )
        )


def _talk(answer: Answer, said: Said) -> None:
    """Words for a family. With several cases the code in front decides; nothing is ever guessed."""
    own = own_cases(answer.session, answer.navigator)
    if said.code is not None:
        case = next((case for case in own if case.code == said.code), None)
        if case is not None:
            keeping.carry(answer, case, said.words)
        elif any(offered.code == said.code for offered in _offered(answer, late=True)):
            answer.say(
                N_("{code} is not yours yet, so nobody got this. Reply YES {code} to take it."),
                code=said.code,
            )
        elif own:
            keeping.keep(answer, said.words)
            answer.say(
                N_(
                    "{code} is not yours or is closed, so nobody got this. Yours: {codes}. Reply with the right "
                    "code to send it."
                ),
                code=said.code,
                codes=answer.codes(own),
            )
        else:
            answer.say(N_("{code} is not yours or is closed, so nobody got this."), code=said.code)
    elif len(own) == 1:
        keeping.forget(answer)
        relay.from_navigator(
            answer.session,
            answer.navigator,
            own[0],
            answer.inbound_id,
            said.words,
            answer.media_count,
            answer.at,
        )
    elif own:
        keeping.keep(answer, said.words)
        answer.say(
            N_("To which family? Reply with the code and I'll send it: {codes}."), codes=answer.codes(own)
        )
    elif _offered(answer):
        answer.say(
            N_("Nobody got this yet. To take the family reply YES and the code: {codes}."),
            codes=answer.codes(_offered(answer)),
        )
    else:
        answer.say(
            N_("You have no open family now, so nobody got that. I'll text you when one asks. HELP for help.")
        )


def _offered(answer: Answer, late: bool = False) -> list[Case]:
    """Cases she is asked for; with `late`, also those that still wait although her time to answer is over."""
    states = [
        OfferState.OPEN.value,
        *([OfferState.UNANSWERED.value, OfferState.DECLINED.value] if late else []),
    ]
    query = (
        select(Case)
        .join(Offer, Offer.case_id == Case.id)
        .where(
            Offer.navigator_id == answer.navigator.id,
            Offer.state.in_(states),
            Case.state.in_([state.value for state in WAITING]),
        )
        .order_by(Offer.id)
    )
    return list(dict.fromkeys(answer.session.execute(query).scalars()))


_ACTIONS: dict[str, Callable[[Answer, Said], None]] = {
    "accept": _accept,
    "decline": _decline,
    "done": _done,
    "pass": _pass,
    "info": _info,
    "note": _note,
    "away": _away,
    "back": _back,
    "help": _help,
    "stop": _stop,
    "start": _back,
}

COMMANDS = (*_ACTIONS, *supervising.ACTIONS)
"""Every command there is; each has forms in the lexicon and a line in docs/handoff.md."""
