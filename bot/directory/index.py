"""Makes the search tables from the HSDS tables: an entry for each service at each place, with its keys."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from sqlalchemy import delete, func, insert, select
from sqlalchemy.orm import Session

from bot.directory import coverage, documents, fitting, opening, ranking
from bot.directory import names as names_
from bot.directory.coverage import Coverage
from bot.directory.documents import Document, in_chunks
from bot.directory.entries import STATEWIDE, Entry, Key
from bot.directory.fit import Fit
from bot.directory.records import Found, Phone
from bot.store import now

NEEDS, COMMUNITIES, PROGRAMS = "Kinpath needs", "Kinpath communities", "Kinpath programs"
"""The taxonomies whose terms tell what a service is for."""


def refresh(session: Session, service_ids: Iterable[str]) -> int:
    """Make the entries of these services anew, and drop those of services no longer active; gives how many."""
    made = 0
    for chunk in in_chunks(sorted(set(service_ids)), 400):
        old = select(Entry.id).where(Entry.service_id.in_(chunk))
        session.execute(delete(Key).where(Key.entry_id.in_(old)).execution_options(synchronize_session=False))
        session.execute(
            delete(Entry).where(Entry.service_id.in_(chunk)).execution_options(synchronize_session=False)
        )
        first = (session.execute(select(func.max(Entry.id))).scalar() or 0) + 1
        entries: list[dict[str, Any]] = []
        keys: list[dict[str, Any]] = []
        for document in documents.load(session, "service", chunk).values():
            for card, fit in entries_of(document):
                number = first + len(entries)
                entries.append(_entry(number, document, card, fit))
                keys += _keys(number, fit)
        if entries:
            session.execute(insert(Entry.__table__), entries)
        if keys:
            session.execute(insert(Key.__table__), keys)
        made += len(entries)
    return made


def entries_of(document: Document) -> Iterator[tuple[Found, Fit]]:
    """What a service's document means for search: once for each of its places, or once when it has none."""
    if document.get("status", "active") not in ("active", "temporarily closed"):
        return
    areas = coverage.of_areas(document.get("service_areas") or ())
    places = document.get("service_at_locations") or [{}]
    for at in places:
        location = at.get("location") or {}
        own = coverage.of_areas(at["service_areas"]) if at.get("service_areas") else areas
        sits = coverage.of_location(location)
        spots = sits.spots if sits.spots else own.spots
        counties = own.counties if (own.counties or own.statewide) else sits.counties
        reach = Coverage(own.statewide, counties, spots)
        card = _card(document, at, location, reach)
        yield card, _fit(document, card, reach)


def _card(document: Document, at: Document, location: Document, reach: Coverage) -> Found:
    labelled = {a["label"]: a.get("value") for a in document.get("attributes") or () if a.get("label")}
    phones = [*at.get("phones", ()), *location.get("phones", ()), *document.get("phones", ())]
    if not phones:
        phones = (document.get("organization") or {}).get("phones") or []
    schedules = at.get("schedules") or location.get("schedules") or document.get("schedules") or []
    address: Document = next(iter(location.get("addresses") or ()), {})
    languages = [*document.get("languages", ()), *location.get("languages", ())]
    assured = document.get("assured_date")
    organization = document.get("organization") or {}
    return Found(
        id=at.get("id") or document["id"],
        service_id=document["id"],
        service=document["name"],
        organization=organization.get("name") or document["name"],
        description=document.get("description") or "",
        needs=_codes(document, NEEDS),
        communities=_codes(document, COMMUNITIES),
        languages=tuple(dict.fromkeys(x["code"] for x in languages if x.get("code"))),
        phones=_phones(phones),
        email=document.get("email") or organization.get("email"),
        url=document.get("url") or organization.get("website"),
        address=_one_line(address),
        city=address.get("city"),
        hours=next((s["description"] for s in schedules if s.get("description")), None),
        schedule=opening.hours_of(schedules) if schedules else None,
        cost=document.get("fees_description")
        or next((c["option"] for c in document.get("cost_options") or () if c.get("option")), None),
        eligibility=document.get("eligibility_description"),
        ages=labelled.get("ages") or _ages(document),
        documents=tuple(d["document"] for d in document.get("required_documents") or () if d.get("document")),
        statewide=reach.statewide,
        counties=reach.counties,
        assured_on=_day(assured),
        assured_text=labelled.get("source date") or assured,
        source=labelled.get("source"),
        recheck=labelled.get("recheck") == "true",
    )


