"""Plain words of a navigator: for a family, or for a colleague who asked her."""

from __future__ import annotations

from bot.handoff import keeping, opinions, relay
from bot.handoff.answering import Answer
from bot.handoff.grammar import Said
from bot.handoff.presence import own_cases
from bot.replies.catalogs import N_


def talk(answer: Answer, said: Said) -> None:
    """Words for a family. With several cases the code in front decides; nothing is ever guessed."""
    own = own_cases(answer.session, answer.navigator)
    asked = opinions.waiting_for(answer)
    if said.code is not None:
        case = next((case for case in own if case.code == said.code), None)
        if case is not None:
            keeping.carry(answer, case, said.words)
        elif opinions.give(answer, said):
            return
        elif any(offered.code == said.code for offered in answer.offered(late=True, declined=True)):
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
    elif len(own) == 1 and not asked:
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
    elif own or asked:
        keeping.keep(answer, said.words)
        answer.say(
            N_("Who gets this? Reply with the code and I'll send it: {codes}."),
            codes=answer.codes([*own, *asked]),
        )
    elif answer.offered():
        answer.say(
            N_("Nobody got this yet. To take the family reply YES and the code: {codes}."),
            codes=answer.codes(answer.offered()),
        )
    else:
        answer.say(
            N_("You have no open family now, so nobody got that. I'll text you when one asks. HELP for help.")
        )
