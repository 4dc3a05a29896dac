"""How often each service was shown to families: figures by month, of nobody in particular."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from sqlalchemy import func, select, text
from sqlalchemy.orm import Session

from bot.directory.trust.tables import Shown
from bot.store import now

_ONE_MORE = text(
    """
    INSERT INTO directory_shown (service_id, month, times) VALUES (:service_id, :month, 1)
    ON CONFLICT (service_id, month) DO UPDATE SET times = directory_shown.times + 1
    """
)


def note(session: Session, service_ids: Iterable[str], at: datetime | None = None) -> None:
    """These services were shown to a family once more."""
    month = _month(at or now())
    # in one order everywhere: two turns that show the same services never wait for each other
    rows = [{"service_id": each, "month": month} for each in sorted(set(service_ids))]
    if rows:
        session.execute(_ONE_MORE, rows)


def lately(session: Session, days: int = 90, at: datetime | None = None) -> dict[str, int]:
    """How often each service was shown since the month in which so many days ago lies."""
    since = _month((at or now()) - timedelta(days=days))
    query = select(Shown.service_id, func.sum(Shown.times)).where(Shown.month >= since)
    return {service: int(times) for service, times in session.execute(query.group_by(Shown.service_id))}


def _month(at: datetime) -> str:
    return f"{at:%Y-%m}"
