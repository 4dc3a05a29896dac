"""The desk: one function for each transition of a case.

Each does everything that belongs to it in the caller's transaction: it checks that the transition is allowed,
changes the row, writes the trail, and puts the words it causes into the outbox. None calls anybody outside.
"""

from bot.handoff.closing import close, family_closes, family_stopped, tell_crisis
from bot.handoff.erasing import erase
from bot.handoff.handing import ask_another, assign, hand_on
from bot.handoff.offering import (
    accept,
    decline_offer,
    drain,
    expire_wave,
    open_case,
    person_is_speaking,
)
from bot.handoff.presence import come_back, go_away, remove, stop, unreachable
from bot.handoff.requesting import request
from bot.handoff.timers import next_due_at, tick

__all__ = [
    "accept",
    "ask_another",
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
