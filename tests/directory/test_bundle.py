"""The bundled directory holds the facts and nothing but the facts."""

import csv
import json
import re
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from bot.directory.bundle import __main__ as bundle
from bot.directory.bundle import addresses, ages, areas, facts, sentences, vocabulary
from bot.directory.bundle.facts import Fact
from bot.settings import ROOT
from tests.directory.conftest import BUNDLE

FACTS = ROOT.parent / "shared" / "directory" / "facts.jsonl"
SERVICES: list[dict[str, Any]] = json.loads((BUNDLE / "services.json").read_text(encoding="utf-8"))


def given_facts() -> list[Fact]:
    """The facts where they are at hand: a checkout need not have them."""
    return facts.corrected(facts.read(FACTS), vocabulary.read().corrections) if FACTS.exists() else []


def a_fact(**values: Any) -> Fact:
    base = {field: None for field in Fact.__dataclass_fields__} | {
        "id": "c2c0e91d-42c8-5e23-a5e4-5e8a52f3ece4", "org": "Org", "service": "food pantry", "needs": ["food"],
        "communities": [], "languages": [], "area": ["Los Angeles"], "source": "https://example.org",
        "sources_agreeing": 1, "recheck": False, "other_sources": [],
    }  # fmt: skip
    return Fact(**{**base, **values})


def test_the_bundle_is_what_the_builder_makes_of_the_facts(tmp_path: Path) -> None:
    if FACTS.exists():
        bundle.build(FACTS, tmp_path)
        for name in ("services.json", "taxonomy_terms.json"):
            assert (tmp_path / name).read_bytes() == (BUNDLE / name).read_bytes(), f"{name}: build it again"
    assert len(SERVICES) == len({service["id"] for service in SERVICES}) == 1276


def test_no_number_address_page_language_or_hour_is_not_in_the_facts() -> None:
    by_id = {fact.id: fact for fact in given_facts()}
    for service in SERVICES if by_id else []:
        fact = by_id[service["id"]]
        assert {p["number"] for p in service.get("phones", [])} == set(filter(None, (fact.phone, fact.text)))
        written = [
            f"{a['address_1']}, {a['city']}, CA {a['postal_code']}".strip()
            for at in service.get("service_at_locations", [])
            for a in at["location"]["addresses"]
        ]
        assert written == ([re.sub("CA, ", "CA ", fact.address)] if fact.address else [])
        assert service.get("url") == fact.url and service.get("email") == fact.email
        assert [language["code"] for language in service.get("languages", [])] == fact.languages
        assert {s["description"] for s in service.get("schedules", [])} == set(filter(None, [fact.hours]))
        assert (service.get("fees_description"), service.get("eligibility_description")) == (
            fact.cost, fact.eligibility,
        )  # fmt: skip


def test_numbers_in_descriptions_are_in_the_facts_too() -> None:
    for service in SERVICES:
        own = " ".join(
            filter(None, (service["name"], service["organization"]["name"], service.get("eligibility_description"),
                          service.get("fees_description"),
                          *(a["value"] for a in service["attributes"] if a.get("label") == "ages"))))  # fmt: skip
        assert set(re.findall(r"\d+", service["description"])) <= set(re.findall(r"\d+", own))


def test_every_fact_is_in_the_bundle_with_what_it_is_for_and_its_source() -> None:
    by_id = {service["id"]: service for service in SERVICES}
    for fact in given_facts():
        service = by_id[fact.id]
        terms = [a["taxonomy_term"] for a in service["attributes"] if "taxonomy_term" in a]
        labels = [(a.get("label"), a["value"]) for a in service["attributes"] if "label" in a]
        assert [t["code"] for t in terms if t["taxonomy"] == "Kinpath needs"] == fact.needs
        assert [t["code"] for t in terms if t["taxonomy"] == "Kinpath communities"] == fact.communities
        assert service["name"] == fact.service
        assert fact.org.strip() in (service["organization"]["name"], service.get("alternate_name"))
        assert ("source", fact.source) in labels
        assert [value for label, value in labels if label == "other source"] == fact.other_sources
        assert ("recheck", "true") in labels or not fact.recheck
        assert ("ages", fact.ages) in labels or not fact.ages
        assert dict(labels)["sources agreeing"] == str(fact.sources_agreeing)
        reached = {area["name"] for area in service["service_areas"] if area["extent"] != "place"}
        assert reached == {f"{name} County" for name in fact.counties} or (
            fact.statewide and reached == {"California"}
        )


def test_descriptions_say_in_plain_sentences_what_the_fact_says() -> None:
    words = vocabulary.read()
    clinics = a_fact(
        service="community health clinics: Compton, Lynwood", cost="free", languages=["es", "ko"]
    )
    assert sentences.describe_service(clinics, "St. Anne, Inc.", words) == (
        "Community health clinics in Compton and Lynwood. Offered by St. Anne, Inc. It is free. "
        "Languages: Spanish and Korean. Serves Los Angeles County."
    )
    many = a_fact(communities=["chinese", "korean", "lao", "farmworker"], ages="women", cost="sliding scale")
    assert sentences.describe_service(many, "Org", words) == (
        "Food pantry. Offered by Org. Run by or for Chinese, Korean, and farmworker families and Lao, Mien and "
        "Thai families. For: women. Cost: sliding scale. Serves Los Angeles County."
    )


