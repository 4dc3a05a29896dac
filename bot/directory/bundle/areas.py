"""Where a service reaches: the whole state, its counties, and the towns that its own words name."""

from __future__ import annotations

from bot import gazetteer
from bot.directory.bundle.facts import Fact
from bot.directory.bundle.ids import made_id

Area = dict[str, str]


def areas(fact: Fact) -> list[Area]:
    """HSDS service areas of a fact: where it serves, then the parts of that which it names."""
    if fact.statewide:
        return [_area(fact, "California", "All of California", "state")]
    counties = [
        _area(fact, f"{county} County", f"All of {county} County", "county") for county in fact.counties
    ]
    if fact.address:
        return counties
    return counties + [_area(fact, town, "A place the record names; no street address is known", "place")
                       for town in named_places(fact)]  # fmt: skip


def named_places(fact: Fact) -> list[str]:
    """Towns in its counties that the service names, or else the organization or whom it is for."""
    if "counties" in fact.service.lower():
        return []
    _, colon, listed = fact.service.partition("clinics: ")
    if colon:
        towns = [gazetteer.city(name) for name in listed.split(", ")]
        return [town.name for town in towns if town and town.county in fact.counties]
    whole_counties = {place.name for place in gazetteer.counties()}
    for text, may_be_county in ((fact.service, True), (fact.org, False), (fact.eligibility or "", False)):
        names = [
            mention.name
            for mention in gazetteer.find_places(text)
            if mention.kind == "city"
            and mention.county in fact.counties
            and (may_be_county or mention.name not in whole_counties)
        ]
        if names:
            return list(dict.fromkeys(names))
    return []


def _area(fact: Fact, name: str, description: str, extent: str) -> Area:
    return {
        "id": made_id("service_area", fact.id, name),
        "name": name,
        "description": description,
        "extent": extent,
        "extent_type": "text",
    }
