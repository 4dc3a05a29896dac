"""Writes new values into the fields of a record, wherever in the HSDS tables what a family sees of them stands."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

from sqlalchemy.orm import Session

from bot.directory.documents import Document
from bot.directory.mapping import addresses, hours, languages
from bot.directory.trust import fields
from bot.directory.trust.acts import CORRECTION, Act
from bot.directory.trust.fields import BadValue, Record

_COLUMNS = {
    "name": "name",
    "web": "url",
    "email": "email",
    "cost": "fees_description",
    "eligibility": "eligibility_description",
    "description": "description",
    "status": "status",
}
"""Fields that are a column of the service."""
_ADDRESS = ("address_1", "address_2", "city", "state_province", "postal_code", "country", "address_type")


def edit(session: Session, record: Record, values: Mapping[str, str], by: str) -> tuple[int, list[str]]:
    """Set fields; gives the act's number in the history, and the services that read otherwise now.

    Raises BadValue for what a field cannot say; then nothing was changed.
    """
    made_sound = {name: fields.sound(name, value) for name, value in values.items()}
    if made_sound.get("address") == "" or ("address" in made_sound and not record.at.get("location")):
        raise BadValue("this record has no place whose address could be set: bring it in with an import")
    act = Act(session, CORRECTION, by)
    for name, value in made_sound.items():
        if name in _COLUMNS:
            act.set("service", record.document["id"], {_COLUMNS[name]: value or None})
        else:
            _WRITERS[name](act, record, value)
    return act.number, act.end()


def _organization(act: Act, record: Record, value: str) -> None:
    organization = record.document.get("organization")
    if not organization:
        raise BadValue("this record names no organization")
    act.set("organization", organization["id"], {"name": value})


def _phone(act: Act, record: Record, value: str) -> None:
    shown = _shown_phone(record)
    if not value:
        if shown is not None:
            act.remove("phone", shown[0], [shown[1]["id"]])
        return
    number, _, extension = value.partition(" ext. ")
    columns = {"number": number, "extension": float(extension) if extension else None}
    if shown is not None:
        act.set("phone", shown[1]["id"], columns)
    else:
        act.add("phone", {**columns, "type": "voice", "service_id": record.document["id"]})


def _shown_phone(record: Record) -> tuple[str, Document] | None:
    """The phone a family sees first, and the column that says whose it is."""
    location = record.at.get("location") or {}
    places = (
        ("service_at_location_id", record.at.get("phones")),
        ("location_id", location.get("phones")),
        ("service_id", record.document.get("phones")),
        ("organization_id", (record.document.get("organization") or {}).get("phones")),
    )
    wanted = record.values()["phone"]
    number = wanted.partition(" ext. ")[0]
    for column, phones in places:
        for phone in phones or ():
            if wanted and phone.get("number") == number and phone.get("type") not in ("text", "sms", "fax"):
                return column, phone
    return None


def _hours(act: Act, record: Record, value: str) -> None:
    location = record.at.get("location") or {}
    places: tuple[tuple[str, Any, Any], ...] = (
        ("service_at_location_id", record.at.get("id"), record.at.get("schedules")),
        ("location_id", location.get("id"), location.get("schedules")),
        ("service_id", record.document["id"], record.document.get("schedules")),
    )
    column, owner, old = next((place for place in places if place[2]), places[-1])
    act.remove("schedule", column, [each["id"] for each in old or ()])
    for schedule in hours.as_schedules(value) if value else ():
        act.add("schedule", {**schedule, column: owner})


def _languages(act: Act, record: Record, value: str) -> None:
    location = record.at.get("location") or {}
    for column, owner in (("service_id", record.document), ("location_id", location)):
        act.remove("language", column, [each["id"] for each in owner.get("languages") or ()])
    for each in languages.parse(value)[0] if value else ():
        act.add("language", {**each, "service_id": record.document["id"]})


def _address(act: Act, record: Record, value: str) -> None:
    location = record.at["location"]
    parsed = addresses.parse(value) or {}
    columns = {name: parsed.get(name) for name in _ADDRESS}
    old = sorted(location.get("addresses") or (), key=lambda each: each.get("address_type") == "postal")
    if old:
        act.set("address", old[0]["id"], columns)
    else:
        act.add("address", {**columns, "location_id": location["id"]})
    if not _same_place(record.card.address or "", value):
        act.set("location", location["id"], {"latitude": None, "longitude": None})  # those of the old address


def _same_place(old: str, new: str) -> bool:
    """True when only the way of writing an address differs."""
    return re.sub(r"\W", "", old).lower() == re.sub(r"\W", "", new).lower()


_WRITERS: dict[str, Callable[[Act, Record, str], None]] = {
    "organization": _organization,
    "phone": _phone,
    "hours": _hours,
    "languages": _languages,
    "address": _address,
}
