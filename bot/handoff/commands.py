"""Everything a navigator texts: commands to the desk, and words for a family."""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.handoff import desk, grammar, relay, words
from bot.handoff.grammar import Said
from bot.handoff.models import Case, CaseEvent, Navigator, Offer
from bot.handoff.states import CaseState, OfferState
from bot.replies.catalogs import N_
from bot.store import now


def handle(session: Session, navigator: Navigator, inbound_id: int, text: str) -> None:
    """Do what a navigator's text asks, and say so to her; talk goes to her family."""
    said = grammar.read(text)
    answer = _Answer(session, navigator, inbound_id)
    open_offer = _open_offers(session, navigator)
    if said.command in ("accept", "decline") and not open_offer and _own(session, navigator):
        # «yes» to a family's question, not to the desk
        said = Said(None, said.code, text if said.code is None else said.words or text)
    action = _ACTIONS.get(said.command or "", _talk)
    action(answer, said)


class _Answer:
    """One text in hand: who sent it, and how she is answered once."""

    def __init__(self, session: Session, navigator: Navigator, inbound_id: int) -> None:
        self.session = session
        self.navigator = navigator
        self.inbound_id = inbound_id

    def say(self, message: str, /, **values: object) -> None:
        words.to_navigator(self.session, self.navigator, f"desk:answer:{self.inbound_id}", message, **values)


def _accept(answer: _Answer, said: Said) -> None:
    case = _offered(answer, said, N_("Which one? Reply YES and its code: {codes}."))
    if case is None:
        return
    if not desk.accept(answer.session, answer.navigator, case):
        answer.say(N_("{code} is taken by someone else. Thank you for being there."), code=case.code)


def _decline(answer: _Answer, said: Said) -> None:
    case = _offered(answer, said, N_("Which one? Reply NO and its code: {codes}."))
    if case is not None:
        desk.decline_offer(answer.session, answer.navigator, case)
        answer.say(N_("All right, {code} goes on to others. Thank you."), code=case.code)


def _offered(answer: _Answer, said: Said, question: str) -> Case | None:
    """The offer a YES or NO means; she is asked when that is not clear, and told when there is none."""
    offered = _open_offers(answer.session, answer.navigator)
    if said.code is not None:
        case = next((case for case in offered if case.code == said.code), None)
        if case is None:
            answer.say(N_("{code} is not open for you any more. Thank you."), code=said.code)
        return case
    own = _own(answer.session, answer.navigator)
    if len(offered) == 1 and not own:
        return offered[0]
    if not offered:
        answer.say(N_("There is no family waiting for your answer now. I'll text you when there is."))
        return None
    answer.say(question, codes=_codes(offered))
    return None


def _done(answer: _Answer, said: Said) -> None:
    case = _one_of_own(answer, said, N_("Which one is finished? Reply DONE and its code: {codes}."))
    if case is not None:
        desk.close(answer.session, answer.navigator, case)


def _info(answer: _Answer, said: Said) -> None:
    case = _one_of_own(answer, said, N_("Which one? Reply INFO and its code: {codes}."))
    if case is not None:
        answer.say(N_("{code}: {summary}"), code=case.code, summary=case.summary)


def _note(answer: _Answer, said: Said) -> None:
    case = _one_of_own(answer, said, N_("For which one? Reply NOTE, its code and your note: {codes}."))
    if case is not None:
        event = CaseEvent(case_id=case.id, at=now(), what="note", who=answer.navigator.id, note=said.words)
        answer.session.add(event)
        answer.say(N_("Noted for {code}. The family does not see it."), code=case.code)


def _away(answer: _Answer, said: Said) -> None:
    answer.navigator.on_shift = False
    own = _own(answer.session, answer.navigator)
    if own:
        answer.say(
            N_(
                "You get no new families now. You still have {codes}: text DONE when finished. BACK when you return."
            ),
            codes=_codes(own),
        )
    else:
        answer.say(N_("Rest well. You get no new families now. Text BACK when you return."))


