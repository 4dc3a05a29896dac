"""What records are compared by: folded names, phone digits, addresses, web sites."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.directory.mapping.ids import plain
from bot.directory.mapping.phones import digits
from bot.directory.shapes import SHAPES

_STREET = {
    "street": "st", "avenue": "ave", "av": "ave", "boulevard": "blvd", "road": "rd", "drive": "dr", "lane": "ln",
    "court": "ct", "place": "pl", "highway": "hwy", "parkway": "pkwy", "suite": "ste", "north": "n", "south": "s",
    "east": "e", "west": "w", "floor": "fl", "apartment": "apt", "room": "rm", "building": "bldg", "square": "sq",
}  # fmt: skip
_SHARED_SITES = re.compile(
    r"(facebook|instagram|google|twitter|linktr|youtube|linkedin|tiktok|wordpress|wixsite)\."
)


@dataclass(frozen=True)
class Traits:
    """One record, as it is compared."""

    kind: str
    id: str
    name: str
    plain: str
    organization_id: str = ""
    organization: str = ""
    organization_plain: str = ""
    phones: frozenset[str] = field(default_factory=frozenset)
    address: str = ""
    place: str = ""
    site: str = ""
    initials: str = ""


def gather(session: Session, kind: str) -> list[Traits]:
    """All records of a kind that are not inactive."""
    return list({"organization": _organizations, "service": _services, "location": _locations}[kind](session))


def place(address_1: str | None, postal_code: str | None, city: str | None) -> str:
    """An address as it is compared: «12 N. Main Street, Ste 4» and «12 North Main St #4» in one ZIP are one."""
    said = re.sub(r"[^a-z0-9 ]", " ", (address_1 or "").lower().replace("#", " ste "))
    words = [_STREET.get(word, word) for word in said.split()]
    if not words or not re.search(r"\d", said):
        return ""
    return f"{' '.join(words)} {(postal_code or '')[:5] or plain(city or '')}"


def _organizations(session: Session) -> Iterator[Traits]:
    table = SHAPES["organization"].table
    phones = _phones(session, "organization_id")
    places = _places(session)
    held: dict[str, set[str]] = defaultdict(set)
    location = SHAPES["location"].table
    for key, organization in session.execute(select(location.c.id, location.c.organization_id)):
        if organization and key in places:
            held[organization].add(key)
    for key, name, site in session.execute(select(table.c.id, table.c.name, table.c.website)):
        # a single place says who one is; many do not
        where = places[next(iter(held[key]))] if len(held[key]) == 1 else ("", "")
        said = plain(name or "")
        yield Traits("organization", key, name or "", said, phones=phones[key], address=where[0], place=where[1],
                     site=_host(site), initials=_initials(said))  # fmt: skip


def _services(session: Session) -> Iterator[Traits]:
    table, at, organization = (SHAPES[k].table for k in ("service", "service_at_location", "organization"))
    names: dict[str, str] = {
        key: name or "" for key, name in session.execute(select(organization.c.id, organization.c.name))
    }
    places = _places(session)
    sites: dict[str, list[str]] = defaultdict(list)
    tied: dict[str, str] = {}
    for tie, service, location in session.execute(select(at.c.id, at.c.service_id, at.c.location_id)):
        if service and location:
            sites[service].append(location)
            tied[tie] = service
    phones = _phones(session, "service_id")
    for tie, numbers in _phones(session, "service_at_location_id").items():
        if tie in tied:
            phones[tied[tie]] = phones[tied[tie]] | numbers
    query = select(table.c.id, table.c.name, table.c.organization_id, table.c.url).where(
        table.c.status.in_(("active", "temporarily closed"))
    )
    for key, name, owner, url in session.execute(query):
        where = places.get(sites[key][0], ("", "")) if len(sites[key]) == 1 else ("", "")
        of = names.get(owner or "", "")
        site = f"{_host(url)}{urlsplit(url).path.rstrip('/')}" if url else ""
        said = plain(name or "")
        yield Traits("service", key, name or "", said, owner or "", of, plain(of), phones[key], *where, site)


def _locations(session: Session) -> Iterator[Traits]:
    table = SHAPES["location"].table
    places, phones = _places(session), _phones(session, "location_id")
    for key, name, owner in session.execute(select(table.c.id, table.c.name, table.c.organization_id)):
        where = places.get(key, ("", ""))
        yield Traits("location", key, name or where[0], plain(name or ""), owner or "", phones=phones[key],
                     address=where[0], place=where[1])  # fmt: skip


def _phones(session: Session, column: str) -> dict[str, frozenset[str]]:
    table = SHAPES["phone"].table
    found: dict[str, set[str]] = defaultdict(set)
    query = select(table.c[column], table.c.number).where(
        table.c[column].is_not(None), table.c.number.is_not(None)
    )
    for owner, number in session.execute(query):
        if len(plain_digits := digits(number)) == 10:
            found[owner].add(plain_digits)
    whole: dict[str, frozenset[str]] = defaultdict(frozenset)
    whole.update({owner: frozenset(numbers) for owner, numbers in found.items()})
    return whole


def _places(session: Session) -> dict[str, tuple[str, str]]:
    """(as written, as compared) by location; boxes are no places."""
    table: Any = SHAPES["address"].table.c
    found: dict[str, tuple[str, str]] = {}
    query = select(table.location_id, table.address_1, table.city, table.postal_code, table.address_type)
    for location, street, city, code, sort in session.execute(query):
        compared = place(street, code, city)
        if location and compared and sort != "postal":
            found.setdefault(location, (", ".join(filter(None, (street, city, code))), compared))
    return found


def _host(url: str | None) -> str:
    host = (urlsplit(url or "").hostname or "").removeprefix("www.")
    return "" if _SHARED_SITES.search(f"{host}.") else host


def _initials(said: str) -> str:
    words = said.split()
    return "".join(word[0] for word in words) if len(words) > 2 else ""
