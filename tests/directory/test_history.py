"""What imports change is kept; what a source no longer has is inactive, and back when it returns."""

import json
from pathlib import Path
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from bot.directory import documents, importing
from bot.directory.entries import Entry
from bot.directory.history import telling
from bot.directory.history.tables import Change, Import
from tests.directory import made


def take(session: Session, folder: Path, *objects: Any, **how: Any) -> Any:
    return importing.import_files(session, [made.write(folder, *objects)], **how)


def shown(session: Session) -> set[str]:
    return {card["service"] for card in session.execute(select(Entry.card)).scalars()}


def status(session: Session, document: dict[str, Any]) -> str:
    return str(documents.load(session, "service", [document["id"]])[document["id"]]["status"])


def three() -> list[dict[str, Any]]:
    return [made.service(name, "food", zip_code="90022") for name in ("Pantry", "Kitchen", "Table")]


def test_a_change_is_kept_with_before_after_when_and_from_which_import(
    empty: Session, tmp_path: Path
) -> None:
    pantry = made.service("Pantry", "food", zip_code="90022")
    take(empty, tmp_path, pantry, source="county")
    pantry["description"] = "Fridays"
    pantry["phones"][0]["number"] = "213-555-0199"
    pantry["languages"] = [{"id": made.an_id("es"), "name": "Spanish", "code": "es"}]
    report = take(empty, tmp_path, pantry, source="county")
    told = telling.of(empty, pantry["id"])
    assert [(one.part, one.field, one.before, one.after) for one in told[:1]] == [("", "", None, None)]
    changes = {(one.part, one.field): (one.before, one.after) for one in told[1:]}
    assert changes["", "description"] == ("Pantry", "Fridays")
    assert changes["phone", "number"] == ("213-555-0100", "213-555-0199")
    assert changes["", "language"][0] is None and changes["", "language"][1]["code"] == "es"
    assert {one.import_id for one in told[1:]} == {report.number}
    assert all(one.source == "county" and one.at for one in told)
    assert "213-555-0100» → «213-555-0199" in "\n".join(map(str, told))


def test_what_is_taken_off_is_kept_with_what_it_said(empty: Session, tmp_path: Path) -> None:
    pantry = made.service("Pantry", "food", zip_code="90022")
    take(empty, tmp_path, pantry)
    phone = pantry.pop("phones")[0]
    take(empty, tmp_path, pantry)
    (gone,) = [one for one in telling.of(empty, pantry["id"]) if one.field == "phone"]
    assert gone.before["number"] == phone["number"] and gone.after is None
    at = pantry["service_at_locations"][0]["id"]
    assert telling.of(empty, at) == telling.of(empty, pantry["id"])


def test_a_first_import_and_the_same_again_leave_no_changes(empty: Session, tmp_path: Path) -> None:
    take(empty, tmp_path, *three())
    take(empty, tmp_path, *three())
    assert empty.execute(select(func.count()).select_from(Change)).scalar() == 0
    assert empty.execute(select(func.count()).select_from(Import)).scalar() == 2


def test_what_vanished_is_inactive_and_comes_back(empty: Session, tmp_path: Path) -> None:
    pantry, kitchen, table = three()
    take(empty, tmp_path, pantry, kitchen, table)
    report = take(empty, tmp_path, pantry, table)
    assert report.tally("service").vanished == 1
    assert status(empty, kitchen) == "inactive" and shown(empty) == {"Pantry", "Table"}
    assert take(empty, tmp_path, pantry, table).tally("service").vanished == 0
    report = take(empty, tmp_path, pantry, kitchen, table)
    assert report.tally("service").returned == 1
    assert status(empty, kitchen) == "active" and shown(empty) == {"Pantry", "Kitchen", "Table"}
    fields = [(one.field, one.before, one.after) for one in telling.of(empty, kitchen["id"])]
    assert ("status", "active", "inactive") in fields and ("status", "inactive", "active") in fields


def test_another_directory_makes_nothing_vanish(empty: Session, tmp_path: Path) -> None:
    take(empty, tmp_path, *three())
    report = take(empty, tmp_path, made.service("Clinic", "adult_health"))
    assert report.tally("service").vanished == 0 and len(shown(empty)) == 4


def test_a_small_part_of_a_source_makes_nothing_vanish_unless_it_is_said_to_be_all(
    empty: Session, tmp_path: Path
) -> None:
    pantry, kitchen, table = three()
    take(empty, tmp_path, pantry, kitchen, table)
    report = take(empty, tmp_path, pantry)
    assert report.tally("service").vanished == 0 and "--source «services»" in report.notes[0]
    assert take(empty, tmp_path, pantry, source="services").tally("service").vanished == 2
    assert shown(empty) == {"Pantry"}


def test_a_record_that_another_source_still_has_stays_active(empty: Session, tmp_path: Path) -> None:
    pantry, kitchen, table = three()
    take(empty, tmp_path, pantry, kitchen, table, source="county")
    take(empty, tmp_path, kitchen, source="city")
    take(empty, tmp_path, pantry, table, source="county")
    assert status(empty, kitchen) == "active"
    take(empty, tmp_path, made.service("Clinic", "adult_health"), source="city")
    assert status(empty, kitchen) == "inactive"


def test_a_record_that_came_broken_has_not_vanished(empty: Session, tmp_path: Path) -> None:
    pantry, kitchen, table = three()
    take(empty, tmp_path, pantry, kitchen, table)
    del kitchen["name"]
    report = take(empty, tmp_path, pantry, kitchen, table)
    assert report.refused and report.tally("service").vanished == 0 and "Kitchen" in shown(empty)


def test_one_page_of_several_makes_nothing_vanish(empty: Session, tmp_path: Path) -> None:
    pantry, kitchen, table = three()
    take(empty, tmp_path, pantry, kitchen, table)
    page = {"total_items": 3, "total_pages": 2, "page_number": 1, "contents": [pantry, table]}
    path = tmp_path / "page.json"
    path.write_text(json.dumps(page))
    assert importing.import_files(empty, [path]).tally("service").vanished == 0


def test_a_dry_run_leaves_no_history(empty: Session, tmp_path: Path) -> None:
    take(empty, tmp_path, *three(), dry_run=True)
    assert empty.execute(select(func.count()).select_from(Import)).scalar() == 0
