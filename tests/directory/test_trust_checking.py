"""A check is dated, says who and how, and outlives an import that knows nothing of it."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy.orm import Session

from bot.directory import documents, importing, records
from bot.directory.history import telling
from bot.directory.hsda.shown import as_public
from bot.directory.trust import checking, deciding, fields, reporting
from tests.directory.made import an_id, service, write

PANTRY = an_id("pantry")
HERE = an_id("at pantry")
OLD: dict[str, Any] = {"zip_code": "90022", "recheck": True, "assured": "2024-01-05"}
SEEN_LATER: dict[str, Any] = {"zip_code": "90022", "assured": "2099-01-05"}


def brought_in(session: Session, folder: Path, phone: str, more: dict[str, Any]) -> None:
    importing.import_path(session, write(folder, service("pantry", "food", phone=phone, **more)))


def test_a_check_is_kept_as_hsds_keeps_it_and_its_author_is_not_public(
    empty: Session, tmp_path: Path
) -> None:
    brought_in(empty, tmp_path, "213-555-0100", OLD)
    checking.verify(empty, PANTRY, "ana@first5.example", "visit", date(2026, 11, 20))
    document = documents.load(empty, "service", [PANTRY])[PANTRY]
    assert document["assured_date"] == "2026-11-20" and document["assurer_email"] == "ana@first5.example"
    (row,) = document["metadata"]
    assert (row["updated_by"], row["previous_value"]) == ("ana@first5.example", "2024-01-05")
    labels = {one["label"]: one["value"] for one in document["attributes"] if one.get("label")}
    assert labels == {"assured how": "visit"}
    assert "ana@" not in str(as_public("service", document))
    card = records.get(empty, HERE)
    assert card is not None
    assert (card.assured_on, card.assured_how, card.recheck) == (date(2026, 11, 20), "visit", False)


def test_a_second_check_takes_the_place_of_the_first(empty: Session, tmp_path: Path) -> None:
    brought_in(empty, tmp_path, "213-555-0100", OLD)
    checking.verify(empty, PANTRY, "Ana", "visit")
    checking.verify(empty, PANTRY, "Linh", "phone")
    document = documents.load(empty, "service", [PANTRY])[PANTRY]
    assert [one["value"] for one in document["attributes"] if one.get("label")] == ["phone"]
    assert [one.by for one in checking.of_service(empty, PANTRY)] == ["Ana", "Linh"]


def test_what_was_set_right_stays_so_when_the_source_says_the_old_thing_again(
    empty: Session, tmp_path: Path
) -> None:
    brought_in(empty, tmp_path, "213-555-0100", OLD)
    values = {"phone": "213-555-0177", "hours": "Mon-Fri 9am-5pm", "cost": "free", "languages": "Spanish"}
    deciding.apply(empty, reporting.report(empty, HERE, "family", "WRONG", "hers"), "Ana", values)
    deciding.apply(
        empty, reporting.report(empty, HERE, "family", "WRONG", "hers"), "Ana", {"phone": "213-555-0188"}
    )
    before, told = fields.read(empty, HERE), telling.of(empty, PANTRY)
    brought_in(empty, tmp_path, "213-555-0100", OLD)
    after = fields.read(empty, HERE)
    assert before is not None and after is not None
    assert after.values() == before.values() and after.values()["phone"] == "213-555-0188"
    assert (after.card.assured_on, after.card.assured_how) == (before.card.assured_on, "phone")
    assert not after.card.recheck and records.get(empty, HERE) == before.card
    assert telling.of(empty, PANTRY) == told


def test_a_source_that_says_something_new_is_believed(empty: Session, tmp_path: Path) -> None:
    brought_in(empty, tmp_path, "213-555-0100", OLD)
    deciding.apply(
        empty, reporting.report(empty, HERE, "family", "WRONG", "hers"), "Ana", {"phone": "213-555-0177"}
    )
    brought_in(empty, tmp_path, "213-555-0199", SEEN_LATER)
    card = records.get(empty, HERE)
    assert card is not None and card.phones[0].number == "213-555-0199"
    assert (card.assured_on, card.assured_how) == (date(2099, 1, 5), None)


def test_a_phone_that_was_taken_off_stays_off(empty: Session, tmp_path: Path) -> None:
    brought_in(empty, tmp_path, "213-555-0100", OLD)
    deciding.apply(empty, reporting.report(empty, HERE, "family", "WRONG", "hers"), "Ana", {"phone": ""})
    brought_in(empty, tmp_path, "213-555-0100", OLD)
    card = records.get(empty, HERE)
    assert card is not None and card.phones == ()


def test_there_are_four_ways_to_check(empty: Session, tmp_path: Path) -> None:
    brought_in(empty, tmp_path, "213-555-0100", OLD)
    with pytest.raises(KeyError):
        checking.verify(empty, PANTRY, "Ana", "guess")
