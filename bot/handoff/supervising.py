"""What a supervisor may text besides: QUEUE, WHO and ASSIGN."""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy import select

from bot.handoff import desk, matching, navigators, words
from bot.handoff.answering import Answer
from bot.handoff.grammar import Said
from bot.handoff.models import Case
from bot.handoff.states import OPEN, CaseState, NotAllowed
from bot.replies.catalogs import N_, plural, text

SHOWN = 8
"""Lines in one answer: more do not fit a small screen."""


def _queue(answer: Answer, said: Said) -> None:
    catalog = navigators.catalog(answer.navigator)
    query = select(Case).where(Case.state.in_([state.value for state in OPEN])).order_by(Case.requested_at)
    cases = list(answer.session.execute(query).scalars())
    waiting = [case for case in cases if case.state != CaseState.ACCEPTED.value]
    lines = [text(catalog, "Waiting: {waiting}. With a navigator: {speaking}.", waiting=len(waiting),
                  speaking=len(cases) - len(waiting))]  # fmt: skip
    for case in waiting[:SHOWN]:
        minutes = int((answer.at - case.waits_since).total_seconds() // 60)
        lines.append(
            plural(
                catalog, "{code} {language} {n} minute", "{code} {language} {n} minutes", minutes,
                code=case.code, language=words.language(catalog, case),
            )
        )  # fmt: skip
    words.say_to_navigator(answer.session, answer.navigator, answer.key(), "\n".join(lines))


def _who(answer: Answer, said: Said) -> None:
    catalog = navigators.catalog(answer.navigator)
    loads = matching.load(answer.session)
    everyone = [one for one in navigators.all_of(answer.session) if one.stopped_at is None]
    on = [one for one in everyone if one.on_shift]
    lines = [text(catalog, "On shift: {on} of {all}.", on=len(on), all=len(everyone))]
    lines += [
        f"{one.name} {loads.get(one.id, 0)}/{one.capacity} {' '.join(one.languages)}" for one in on[:SHOWN]
    ]
    words.say_to_navigator(answer.session, answer.navigator, answer.key(), "\n".join(lines))


def _assign(answer: Answer, said: Said) -> None:
    query = select(Case).where(Case.code == said.code, Case.closed_at.is_(None))
    case: Case | None = answer.session.execute(query).scalars().first()
    if said.code is None or not said.words:
        answer.say(N_("Text ASSIGN, the code and a name, like: ASSIGN KT7 ANA."))
        return
    if case is None:
        answer.say(N_("{code} is not open."), code=said.code)
        return
    navigator = navigators.by_name(answer.session, said.words)
    if navigator is None:
        answer.say(N_("I know no {name}, or several. WHO shows the names."), name=said.words[:20])
        return
    if not matching.speaks(navigator, case):
        catalog = navigators.catalog(answer.navigator)
        answer.say(
            N_("{name} does not speak {language}."),
            name=navigator.name,
            language=words.language(catalog, case),
        )
        return
    try:
        desk.assign(answer.session, answer.navigator, case, navigator, answer.at)
    except NotAllowed:
        answer.say(N_("{code} cannot go to {name} now."), code=case.code, name=navigator.name)
        return
    if navigator.id != answer.navigator.id:
        answer.say(N_("{code} is with {name} now."), code=case.code, name=navigator.name)


ACTIONS: dict[str, Callable[[Answer, Said], None]] = {"queue": _queue, "who": _who, "assign": _assign}
"""The supervisors' commands; from anybody else these words are talk."""
