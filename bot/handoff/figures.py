"""How handoffs went, for reports and metrics: asked, accepted, and how long until a human word."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.handoff.models import Case
from bot.handoff.states import CaseState


@dataclass(frozen=True)
class Figures:
    """Cases of one language (and community) in a span of time; waits are seconds to the first human word."""

    language: str
    community: str | None
    asked: int
    offered: int
    accepted: int
    closed: int
    expired: int
    declined: int
    p50: float | None
    p90: float | None


def handoffs(session: Session, since: datetime | None = None) -> list[Figures]:
    """Figures by language and community, the most asked first."""
    query = select(Case)
    if since is not None:
        query = query.where(Case.requested_at >= since)
    groups: dict[tuple[str, str | None], list[Case]] = {}
    for case in session.execute(query).scalars():
        groups.setdefault((case.language, case.community), []).append(case)
    found = [_figures(language, community, cases) for (language, community), cases in groups.items()]
    return sorted(found, key=lambda one: (-one.asked, one.language, one.community or ""))


def percentile(values: Sequence[float], share: float) -> float | None:
    """The value that a share (0 to 1) of the values does not exceed; None of none."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))] if ordered else None


def _figures(language: str, community: str | None, cases: list[Case]) -> Figures:
    waits = [(c.first_word_at - c.requested_at).total_seconds() for c in cases if c.first_word_at is not None]
    return Figures(
        language=language,
        community=community,
        asked=len(cases),
        offered=sum(case.offered_at is not None for case in cases),
        accepted=sum(case.accepted_at is not None for case in cases),
        closed=sum(case.state == CaseState.CLOSED.value for case in cases),
        expired=sum(case.state == CaseState.EXPIRED.value for case in cases),
        declined=sum(case.state == CaseState.DECLINED_BY_FAMILY.value for case in cases),
        p50=percentile(waits, 0.5),
        p90=percentile(waits, 0.9),
    )
