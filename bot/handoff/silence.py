"""How long who may be silent in a case that a navigator has, and when it must be looked at next."""

from __future__ import annotations

from datetime import datetime, timedelta

from bot.handoff.consulting import ANSWER_WITHIN, CHANGE
from bot.handoff.models import Case
from bot.handoff.offering import SILENCE

PATIENCE = timedelta(minutes=10)
"""How long a nudged navigator has before her case goes to others."""
IDLE = timedelta(days=1)
"""After so long without a word from either side the navigator is asked; after as long again the case ends."""


def check_at(case: Case) -> datetime | None:
    """When an accepted case must be looked at: soon while its family waits, else when both fell silent."""
    due = _silent_at(case)
    if case.question == CHANGE and case.question_at is not None:
        asked = case.question_at + ANSWER_WITHIN
        return min(asked, due) if due is not None else asked
    return due


def change_is_unanswered(case: Case, at: datetime) -> bool:
    """Whether she was asked if somebody else shall come, and has not said for long enough."""
    return case.question == CHANGE and case.question_at is not None and at >= case.question_at + ANSWER_WITHIN


def _silent_at(case: Case) -> datetime | None:
    if case.family_waits_since is not None:
        return case.nudged_at + PATIENCE if case.nudged_at else case.family_waits_since + SILENCE
    quiet_since = case.nudged_at or case.last_word_at
    return quiet_since + IDLE if quiet_since else None