def _back(answer: _Answer, said: Said) -> None:
    answer.navigator.on_shift = True
    answer.navigator.idle_since = now()
    answer.say(N_("Welcome back. I'll text you when a family asks for someone."))
    desk.drain(answer.session, answer.navigator)


def _help(answer: _Answer, said: Said) -> None:
    own = _own(answer.session, answer.navigator)
    if own:
        answer.say(
            N_(
                "Open: {codes}. What you text goes to the family. DONE when finished, INFO for the summary, NOTE for "
                "yourself, AWAY to rest. With two families put the code first."
            ),
            codes=_codes(own),
        )
    else:
        answer.say(
            N_(
                "When a family asks for someone, I text you. Reply YES to take it or NO to pass. AWAY to rest, BACK "
                "to return. Your number is never shown."
            )
        )


def _stop(answer: _Answer, said: Said) -> None:
    answer.navigator.on_shift = False
    answer.say(N_("You get no more texts about new families. Text BACK to return."))


def _talk(answer: _Answer, said: Said) -> None:
    """Words for a family. With several cases the code in front decides; nothing is ever guessed."""
    navigator, session = answer.navigator, answer.session
    own = _own(session, navigator)
    if not own:
        navigator.kept_words = None
        answer.say(
            N_("You have no open family now, so nobody got that. I'll text you when one asks. HELP for help.")
        )
        return
    if said.code is not None:
        case = next((case for case in own if case.code == said.code), None)
        if case is None:
            answer.say(
                N_("{code} is not yours or is closed. Yours: {codes}."), code=said.code, codes=_codes(own)
            )
            return
        spoken = said.words.strip() or (navigator.kept_words or "")
        navigator.kept_words = None
        if spoken:
            relay.from_navigator(session, navigator, case, answer.inbound_id, spoken)
        return
    if len(own) == 1:
        relay.from_navigator(session, navigator, own[0], answer.inbound_id, said.words)
        return
    kept = f"{navigator.kept_words}\n{said.words}" if navigator.kept_words else said.words
    navigator.kept_words = kept
    answer.say(N_("To which family? Reply with the code and I'll send it: {codes}."), codes=_codes(own))


def _one_of_own(answer: _Answer, said: Said, question: str) -> Case | None:
    own = _own(answer.session, answer.navigator)
    if said.code is not None:
        case = next((case for case in own if case.code == said.code), None)
        if case is None:
            answer.say(
                N_("{code} is not yours or is closed. Yours: {codes}."), code=said.code, codes=_codes(own)
            )
        return case
    if len(own) == 1:
        return own[0]
    if not own:
        answer.say(N_("You have no open family now. I'll text you when one asks."))
        return None
    answer.say(question, codes=_codes(own))
    return None


def _own(session: Session, navigator: Navigator) -> list[Case]:
    query = (
        select(Case)
        .where(Case.navigator_id == navigator.id, Case.state == CaseState.ACCEPTED.value)
        .order_by(Case.accepted_at)
    )
    return list(session.scalars(query))


def _open_offers(session: Session, navigator: Navigator) -> list[Case]:
    query = (
        select(Case)
        .join(Offer, Offer.case_id == Case.id)
        .where(
            Offer.navigator_id == navigator.id,
            Offer.state == OfferState.OPEN.value,
            Case.state == CaseState.OFFERED.value,
        )
        .order_by(Offer.at)
    )
    return list(session.scalars(query))


def _codes(cases: list[Case]) -> str:
    return ", ".join(case.code for case in cases) or "-"


_ACTIONS: dict[str, Callable[[_Answer, Said], None]] = {
    "accept": _accept,
    "decline": _decline,
    "done": _done,
    "info": _info,
    "note": _note,
    "away": _away,
    "back": _back,
    "help": _help,
    "stop": _stop,
}
