"""The states of a case and of an offer, and which may follow which."""

from enum import Enum


class CaseState(str, Enum):
    """Where a case stands. Each value has a sentence that says what it means."""

    REQUESTED = "requested"
    OFFERED = "offered"
    ACCEPTED = "accepted"
    SCHEDULED = "scheduled"
    CLOSED = "closed"
    EXPIRED = "expired"
    DECLINED_BY_FAMILY = "declined_by_family"

    @property
    def sentence(self) -> str:
        """What the state means."""
        return SENTENCES[self]


SENTENCES = {
    CaseState.REQUESTED: "She asked for a person: all who could help are busy, or we asked her what else is fine.",
    CaseState.OFFERED: "Navigators were asked; the first to say yes takes it.",
    CaseState.ACCEPTED: "A navigator has it and speaks with the family through the relay; the bot is silent.",
    CaseState.SCHEDULED: "Nobody could take it; the family was told so, and when we try again.",
    CaseState.CLOSED: "The navigator or the family ended it; the bot speaks again.",
    CaseState.EXPIRED: "Nobody took it in days of trying; the family was told and given other lines.",
    CaseState.DECLINED_BY_FAMILY: "The family no longer wanted a person before one came.",
}

WAITING = (CaseState.REQUESTED, CaseState.OFFERED, CaseState.SCHEDULED)
"""States in which no person has the case yet; the family talks with the bot."""

OPEN = (*WAITING, CaseState.ACCEPTED)
"""States of a case that is not at its end."""

MAY_FOLLOW: dict[CaseState, tuple[CaseState, ...]] = {
    CaseState.REQUESTED: (
        CaseState.OFFERED,
        CaseState.ACCEPTED,
        CaseState.SCHEDULED,
        CaseState.DECLINED_BY_FAMILY,
    ),
    CaseState.OFFERED: (
        CaseState.OFFERED,
        CaseState.ACCEPTED,
        CaseState.REQUESTED,
        CaseState.SCHEDULED,
        CaseState.EXPIRED,
        CaseState.DECLINED_BY_FAMILY,
    ),
    CaseState.SCHEDULED: (
        CaseState.OFFERED,
        CaseState.ACCEPTED,
        CaseState.SCHEDULED,
        CaseState.EXPIRED,
        CaseState.DECLINED_BY_FAMILY,
    ),
    CaseState.ACCEPTED: (CaseState.CLOSED, CaseState.REQUESTED),
    CaseState.CLOSED: (),
    CaseState.EXPIRED: (),
    CaseState.DECLINED_BY_FAMILY: (),
}
"""From accepted to requested: handed on, or taken back by a supervisor."""


class OfferState(str, Enum):
    """What became of one offer."""

    OPEN = "open"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    UNANSWERED = "unanswered"
    TAKEN = "taken"
    WITHDRAWN = "withdrawn"


class NotAllowed(RuntimeError):
    """Something that cannot be done at the desk; the message says what and why."""
