"""The desk: one function for each transition of a case.

Each does everything that belongs to it in the caller's transaction: it checks that the transition is allowed,
changes the row, writes the trail, and puts the words it causes into the outbox. None calls anybody outside.
"""

from bot.handoff.closing import (
    assign,
    close,
    erase,
    family_closes,
    family_stopped,
    hand_on,
    tell_crisis,
)
from bot.handoff.offering import (
    accept,
    decline_offer,
    drain,
    expire_wave,
    open_case,
    person_is_speaking,
    request,
)
from bot.handoff.presence import come_back, go_away, remove, stop, unreachable
from bot.handoff.timers import next_due_at, tick

__all__ = [
    "accept",
    "assign",
    "close",
    "come_back",
    "decline_offer",
    "drain",
    "erase",
    "expire_wave",
    "family_closes",
    "family_stopped",
    "go_away",
    "hand_on",
    "next_due_at",
    "open_case",
    "person_is_speaking",
    "remove",
    "request",
    "stop",
    "tell_crisis",
    "tick",
    "unreachable",
]
