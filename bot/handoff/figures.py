"""How handoffs went, for reports and metrics: asked, offered, accepted, and how long until a human word.

Figures of few families could point to one of them: groups of fewer than FEW are put together until none is.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from prometheus_client.core import CounterMetricFamily, Metric
from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.handoff.models import Case
from bot.handoff.states import CaseState
from bot.languages import code_of

FEW = 5
"""Fewer families than this are never shown by themselves."""
OTHERS = "others"
"""The group that small groups are put into."""


@dataclass(frozen=True)
class Figures:
    """Cases of one group in a span of time; waits are seconds from asking to the first human word."""

    group: str
    asked: int
    offered: int
    accepted: int
    answered: int
    closed: int
    expired: int
    declined: int
    p50: float | None
    p90: float | None

    @classmethod
    def of(cls, group: str, cases: Sequence[Any]) -> Figures:
        """Count a group of cases. Percentiles of fewer than FEW waits are not told."""
        waits = [
            (c.first_word_at - c.requested_at).total_seconds() for c in cases if c.first_word_at is not None
        ]
        states = Counter(case.state for case in cases)
        told = len(waits) >= FEW
        return cls(
            group=group,
            asked=len(cases),
            offered=sum(case.offered_at is not None for case in cases),
            accepted=sum(case.accepted_at is not None for case in cases),
            answered=len(waits),
            closed=states[CaseState.CLOSED.value],
            expired=states[CaseState.EXPIRED.value],
            declined=states[CaseState.DECLINED_BY_FAMILY.value],
            p50=percentile(waits, 0.5) if told else None,
            p90=percentile(waits, 0.9) if told else None,
        )


@dataclass(frozen=True)
class Report:
    """Handoffs since a moment: all, by language, and by the community that families asked for."""

    since: datetime | None
    all: Figures | None
    languages: tuple[Figures, ...]
    communities: tuple[Figures, ...]


def report(session: Session, since: datetime | None = None) -> Report:
    """Figures of every case asked for since a moment; `all` is None where there were fewer than FEW."""
    cases = _cases(session, since)
    return Report(
        since=since,
        all=Figures.of("all", cases) if len(cases) >= FEW else None,
        languages=tuple(_grouped([(code_of(case.language), case) for case in cases])),
        communities=tuple(_grouped([(case.community or "none named", case) for case in cases])),
    )


def percentile(values: Sequence[float], share: float) -> float | None:
    """The value that a share (0 to 1) of the values does not exceed; None of none."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))] if ordered else None


def counters(session: Session) -> Iterator[Metric]:
    """The same as Prometheus counters by language, and the sum of waits for a human word."""
    by_language: dict[str, list[Any]] = {}
    for case in _cases(session, None):
        by_language.setdefault(code_of(case.language), []).append(case)
    events = CounterMetricFamily(
        "kinpath_handoffs", "Handoffs by what happened to them and language", labels=["event", "language"]
    )
    waits = CounterMetricFamily(
        "kinpath_handoff_first_word_seconds",
        "Seconds from asking to the first human word, summed; divide by handoffs answered",
        labels=["language"],
    )
    for language, cases in sorted(by_language.items()):
        found = Figures.of(language, cases)
        for event in ("asked", "offered", "accepted", "answered", "closed", "expired", "declined"):
            events.add_metric([event, language], getattr(found, event))
        waited = (c.first_word_at - c.requested_at for c in cases if c.first_word_at is not None)
        waits.add_metric([language], sum(wait.total_seconds() for wait in waited))
    yield events
    yield waits


def _cases(session: Session, since: datetime | None) -> list[Any]:
    """Rows of the columns that are counted; the sealed ones stay sealed."""
    query = select(
        Case.state,
        Case.language,
        Case.community,
        Case.requested_at,
        Case.offered_at,
        Case.accepted_at,
        Case.first_word_at,
    )
    if since is not None:
        query = query.where(Case.requested_at >= since)
    return list(session.execute(query))


def _grouped(named: Sequence[tuple[str, Any]]) -> Iterator[Figures]:
    """Figures by group, the most asked first; small groups are put together until what is left is not small."""
    groups: dict[str, list[Any]] = {}
    for name, case in named:
        groups.setdefault(name, []).append(case)
    ordered = sorted(groups.items(), key=lambda one: (-len(one[1]), one[0]))
    others: list[Any] = []
    while ordered and (len(ordered[-1][1]) < FEW or 0 < len(others) < FEW):
        others += ordered.pop()[1]
    if len(others) >= FEW:
        ordered.append((OTHERS, others))
    for name, cases in ordered:
        yield Figures.of(name, cases)
