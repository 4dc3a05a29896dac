"""Lists a page at a time: how many there are, which stand on the page, and what is shown of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timezone
from functools import lru_cache
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from bot.directory import documents
from bot.directory.documents import Document
from bot.directory.hsda import modified, shown
from bot.directory.hsda.filters import conditions
from bot.directory.hsda.parameters import A_PAGE, Asked
from bot.directory.shapes import SHAPES

_DEEP = 2**31
"""Records beyond which no list goes; databases take no number much larger."""


@dataclass(frozen=True)
class Page:
    """One page of a list. Pages are counted from 1; one beyond the last is empty."""

    number: int
    size: int
    """How many records a page has; the last may have fewer."""
    total: int
    contents: Sequence[Document]

    @property
    def pages(self) -> int:
        """How many pages there are."""
        return -(-self.total // self.size)

    def as_json(self) -> dict[str, Any]:
        """The page as the standard writes it."""
        return {
            "total_items": self.total,
            "total_pages": self.pages,
            "page_number": self.number,
            "size": len(self.contents),
            "first_page": self.number == 1,
            "last_page": self.number >= self.pages,
            "empty": not self.contents,
            "contents": self.contents,
        }


def page(session: Session, kind: str, asked: Asked) -> Page:
    """The page that was asked for. Records stand in the order of their ids, which no change to them moves."""
    table = SHAPES[kind].table
    fitting = conditions(session, kind, asked)
    count = func.count()
    query = select(table.c.id).where(*fitting).order_by(table.c.id)
    total, ids = 0, list[str]()
    size = asked.per_page or (None if asked.minimal else A_PAGE)
    offset = (asked.page - 1) * (size or 0)
    if offset < _DEEP and fitting:  # filters cost most: they are worked once for the page and the count
        rows = session.execute(query.add_columns(count.over()).offset(offset).limit(size)).all()
        ids, total = [row[0] for row in rows], rows[0][1] if rows else 0
    if not ids:
        total = session.execute(select(count).select_from(table).where(*fitting)).scalar() or 0
        if offset < total:
            ids = list(session.execute(query.offset(offset).limit(size)).scalars())
    return Page(asked.page, size or max(total, 1), total, records(session, kind, ids, asked))


def after(
    session: Session, kind: str, asked: Asked, fitting: Sequence[Any], last: str, most: int
) -> list[Document]:
    """The next records behind the one with this id, for a list that is sent whole; page and size do not count.

    `fitting` is what `filters.conditions` gave: the same for the whole list.
    """
    table = SHAPES[kind].table
    query = select(table.c.id).where(*fitting, table.c.id > last)
    ids = list(session.execute(query.order_by(table.c.id).limit(most)).scalars())
    return records(session, kind, ids, asked)


def records(session: Session, kind: str, ids: list[str], asked: Asked) -> list[Document]:
    """These records in this order, as much of each as was asked for; those that are gone are left out."""
    if asked.minimal:
        when = modified.times(session, ids if len(ids) <= documents.AT_ONCE else None)
        return [{"id": key, **({"modified_date": written(when[key])} if key in when else {})} for key in ids]
    if kind == "organization" and asked.full_service:
        found = documents.load(session, kind, ids, without=shown.HIDDEN_KINDS)
    elif kind == "organization" and asked.full:
        found = documents.load(session, kind, ids, without=("service", *shown.HIDDEN_KINDS))
        _name_services(session, found)
    elif asked.full:
        found = documents.load(session, kind, ids, without=shown.HIDDEN_KINDS)
    else:
        found = documents.load(session, kind, ids, lists=False)
    _date(session, kind, found)
    seen: dict[int, Document] = {}
    return [shown.as_public(kind, found[key], seen) for key in ids if key in found]


def record(session: Session, kind: str, key: str, full_service: bool) -> Document | None:
    """One record with everything that belongs to it; None when there is none with this id."""
    found = records(session, kind, [key], Asked(full=True, full_service=full_service))
    return found[0] if found else None


@lru_cache(maxsize=1024)
def written(when: datetime) -> str:
    """A moment as the standard writes it."""
    return when.astimezone(timezone.utc).isoformat(timespec="seconds").replace("+00:00", "Z")


def _name_services(session: Session, organizations: dict[str, Document]) -> None:
    """Name an organization's services to it: id, name and status, where nobody asked for all of them."""
    service = SHAPES["service"].table
    query = select(service.c.organization_id, service.c.id, service.c.name, service.c.status)
    query = query.where(service.c.organization_id.in_(list(organizations))).order_by(service.c.id)
    for organization, key, name, status in session.execute(query):
        one = {"id": key, "name": name, "status": status}
        organizations[organization].setdefault("services", []).append(one)


def _date(session: Session, kind: str, found: dict[str, Document]) -> None:
    """Say of each service when it was last modified, where the record does not or something changed since."""
    services = {
        "service": list(found.values()),
        "service_at_location": [one["service"] for one in found.values() if one.get("service")],
    }.get(kind, [])
    when = modified.times(session, list({one["id"] for one in services}))
    for one in services:
        own = one.get("last_modified")
        latest = when.get(one["id"])
        if latest is not None and (not isinstance(own, str) or modified.moment(own) != latest):
            one["last_modified"] = written(latest)
