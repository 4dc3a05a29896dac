"""Everything a navigator texts: commands to the desk, and words for a family."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from sqlalchemy.orm import Session

from bot.delivery.once import insert_once
from bot.handoff import deciding, desk, grammar, log, on_case, opinions, supervising, talking, trail, wrong
from bot.handoff.answering import Answer
from bot.handoff.grammar import Said
from bot.handoff.models import Navigator, NavigatorText
from bot.handoff.presence import own_cases
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
    answer = Answer(session, navigator, inbound_id, text.strip(), media_count, at)
    said = grammar.read(text)
    if said.command in ("accept", "decline") and not deciding.can_be_an_answer(answer, said):
        said = Said(None, said.code, _without_code(text, said))  # «yes» to her family, not to the desk
    if said.command in supervising.ACTIONS and not navigator.supervisor:
        said = Said(None, None, text.strip())
    action = _ACTIONS.get(said.command or "") or supervising.ACTIONS.get(said.command or "") or talking.talk
    action(answer, said)


def _without_code(text: str, said: Said) -> str:
    return text.strip() if said.code is None else grammar.codes.in_front(text.strip())[1] or text.strip()


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
                "summary, LOG for what was said, NOTE for navigators only, ASK to ask a supervisor, AWAY to rest. With "
                "two families put the code first."
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
                "Supervisors: QUEUE shows who waits, WHO shows who is on shift, ASSIGN code name gives a case, LOG "
                "code shows what was said."
            )
        )


_ACTIONS: dict[str, Callable[[Answer, Said], None]] = {
    "accept": deciding.accept,
    "decline": deciding.decline,
    "done": on_case.done,
    "pass": on_case.pass_on,
    "info": on_case.info,
    "note": on_case.note,
    "ask": opinions.ask,
    "log": log.show,
    "wrong": wrong.report,
    "away": _away,
    "back": _back,
    "help": _help,
    "stop": _stop,
    "start": _back,
}

COMMANDS = (*_ACTIONS, *supervising.ACTIONS)
"""Every command there is; each has forms in the lexicon and a line in docs/handoff.md."""