def _fit(document: Document, card: Found, reach: Coverage) -> Fit:
    said = f"{card.service}; {card.eligibility or ''}"
    youngest, oldest = fitting.months(document.get("minimum_age"), document.get("maximum_age"))
    return Fit(
        service_id=card.service_id,
        organization_id=(document.get("organization") or {}).get("id"),
        name=card.organization,
        strengths=fitting.strengths(card.needs, f"{card.service}; {card.organization}"),
        programs=tuple(
            attribute["taxonomy_term"]["name"]
            for attribute in document.get("attributes") or ()
            if (attribute.get("taxonomy_term") or {}).get("taxonomy") == PROGRAMS
        ),
        communities=card.communities,
        groups=fitting.groups_in(said),
        restricted=fitting.is_restricted(card.communities, said),
        languages=card.languages,
        youngest_months=youngest,
        oldest_months=oldest,
        statewide=reach.statewide,
        counties=reach.counties,
        spots=reach.spots,
        recheck=card.recheck,
        assured_day=card.assured_on.toordinal() if card.assured_on else None,
        reached_by=_reached_by(card),
        numbers=tuple(phone.number for phone in card.phones),
        only_tells=fitting.only_tells(card.service),
        schedule=card.schedule,
    )


def _reached_by(card: Found) -> str:
    if card.phones:
        return "phone"
    if card.url or card.email:
        return "web"
    return "address" if card.address else "nothing"


def _entry(number: int, document: Document, card: Found, fit: Fit) -> dict[str, Any]:
    names = (
        card.organization,
        (document.get("organization") or {}).get("alternate_name"),
        card.service,
        document.get("alternate_name"),
        (document.get("program") or {}).get("name"),
    )
    return {
        "id": number,
        "record_id": card.id,
        "service_id": card.service_id,
        "names": "\n".join(names_.plain(name) for name in dict.fromkeys(filter(None, names))),
        "card": card.as_json(),
        "fit": fit.as_json(),
    }


def _keys(number: int, fit: Fit) -> Iterator[dict[str, Any]]:
    """An entry's keys: by need, by program, and by need together with a community or a language of its own."""
    today = now().date()
    special = (*fit.communities, *(language for language in fit.languages if language != "en"))
    terms: dict[str, float] = {}
    for need in fit.strengths:
        worth = round(ranking.merit(fit, need, today), 2)
        terms.update(dict.fromkeys((f"need:{need}", *(f"need:{need}+{code}" for code in special)), worth))
    terms.update(dict.fromkeys((f"program:{name}" for name in fit.programs), ranking.merit(fit, None, today)))
    areas = (STATEWIDE,) if fit.statewide or not fit.counties else fit.counties
    points: list[tuple[float | None, float | None]] = [(None, None)]
    if fit.spots and not fit.statewide:
        points = [(spot.latitude, spot.longitude) for spot in fit.spots]
    for term, worth in terms.items():
        for area in areas:
            for spot, (latitude, longitude) in enumerate(points):
                yield {
                    "term": term,
                    "area": area,
                    "entry_id": number,
                    "spot": spot,
                    "merit": worth,
                    "latitude": latitude,
                    "longitude": longitude,
                }


def _codes(document: Document, taxonomy: str) -> tuple[str, ...]:
    terms = [attribute.get("taxonomy_term") or {} for attribute in document.get("attributes") or ()]
    return tuple(dict.fromkeys(t["code"] for t in terms if t.get("taxonomy") == taxonomy and t.get("code")))


def _phones(phones: list[Document]) -> tuple[Phone, ...]:
    found: dict[tuple[str, str], Phone] = {}
    for phone in phones:
        kind = "text" if phone.get("type") in ("text", "sms") else "voice"
        if phone.get("number") and phone.get("type") not in ("fax", "pager", "textphone", "video"):
            extension = f" ext. {phone['extension']}" if phone.get("extension") else ""
            number = f"{phone['number']}{extension}"
            found[number, kind] = Phone(number, kind)
    return tuple(found.values())


def _one_line(address: Document) -> str | None:
    street = ", ".join(filter(None, (address.get("address_1"), address.get("address_2"))))
    last = " ".join(filter(None, (address.get("state_province"), address.get("postal_code"))))
    return ", ".join(filter(None, (street, address.get("city"), last))) or None if street else None


def _ages(document: Document) -> str | None:
    youngest, oldest = document.get("minimum_age"), document.get("maximum_age")
    if youngest is None and oldest is None:
        return None
    if oldest is None:
        return f"{youngest} and up"
    return f"{youngest or 0} to {oldest}"


def _day(written: Any) -> date | None:
    """The day of a full or partial date, the earliest it can be; None when it is none."""
    parts = str(written or "")[:10].split("-")
    try:
        return date(
            int(parts[0]), int(parts[1]) if len(parts) > 1 else 1, int(parts[2]) if len(parts) > 2 else 1
        )
    except ValueError:
        return None