@pytest.mark.parametrize(
    ("eligibility", "said"),
    [
        ("income up to $64,000", "What counts: income up to $64,000."),
        ("income-eligible families", "Who can get it: income-eligible families."),
        ("Low to medium income; infants", "What counts: low to medium income; infants."),
        ("low and moderate income families", "Who can get it: low and moderate income families."),
        ("no insurance needed; confidential", "Good to know: no insurance needed; confidential."),
        ("Black mothers in San Francisco", "Who can get it: Black mothers in San Francisco."),
    ],
)
def test_who_can_get_it_is_called_what_it_is(eligibility: str, said: str) -> None:
    described = sentences.describe_service(a_fact(eligibility=eligibility), "Org", vocabulary.read())
    assert f" {said} " in described


def test_source_and_date_travel_with_every_record() -> None:
    for service in SERVICES:
        labels = {a["label"]: a["value"] for a in service["attributes"] if a.get("label")}
        assert labels["source"]
        if "assured_date" in service:
            assert re.fullmatch(r"\d{4}(-\d\d(-\d\d)?)?", service["assured_date"])
            assert labels["source date"] == service["assured_date"]
            assert service["metadata"][0]["updated_by"] == labels["source"]
        if labels.get("source date") == "2023 or earlier":
            assert "assured_date" not in service


def test_one_organization_under_two_names_is_one() -> None:
    names = Counter(service["organization"]["name"] for service in SERVICES)
    ids = Counter(service["organization"]["id"] for service in SERVICES)
    assert len(names) == len(ids)
    with (vocabulary.VOCABULARY / "same_organizations.csv").open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            if row["written"] != row["organization"]:
                assert row["written"] not in names and row["organization"] in names


def test_every_need_and_community_of_the_taxonomy_is_a_term() -> None:
    terms = json.loads((BUNDLE / "taxonomy_terms.json").read_text(encoding="utf-8"))
    by_taxonomy = Counter(term["taxonomy"] for term in terms)
    assert by_taxonomy["Kinpath needs"] == 33 and by_taxonomy["Kinpath communities"] == 26
    assert all(term["description"] for term in terms)


@pytest.mark.parametrize(
    ("written", "years"),
    [
        ("pregnant, postpartum, and children under 5", (0, 4)),
        ("prenatal to 5", (0, 5)),
        ("pregnant to 6 months after birth", (0, 0.5)),
        ("6 weeks to 3 years", (0, 3)),
        ("2 years 10 months to 5 years", (2, 5)),
        ("16 to 24", (16, 24)),
        ("18 and up", (18, None)),
        ("birth to 36 months", (0, 3)),
        ("birth to adult; Early Start under 3", (None, None)),
        ("pregnant", (None, None)),
        ("parents 18-21", (None, None)),
        ("birth to 72 hours", (None, None)),
    ],
)
def test_ages_only_where_they_are_sure(written: str, years: tuple[float | None, float | None]) -> None:
    assert ages.parse(written) == years


def test_an_address_gets_the_point_of_its_zip_code_and_says_so() -> None:
    with_zip = addresses.parse("701 Hoefner Avenue, Los Angeles, CA 90022")
    assert (with_zip.city, with_zip.zip, with_zip.precision) == ("Los Angeles", "90022", "zip")
    without = addresses.parse("2379 Myrtle Avenue, Eureka, CA")
    assert (without.zip, without.precision) == ("", "city")
    with pytest.raises(ValueError, match="not an address"):
        addresses.parse("somewhere")


def test_the_towns_a_record_names_are_where_it_is_near() -> None:
    clinics = a_fact(service="community health clinics: Compton, Lynwood, Nowhere", area=["Los Angeles"])
    assert areas.named_places(clinics) == ["Compton", "Lynwood"]
    assert areas.named_places(a_fact(service="WIC office, Lancaster")) == ["Lancaster"]
    assert areas.named_places(a_fact(service="WIC office, Fresno")) == []
    assert [a["name"] for a in areas.areas(a_fact(area="statewide"))] == ["California"]


def test_a_correction_that_no_longer_meets_its_fact_is_refused() -> None:
    correction = {"id": a_fact().id, "field": "area", "was": "Nevada|Kern", "now": "Kern", "because": ""}
    with pytest.raises(ValueError, match="look again"):
        facts.corrected([a_fact()], [correction])
    right = correction | {"was": "Los Angeles"}
    assert facts.corrected([a_fact()], [right])[0].area == ["Kern"]


def test_a_line_that_is_no_fact_is_named(tmp_path: Path) -> None:
    (tmp_path / "facts.jsonl").write_text('{"id": "1"}\n')
    with pytest.raises(ValueError, match="line 1"):
        facts.read(tmp_path / "facts.jsonl")
