"""Chooses the few that are shown: every need has its turn, and no organization crowds out the others."""

from __future__ import annotations

from collections.abc import Iterable

from bot.directory import weights as w
from bot.directory.ranking import Judged


def choose(judged: Iterable[Judged], needs: tuple[str, ...], limit: int) -> list[Judged]:
    """The best `limit` in the order to show them. Of a service with several places only the best stands for it.

    With several needs they take turns, those answered least so far first; one that answers two of them goes
    before. Records for others only are held back while anything else fits.
    """
    left = sorted(_once_each(judged), key=lambda one: (-one.score, one.fit.name, one.record_id))
    chosen: list[Judged] = []
    turns = dict.fromkeys(needs, 0)
    while left and len(chosen) < limit:
        best = max(left, key=lambda one: (not (one.held_back and not chosen), _worth(one, chosen, turns)))
        left.remove(best)
        chosen.append(best)
        for need in best.answered & turns.keys():
            turns[need] += 1
    return chosen


def _worth(one: Judged, chosen: list[Judged], turns: dict[str, int]) -> float:
    """Its points, changed by what was chosen before it."""
    worth = one.score
    if any(_same_source(one, other) for other in chosen):
        worth += w.SAME_ORGANIZATION
    elif any(set(one.fit.programs) & set(other.fit.programs) for other in chosen):
        worth += w.SAME_PROGRAM
    if len(turns) > 1 and one.answered:
        fewest = min(turns.values())
        waiting = [one.fit.strengths[need] for need in one.answered if turns[need] == fewest]
        worth += w.TURN * sum(waiting) if waiting else w.OUT_OF_TURN
    return worth


def _same_source(one: Judged, other: Judged) -> bool:
    if one.fit.organization_id and one.fit.organization_id == other.fit.organization_id:
        return True
    return bool(set(one.fit.numbers) & set(other.fit.numbers))


def _once_each(judged: Iterable[Judged]) -> Iterable[Judged]:
    best: dict[str, Judged] = {}
    for one in judged:
        known = best.get(one.fit.service_id)
        if known is None or one.score > known.score:
            best[one.fit.service_id] = one
    return best.values()
