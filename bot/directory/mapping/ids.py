"""Ids for records that come with none, or with numbers of their own: made of what names them, always the same."""

from __future__ import annotations

import re
import uuid

from bot.gazetteer import fold

NAMESPACE = uuid.UUID("b1d2f6d4-55a4-5f7e-8e0d-3f0f2f8c7a10")
"""The namespace of every id made on import; changing it would make every record of such a source a new one."""
GIVEN = "source_id"
"""The attribute that keeps the id that a record had in its source, where ours is another."""
_UUID = re.compile(r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")
_LEGAL = re.compile(r"\b(?:inc|incorporated|llc|corp|corporation|co|ltd|the|of|and)\b")


def made(*parts: object) -> str:
    """The id of what the parts name: ("county list", "service", "17")."""
    return str(uuid.uuid5(NAMESPACE, "\x1f".join("" if part is None else str(part) for part in parts)))


def is_uuid(text: str) -> bool:
    """True when the text is a UUID, which means the same everywhere."""
    return bool(_UUID.fullmatch(text))


def adopted(source: str, kind: str, given: str) -> str:
    """Their id as ours: a UUID stays, a number means something only within its source and kind."""
    given = given.strip()
    return given.lower() if is_uuid(given) else made(source, kind, given)


def plain(text: str) -> str:
    """A name as it is compared: folded, no signs, no «Inc.», «&» as «and»."""
    words = "".join(c if c.isalnum() else " " for c in fold(text).replace("'", "").replace("’", ""))
    return " ".join(_LEGAL.sub(" ", words).split()) or " ".join(words.split())


NATURAL_KEYS = {
    "organization": ("name",),
    "program": ("organization_id", "name"),
    "service": ("organization_id", "name"),
    "location": ("organization_id", "name", "latitude", "longitude", "external_identifier"),
    "service_at_location": ("service_id", "location_id"),
    "taxonomy": ("name",),
    "taxonomy_term": ("taxonomy", "taxonomy_id", "code", "name"),
    "unit": ("name",),
}
"""What names a record of a kind, so that a changed phone does not make it another record."""
SEQUENCE = "\x1e"


def from_content(kind: str, content: dict[str, object]) -> str | None:
    """The id of a record that came without one, by what names it; None when nothing does."""
    keys = NATURAL_KEYS.get(kind)
    organization = content.get("organization")
    named = {**content}
    if isinstance(organization, dict):
        named.setdefault(
            "organization_id", organization.get("id") or plain(str(organization.get("name") or ""))
        )
    if keys is None:
        said = sorted((name, str(value)) for name, value in named.items() if value not in (None, ""))
        return made(kind, *(f"{name}{SEQUENCE}{value}" for name, value in said)) if said else None
    if kind == "location":
        address = next(iter(content.get("addresses") or ()), None)  # type: ignore[call-overload]
        if isinstance(address, dict):
            named["name"] = (
                f"{named.get('name') or ''} {address.get('address_1')} {address.get('postal_code')}"
            )
    if not (named.get("name") or kind == "service_at_location" or kind == "location"):
        return None
    said_of = [plain(str(named[key])) if key == "name" else str(named[key]) for key in keys if named.get(key)]
    return made(kind, *said_of) if said_of else None
