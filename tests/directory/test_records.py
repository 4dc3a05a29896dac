"""Records as families are told of them."""

import json
from pathlib import Path

from sqlalchemy.orm import Session

from bot.directory import importing, places, records, search
from bot.directory.records import Found
from bot.directory.search import Request
from tests.directory import made


def test_a_record_can_be_had_again_by_its_id(bundle: Session) -> None:
    place = places.resolve(zip="90022")
    assert isinstance(place, places.Place)
    found = search.find(bundle, Request(("food",), place))[0]
    again = records.get(bundle, found.id)
    assert again and again.organization == found.organization and again.phones == found.phones
    assert records.get(bundle, "no such record") is None


def test_a_record_is_plain_data_and_back(bundle: Session) -> None:
    found = search.find(bundle, Request(("health_coverage",), None, ("vi",)))[0]
    assert Found.from_json(json.loads(json.dumps(found.as_json()))) == found


def test_a_record_tells_only_what_was_in_it(empty: Session, tmp_path: Path) -> None:
    service = made.service("Clinic", "adult_health", zip_code="90022", assured="2024-03", languages=("es",))
    service["phones"] += [
        {"id": made.an_id("text"), "number": "20121", "type": "text"},
        {"id": made.an_id("fax"), "number": "213-555-0199", "type": "fax"},
    ]
    service["phones"][0]["extension"] = 12
    service["required_documents"] = [{"id": made.an_id("doc"), "document": "proof of address"}]
    importing.import_files(empty, [made.write(tmp_path, service)])
    found = records.get(empty, made.an_id("at Clinic"))
    assert found
    assert [(p.number, p.kind) for p in found.phones] == [
        ("213-555-0100 ext. 12", "voice"),
        ("20121", "text"),
    ]
    assert found.address == "1 Main St, Somewhere, CA 90022"
    assert (str(found.assured_on), found.assured_text) == ("2024-03-01", "2024-03")
    assert found.documents == ("proof of address",)
    assert (found.hours, found.schedule, found.cost, found.eligibility, found.email) == (None,) * 5
    assert found.languages == ("es",)
