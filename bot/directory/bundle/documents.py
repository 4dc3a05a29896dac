"""Facts as HSDS documents, each service with everything around it, as the standard's API serves it."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from bot.directory.bundle import addresses, ages, hours, sentences
from bot.directory.bundle.areas import areas
from bot.directory.bundle.facts import Fact
from bot.directory.bundle.ids import made_id
from bot.directory.bundle.vocabulary import LANGUAGES, Vocabulary

Document = dict[str, Any]


def services(facts: list[Fact], vocabulary: Vocabulary) -> list[Document]:
    """One document for each fact, in the facts' order."""
    offered: dict[str, list[str]] = defaultdict(list)
    for fact in facts:
        offered[_organization_name(fact, vocabulary)].append(fact.service)
    organizations = {
        name: {
            "id": made_id("organization", name),
            "name": name,
            "description": sentences.describe_organization(given),
        }
        for name, given in offered.items()
    }
    return [_service(fact, organizations[_organization_name(fact, vocabulary)], vocabulary) for fact in facts]


def _organization_name(fact: Fact, vocabulary: Vocabulary) -> str:
    return vocabulary.organizations.get(fact.org.strip(), fact.org.strip())


def _service(fact: Fact, organization: Document, vocabulary: Vocabulary) -> Document:
    youngest, oldest = ages.parse(fact.ages) if fact.ages else (None, None)
    document: Document = {
        "id": fact.id,
        "name": fact.service,
        "alternate_name": fact.org.strip() if fact.org.strip() != organization["name"] else None,
        "description": sentences.describe_service(fact, organization["name"], vocabulary),
        "url": fact.url,
        "email": fact.email,
        "status": "active",
        "fees_description": fact.cost,
        "eligibility_description": fact.eligibility,
        "minimum_age": youngest,
        "maximum_age": oldest,
        "assured_date": fact.assured_date,
        "phones": _phones(fact),
        "schedules": _schedules(fact),
        "service_areas": areas(fact),
        "service_at_locations": _places(fact, organization),
        "languages": [
            {"id": made_id("language", fact.id, code), "name": LANGUAGES[code], "code": code}
            for code in fact.languages
        ],
        "organization": organization,
        "cost_options": _costs(fact),
        "required_documents": [
            {"id": made_id("required_document", fact.id, document), "document": document}
            for document in fact.documents
        ],
        "attributes": _attributes(fact, organization, vocabulary),
        "metadata": _metadata(fact),
    }
    return {key: value for key, value in document.items() if value not in (None, [])}


def _phones(fact: Fact) -> list[Document]:
    phones: list[Document] = []
    if fact.phone:
        phones.append({"id": made_id("phone", fact.id, "voice"), "number": fact.phone, "type": "voice"})
        if fact.extension:
            phones[0]["extension"] = fact.extension
    if fact.text:
        phones.append({"id": made_id("phone", fact.id, "text"), "number": fact.text, "type": "text"})
    return phones


def _schedules(fact: Fact) -> list[Document]:
    if not fact.hours:
        return []
    openings = hours.parse(fact.hours)
    if not openings:
        return [{"id": made_id("schedule", fact.id, 0), "description": fact.hours}]
    return [
        {
            "id": made_id("schedule", fact.id, number),
            "freq": "MONTHLY" if opening.nth else "WEEKLY",
            "byday": ",".join(f"{opening.nth or ''}{day}" for day in opening.days),
            "description": fact.hours,
            "opens_at": opening.opens,
            "closes_at": opening.closes,
        }
        for number, opening in enumerate(openings)
    ]


def _places(fact: Fact, organization: Document) -> list[Document]:
    if not fact.address:
        return []
    address = addresses.parse(fact.address)
    key = made_id("location", organization["id"], fact.address)
    location: Document = {
        "id": key,
        "location_type": "physical",
        "name": organization["name"],
        "latitude": address.latitude,
        "longitude": address.longitude,
        "addresses": [
            {
                "id": made_id("address", key),
                "address_1": address.street,
                "city": address.city,
                "state_province": "CA",
                "postal_code": address.zip,
                "country": "US",
                "address_type": "physical",
            }
        ],
        "attributes": [
            {
                "id": made_id("attribute", key, "precision"),
                "label": "location precision",
                "value": address.precision,
            }
        ]
        if address.precision
        else [],
    }
    location = {name: value for name, value in location.items() if value not in (None, [])}
    return [{"id": made_id("service_at_location", fact.id), "location": location}]


def _costs(fact: Fact) -> list[Document]:
    if not fact.cost:
        return []
    cost: Document = {"id": made_id("cost_option", fact.id), "option": fact.cost}
    if fact.cost == "free":
        cost |= {"amount": 0, "currency": "USD"}
    return [cost]


def _attributes(fact: Fact, organization: Document, vocabulary: Vocabulary) -> list[Document]:
    programs = vocabulary.programs_in(f"{fact.org}: {fact.service}")
    termed = [
        {
            "id": made_id("attribute", fact.id, taxonomy, code),
            "link_type": link,
            "link_entity": "service",
            "value": code,
            "taxonomy_term": vocabulary.terms[taxonomy][code],
        }
        for taxonomy, link, codes in (
            ("needs", "need", fact.needs),
            ("communities", "community", fact.communities),
            ("programs", "program", programs),
        )
        for code in codes
    ]
    plain = [
        ("source", fact.source),
        *(("other source", other) for other in fact.other_sources),
        ("source date", fact.source_date),
        ("sources agreeing", str(fact.sources_agreeing)),
        ("ages", fact.ages),
        ("recheck", "true" if fact.recheck else None),
    ]
    return termed + [
        {
            "id": made_id("attribute", fact.id, label, value),
            "link_entity": "service",
            "value": value,
            "label": label,
        }
        for label, value in plain
        if value
    ]


def _metadata(fact: Fact) -> list[Document]:
    if not fact.assured_date:
        return []
    return [
        {
            "id": made_id("metadata", fact.id),
            "resource_type": "service",
            "last_action_date": fact.assured_date,
            "last_action_type": "seen at source",
            "field_name": "assured_date",
            "previous_value": "",
            "replacement_value": fact.assured_date,
            "updated_by": fact.source,
        }
    ]
