"""What of a record can be set right: the fields that families see, by plain names, and what may stand in them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from sqlalchemy.orm import Session

from bot.directory import documents
from bot.directory.documents import Document
from bot.directory.mapping import addresses, cleaning, languages, phones
from bot.directory.meaning import entries_of
from bot.directory.records import Found


class BadValue(ValueError):
    """A field cannot say that; the message tells what it can."""


@dataclass(frozen=True)
class Field:
    """One field: what it is, how long its text may be, whether it may be empty, and how a text is made sound."""

    about: str
    longest: int
    sound: Callable[[str], str]
    needed: bool = False


def _words(written: str) -> str:
    return " ".join(written.split())


def _phone(written: str) -> str:
    found = phones.parse(written)
    if len(found) != 1 or not found[0].sure:
        raise BadValue(f"«{written}» is not one phone number")
    extension = f" ext. {found[0].extension}" if found[0].extension else ""
    return f"{found[0].number}{extension}"


def _web(written: str) -> str:
    return _one(cleaning.web(written), written, "a web address such as https://example.org")


def _email(written: str) -> str:
    return _one(cleaning.email(written), written, "an e-mail address")


def _status(written: str) -> str:
    return _one(cleaning.status(written), written, "active, inactive or temporarily closed")


def _address(written: str) -> str:
    parsed = addresses.parse(written)
    if not parsed or not parsed.get("address_1") or not parsed.get("city"):
        raise BadValue(f"«{written}» is not a street address such as 701 Main St, Fresno, CA 93701")
    return _words(written)


def _languages(written: str) -> str:
    found, unknown = languages.parse(_words(written))
    if unknown or not found:
        raise BadValue(f"no language is called «{', '.join(unknown) or written}»")
    return ", ".join(each["name"] for each in found)


def _one(sound: str | None, written: str, what: str) -> str:
    if sound is None:
        raise BadValue(f"«{written}» is not {what}")
    return sound


FIELDS: Mapping[str, Field] = {
    "organization": Field("the organization's name", 200, _words, needed=True),
    "name": Field("the service's name", 300, _words, needed=True),
    "phone": Field("the number to call", 60, _phone),
    "web": Field("its page", 500, _web),
    "email": Field("its e-mail address", 200, _email),
    "address": Field("street, city, state and ZIP code on one line", 300, _address),
    "hours": Field("when it is open", 400, _words),
    "cost": Field("what it costs", 300, _words),
    "eligibility": Field("whom it is for", 600, _words),
    "languages": Field("languages spoken, with commas between", 300, _languages),
    "description": Field("what it does", 2000, _words),
    "status": Field("active, inactive or temporarily closed", 30, _status, needed=True),
}
"""Every field that a steward or an agency can change."""


@dataclass(frozen=True)
class Record:
    """A record as it stands: its service's document, the place of it that was shown, and what a family sees."""

    document: Document
    at: Document
    card: Found

    def values(self) -> dict[str, str]:
        """What each field says now; empty when it says nothing."""
        card = self.card
        voice = next((phone.number for phone in card.phones if phone.kind == "voice"), "")
        said = {
            "organization": card.organization,
            "name": card.service,
            "phone": voice,
            "web": card.url,
            "email": card.email,
            "address": card.address,
            "hours": card.hours,
            "cost": card.cost,
            "eligibility": card.eligibility,
            "languages": ", ".join(_language_names(self)),
            "description": card.description,
            "status": cleaning.status(self.document.get("status", "")) or "active",
        }
        return {name: said[name] or "" for name in FIELDS}


def read(session: Session, record_id: str) -> Record | None:
    """The record with this id: a service at a location, or a service. None when there is none, or it is inactive."""
    from bot.directory.trust.reporting import service_of

    service = service_of(session, record_id)
    document = documents.load(session, "service", [service]).get(service) if service else None
    if document is None:
        return None
    cards = [card for card, _ in entries_of(document)]
    card = next((each for each in cards if each.id == record_id), cards[0] if cards else None)
    if card is None:
        return None
    places = document.get("service_at_locations") or []
    return Record(document, next((at for at in places if at.get("id") == card.id), {}), card)


def sound(name: str, written: str) -> str:
    """A text as the field can hold it. Raises BadValue."""
    if name not in FIELDS:
        raise BadValue(f"there is no field «{name}»; there are {', '.join(FIELDS)}")
    field, text = FIELDS[name], written.replace("\0", "").strip()
    if not text:
        if field.needed:
            raise BadValue(f"{name} cannot be empty")
        return ""
    if len(text) > field.longest:
        raise BadValue(f"{name} can have {field.longest} characters, not {len(text)}")
    return field.sound(text)


def _language_names(record: Record) -> list[str]:
    location = record.at.get("location") or {}
    spoken = [*record.document.get("languages", ()), *location.get("languages", ())]
    return list(dict.fromkeys(str(each.get("name") or each.get("code")) for each in spoken))
