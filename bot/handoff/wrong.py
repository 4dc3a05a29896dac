"""WRONG: a navigator says that a place a family was shown is not as the directory says."""

from __future__ import annotations

import re

from bot.conversations import picking, showing
from bot.directory import records
from bot.directory.trust import reporting
from bot.handoff import codes, talking, trail
from bot.handoff.answering import Answer
from bot.handoff.grammar import Said
from bot.replies.catalogs import N_


def report(answer: Answer, said: Said) -> None:
    """WRONG, a code, the number of the place, and if she likes what is wrong. Other words behind it are talk."""
    number = re.match(r"(\d{1,2})\b\W*(.*)", said.words, re.DOTALL)
    if said.words and number is None:
        code, rest = codes.in_front(answer.text)
        talking.talk(answer, Said(None, code, rest))
        return
    case = answer.own_case(
        said, N_("For which family? Reply WRONG, the code and the place's number: {codes}.")
    )
    if case is None:
        return
    shown, chosen = showing.last_shown(answer.session, case.conversation_id)
    if not shown:
        answer.say(
            N_("{code}: I have shown this family no places, so there is nothing to correct."), code=case.code
        )
        return
    option = picking.number(number[1], len(shown)) if number else None
    looked_at = chosen if chosen and number is None else None
    record_id = shown[option] if option is not None else looked_at or (shown[0] if len(shown) == 1 else None)
    if record_id is None:
        answer.say(
            N_("Which place? Reply WRONG {code} and its number in the family's list, from 1 to {last}."),
            code=case.code,
            last=len(shown),
        )
        return
    words = (number[2] if number else "") or answer.text
    reporting.report(answer.session, record_id, reporting.NAVIGATOR, words, case.conversation_id)
    found = records.get(answer.session, record_id)
    answer.about(case)
    trail.note(answer.session, case, "place wrong", answer.at, answer.navigator)
    answer.say(
        N_("Thank you. {name} ({code}) will be checked. The family does not see this."),
        name=found.organization if found else record_id,
        code=case.code,
    )
