"""One record of the directory as a family may be told of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.directory.entries import Entry
from bot.directory.freshness import Today
from bot.store import now


@dataclass(frozen=True)
class Phone:
    """A number to call or to text, as the record writes it. `kind` is `voice` or `text`."""

    number: str
    kind: str


@dataclass(frozen=True)
class Hours:
    """Days (MO … SU) on which it is open from `opens` to `closes`, 24-hour clock, Pacific time.

    `nth` names the week of the month when it is not every week.
    """

    days: tuple[str, ...]
    opens: str
    closes: str
    nth: int | None = None


@dataclass(frozen=True)
class Found:
    """Everything a family may be told of one service at one place. Nothing here is not in the record.

    `id` is that of the service at its location, or of the service when it has none. `distance_km`, `score`
    and `why` belong to the search it was found by; `why` holds machine-readable reasons («need:food»).
    """

    id: str
    service_id: str
    service: str
    organization: str
    description: str
    needs: tuple[str, ...]
    communities: tuple[str, ...]
    languages: tuple[str, ...]
    phones: tuple[Phone, ...]
    email: str | None
    url: str | None
    address: str | None
    city: str | None
    hours: str | None
    schedule: tuple[Hours, ...] | None
    cost: str | None
    eligibility: str | None
    ages: str | None
    documents: tuple[str, ...]
    statewide: bool
    counties: tuple[str, ...]
    assured_on: date | None
    assured_text: str | None
    source: str | None
    recheck: bool
    stale: bool = False
    """True when it was last verified longer ago than KINPATH_STALE_AFTER_DAYS; known when it is read."""
    assured_how: str | None = None
    """How it was verified last: `phone`, `web`, `visit` or `agency`; None where only its source vouches for it."""
    distance_km: float | None = None
    score: float = 0.0
    why: tuple[str, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """As plain data that JSON can hold."""
        return {
            **vars(self),
            "phones": [vars(phone) for phone in self.phones],
            "schedule": [vars(hours) for hours in self.schedule] if self.schedule else None,
            "assured_on": self.assured_on.isoformat() if self.assured_on else None,
        }

    @classmethod
    def from_json(cls, said: Mapping[str, Any]) -> Found:
        """Back from plain data; keys it does not know are left out."""
        known = {each.name for each in fields(cls)}
        values = {name: _tupled(value) for name, value in said.items() if name in known}
        values["phones"] = tuple(Phone(**phone) for phone in said.get("phones") or ())
        schedule = said.get("schedule")
        values["schedule"] = (
            tuple(Hours(**{**hours, "days": tuple(hours["days"])}) for hours in schedule)
            if schedule
            else None
        )
        assured = said.get("assured_on")
        values["assured_on"] = date.fromisoformat(assured) if isinstance(assured, str) else assured
        return cls(**values)

    def found_by(
        self, score: float, why: tuple[str, ...], distance_km: float | None, stale: bool = False
    ) -> Found:
        """The same record with what one search says of it."""
        return replace(self, score=round(score, 2), why=why, distance_km=distance_km, stale=stale)


def get(session: Session, record_id: str) -> Found | None:
    """The record with this id, or None when the directory has it no more."""
    card = session.execute(select(Entry.card).where(Entry.record_id == record_id)).scalar()
    if not card:
        return None
    found = Found.from_json(card)
    return replace(found, stale=Today.at(now()).is_stale(found.assured_on))


def of_service(session: Session, service_id: str) -> Found | None:
    """A service at the first of its places, or None when the directory has it no more."""
    first = select(Entry.record_id).where(Entry.service_id == service_id).order_by(Entry.record_id).limit(1)
    record_id = session.execute(first).scalar()
    return get(session, record_id) if record_id else None


def _tupled(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value
