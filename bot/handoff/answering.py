"""One navigator's text in hand: who sent it, and how she is answered."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from bot.delivery.once import changed
from bot.handoff import matching, words
from bot.handoff.grammar import Said
from bot.handoff.models import Case, Navigator, NavigatorText, Offer
from bot.handoff.presence import own_cases
from bot.handoff.states import WAITING, OfferState
from bot.replies.catalogs import N_


@dataclass
class Answer:
    """Answers to one text; each goes out once, however often the text is handled."""

    session: Session
    navigator: Navigator
    inbound_id: int
    text: str
    media_count: int
    at: datetime
    _said: int = field(default=0)

    def key(self) -> str:
        """The outbox key of the next answer."""
        self._said += 1
        return f"desk:answer:{self.inbound_id}:{self._said}"

    def say(self, message: str, /, **values: object) -> None:
        """Answer her in her language; `message` is an English message id marked with N_."""
        words.to_navigator(self.session, self.navigator, self.key(), message, **values)

    def codes(self, cases: list[Case]) -> str:
        """Codes as she reads them."""
        return ", ".join(case.code for case in cases)

    def about(self, case: Case) -> None:
        """Remember which case the text in hand was about, so that its words go when the case's do."""
        mine = update(NavigatorText).where(NavigatorText.inbound_id == self.inbound_id)
        changed(self.session, mine.values(case_id=case.id))

    def offered(self, late: bool = False, declined: bool = False) -> list[Case]:
        """Cases she is asked for.

        With `late`, also those that still wait although her time to answer is over; with `declined`, also
        those she said no to or handed on.
        """
        states = [
            OfferState.OPEN.value,
            *([OfferState.UNANSWERED.value] if late else []),
            *([OfferState.DECLINED.value] if declined else []),
        ]
        query = (
            select(Case)
            .join(Offer, Offer.case_id == Case.id)
            .where(
                Offer.navigator_id == self.navigator.id,
                Offer.state.in_(states),
                Case.state.in_([state.value for state in WAITING]),
            )
            .order_by(Offer.id)
        )
        found = dict.fromkeys(self.session.execute(query).scalars())
        return [case for case in found if matching.can(self.navigator, case)]

    def own_case(self, said: Said, question: str) -> Case | None:
        """The case of hers that a command means. She is asked when that is not clear, told when none is."""
        own = own_cases(self.session, self.navigator)
        if said.code is not None:
            case = next((case for case in own if case.code == said.code), None)
            if case is None and own:
                self.say(
                    N_("{code} is not yours or is closed. Yours: {codes}."),
                    code=said.code,
                    codes=self.codes(own),
                )
            elif case is None:
                self.say(N_("{code} is not yours or is closed."), code=said.code)
            return case
        if len(own) == 1:
            return own[0]
        if own:
            self.say(question, codes=self.codes(own))
        else:
            self.say(N_("You have no open family now. I'll text you when one asks."))
        return None
