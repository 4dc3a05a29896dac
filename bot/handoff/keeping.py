"""Words whose family is not clear are kept while the navigator is asked, and sent once she names the code."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import select, update

from bot.delivery.once import changed
from bot.handoff import relay
from bot.handoff.answering import Answer
from bot.handoff.models import Case, NavigatorText
from bot.replies.catalogs import N_

HOLDS = timedelta(hours=1)
"""How long kept words are still meant; older ones are not sent by surprise."""


def keep(answer: Answer, words: str) -> None:
    """Keep the words of the text in hand."""
    mine = update(NavigatorText).where(NavigatorText.inbound_id == answer.inbound_id)
    changed(answer.session, mine.values(kept=words))


def carry(answer: Answer, case: Case, words: str) -> None:
    """Carry words to the family of a case; without words, those that were kept before."""
    if words or answer.media_count:
        forget(answer)
        relay.from_navigator(
            answer.session, answer.navigator, case, answer.inbound_id, words, answer.media_count, answer.at
        )
        return
    waiting = kept(answer)
    for text in waiting:
        relay.from_navigator(
            answer.session,
            answer.navigator,
            case,
            text.inbound_id,
            text.kept or "",
            text.media_count,
            answer.at,
        )
    forget(answer)
    if waiting:
        answer.say(N_("Sent to {code}."), code=case.code)
    else:
        answer.say(N_("Text {code} and then your words, and I'll send them."), code=case.code)


def forget(answer: Answer) -> None:
    """Keep nothing more of what this navigator wrote."""
    mine = update(NavigatorText).where(NavigatorText.navigator_id == answer.navigator.id)
    changed(answer.session, mine.where(NavigatorText.kept.is_not(None)).values(kept=None))


def kept(answer: Answer) -> list[NavigatorText]:
    """Texts of hers whose words are kept and still meant, oldest first."""
    query = select(NavigatorText).where(
        NavigatorText.navigator_id == answer.navigator.id,
        NavigatorText.kept.is_not(None),
        NavigatorText.at > answer.at - HOLDS,
    )
    return list(answer.session.execute(query.order_by(NavigatorText.inbound_id)).scalars())
