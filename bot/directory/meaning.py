"""What a service's document means for search: what a family may be told of it, and what ranking must know."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from bot.directory import coverage, fitting, opening, saying
from bot.directory.coverage import Coverage
from bot.directory.documents import Document
from bot.directory.fit import Fit
from bot.directory.mapping import categories, cleaning
from bot.directory.records import Found, Phone

NEEDS, COMMUNITIES, PROGRAMS = "Kinpath needs", "Kinpath communities", "Kinpath programs"
"""The taxonomies whose terms tell what a service is for."""


def entries_of(document: Document) -> Iterator[tuple[Found, Fit]]:
    """What a service's document means for search: once for each of its places, or once when it has none."""
    if cleaning.status(str(document.get("status", "active"))) not in ("active", "temporarily closed"):
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
    schedules = [
        each for each in schedules if each.get("byday") or each.get("description")
    ]  # no single holidays
    addresses = sorted(location.get("addresses") or (), key=lambda each: each.get("address_type") == "postal")
    address: Document = next(iter(addresses), {})
    languages = [*document.get("languages", ()), *location.get("languages", ())]
    assured = document.get("assured_date")
    organization = document.get("organization") or {}
    return Found(
        id=at.get("id") or document["id"],
        service_id=document["id"],
        service=document["name"],
        organization=organization.get("name") or document["name"],
        description=document.get("description") or "",
        needs=_codes(document, NEEDS) or categories.needs_of_document(document),
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
        assured_on=day_of(assured),
        assured_text=labelled.get("source date") or assured,
        source=labelled.get("source"),
        recheck=labelled.get("recheck") == "true",
        assured_how=labelled.get("assured how"),
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
        cost=saying.cost(card.cost or document.get("fees"), document.get("cost_options") or ()),
        undocumented=saying.takes_undocumented(
            card.service,
            card.eligibility,
            card.description,
            document.get("application_process"),
            *(f"{a.get('label') or ''} {a.get('value') or ''}" for a in document.get("attributes") or ()),
        ),
    )


def _reached_by(card: Found) -> str:
    if card.phones:
        return "phone"
    if card.url or card.email:
        return "web"
    return "address" if card.address else "nothing"


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


def day_of(written: Any) -> date | None:
    """The day of a full or partial date, the earliest it can be; None when it is none."""
    parts = str(written or "")[:10].split("-")
    try:
        return date(
            int(parts[0]), int(parts[1]) if len(parts) > 1 else 1, int(parts[2]) if len(parts) > 2 else 1
        )
    except ValueError:
        return None
