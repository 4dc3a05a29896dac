"""The states of a case and of an offer, each with a sentence that is true while it lasts."""

from enum import Enum


class CaseState(Enum):
    """Where a case stands."""

    REQUESTED = "requested"
    """The family asked and agreed to share; nobody has been told yet."""
    OFFERED = "offered"
    """A wave of navigators has been asked and nobody has said yes."""
    ACCEPTED = "accepted"
    """One navigator talks with the family; the bot is silent."""
    SCHEDULED = "scheduled"
    """Nobody could take it; the family knows, and the next free navigator is asked."""
    CLOSED = "closed"
    """The navigator, or the family, is done."""
    EXPIRED = "expired"
    """Nobody could take it for days; the family was told and given other lines."""
    DECLINED = "declined"
    """The family no longer wanted a person before one came."""


OPEN = (CaseState.REQUESTED, CaseState.OFFERED, CaseState.ACCEPTED, CaseState.SCHEDULED)
"""States in which the family still waits for, or talks with, a person."""

WAITING = (CaseState.REQUESTED, CaseState.SCHEDULED)
"""States in which a navigator who becomes free is asked."""


class OfferState(Enum):
    """What became of one offer to one navigator."""

    OPEN = "open"
    """She has not answered."""
    ACCEPTED = "accepted"
    """She said yes, first."""
    DECLINED = "declined"
    """She said no."""
    EXPIRED = "expired"
    """She did not answer in time; she may be asked again."""
    TAKEN = "taken"
    """Another was first, or the case ended."""


class NotAllowed(RuntimeError):
    """A transition that the state of the case does not allow; the message names both."""
