"""The places that rows of a flat table name, each once."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from bot.directory.mapping import addresses, cleaning, ids
from bot.directory.mapping.parts import Made, Parts
from bot.directory.mapping.reading_rows import ReadRow


@dataclass
class Site:
    """Where one row's service is given. Without a location its phones and hours are the service's own."""

    service_parts: list[Made] = field(default_factory=list)
    location: str | None = None
    at: tuple[str, str] = ("", "")
    content: dict[str, Any] = field(default_factory=dict)
    address: dict[str, str] | None = None
    mail: list[str] = field(default_factory=list)
    accessibility: list[str] = field(default_factory=list)
    area: str = ""

    def made(self, service: str, sites: Sites) -> Iterator[Made]:
        """The location, its address, and the service at it. Sets `at`: the parent of the site's own parts."""
        parts = sites.parts
        self.at = ("service_id", service)
        if self.area:
            yield from parts.areas("service_id", service, self.area)
        if self.location is None:
            return
        yield "location", self.content
        if self.address:
            yield from parts.address(self.location, self.address)
        for text in self.mail:
            yield from parts.address(self.location, text, "postal")
        for text in self.accessibility:
            yield from parts.accessibility(self.location, text)
        made = parts.made(
            "service_at_location", "service_id", service, self.location, location_id=self.location
        )
        self.at = ("service_at_location_id", made[1]["id"])
        yield made


@dataclass
class Sites:
    """Makes sites of rows."""

    parts: Parts
    source: str

    def of(self, organization: str, row: ReadRow) -> Site:
        """The site that a row names."""
        said = dict(row.of("location"))
        address = self._address(row)
        place = cleaning.coordinates(said.pop("latitude", None), said.pop("longitude", None))
        given = said.pop("id", None)
        if not (address or place or given or said.get("name")):
            area = f"{re.sub(r'(?i) county$', '', row.county)} County" if row.county and not row.areas else ""
            return Site(area=area)
        named = (
            (address or {}).get("address_1"),
            (address or {}).get("city"),
            (address or {}).get("postal_code", "")[:5],
        )
        if given:
            key = ids.adopted(self.source, "location", given)
        else:
            name = "" if address else str(said.get("name", "")) or str(place)
            key = ids.made(
                self.source, "location", organization, *(ids.plain(part or "") for part in named), name
            )
        content: dict[str, Any] = {
            "id": key,
            "location_type": "physical",
            "organization_id": organization,
            **said,
        }
        if given and key != given.lower():
            content[ids.GIVEN] = given
        if place:
            content["latitude"], content["longitude"] = place
        mail = [text for kind, text in row.addresses if kind == "postal"]
        return Site(
            location=key, content=content, address=address, mail=mail, accessibility=row.accessibility
        )

    def _address(self, row: ReadRow) -> dict[str, str] | None:
        said = {name: str(value) for name, value in row.of("address").items()}
        line = next((text for kind, text in row.addresses if not kind), "")
        parsed = addresses.parse(line) if line else None
        if parsed and not said:
            return parsed
        if said and (said.get("address_1") or line):
            whole = f"{said.get('address_1') or line}"
            if addresses.parse(whole) is None:  # confidential
                return None
            if not said.get("city") and not said.get("postal_code"):
                parsed = addresses.parse(whole)
                return {**(parsed or {}), **{k: v for k, v in said.items() if k != "address_1"}}
            said.setdefault("address_1", line)
        return addresses.typed(said) if said else None
