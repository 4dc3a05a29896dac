"""What is said to be wrong is kept sealed, and ends as applied, refused or asked, with its history."""

from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from bot.directory import importing, places, records, search
from bot.directory.history import telling
from bot.directory.trust import deciding, fields, reporting
from bot.directory.trust.deciding import NotPossible
from bot.directory.trust.kinds import Kind, kind_of
from bot.directory.trust.tables import State
from tests.directory.made import an_id, service, write

HERE = an_id("at pantry")
BOYLE_HEIGHTS = places.resolve(zip="90022")
assert isinstance(BOYLE_HEIGHTS, places.Place)
FOOD = search.Request(needs=("food",), place=BOYLE_HEIGHTS)


@pytest.fixture()
def made(empty: Session, tmp_path: Path) -> Session:
    """A directory of one food pantry."""
    pantry = service(
        "pantry", "food", phone="323-726-7998", zip_code="90022", recheck=True, assured="2025-01-05"
    )
    importing.import_path(empty, write(tmp_path, pantry))
    return empty


def test_a_report_is_kept_sealed_and_says_nothing_of_her(made: Session) -> None:
    reporting.report(made, HERE, "family", "nobody answers, I am Rosa 213-555-0123", "her conversation")
    (kept,) = reporting.of_record(made, HERE)
    assert (kept.kind, kept.state, kept.service_id) == ("number", "open", an_id("pantry"))
    (row,) = made.execute(text("SELECT * FROM directory_correction")).mappings()
    assert not any(secret in str(dict(row)) for secret in ("Rosa", "213-555", "her conversation"))


def test_saying_it_twice_counts_once_and_adds_the_words(made: Session) -> None:
    for words in ("WRONG", "they closed last month"):
        reporting.report(made, HERE, "family", words, "hers")
    reporting.report(made, HERE, "family", "WRONG", "another's")
    first, second = reporting.of_record(made, HERE)
    assert first.words == "WRONG\nthey closed last month" and first.kind == "closed"
    assert second.kind == "other"


def test_erasing_takes_her_words_and_leaves_the_figure(made: Session) -> None:
    reporting.report(made, HERE, "family", "they closed", "hers")
    reporting.report(made, HERE, "family", "they moved", "another's")
    reporting.forget(made, "hers")
    made.expire_all()
    assert [(one.words, one.kind) for one in reporting.of_record(made, HERE)] == [
        ("", "closed"),
        ("they moved", "moved"),
    ]


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        ("no contestan", "number"),
        ("That number is disconnected!", "number"),
        ("ya no existe ese programa", "closed"),
        ("se cambiaron de lugar", "moved"),
        ("hay lista de espera de 6 meses", "full"),
        ("nos negaron la ayuda porque no tenemos papeles", "turned_away"),
        ("không ai nghe máy", "number"),
        ("电话打不通", "number"),
        ("已经搬走了", "moved"),
        ("walang sumasagot po", "number"),
        ("sarado na sila", "closed"),
        ("문을 닫았어요", "closed"),
        ("they were rude and turned me away", "turned_away"),
        ("WRONG", "other"),
        ("the carefully chosen helpful hopefully", "other"),
    ],
)
def test_the_kind_is_read_from_her_words(words: str, kind: str) -> None:
    assert kind_of(words) is Kind(kind)


def test_applying_writes_the_record_its_history_and_the_search(made: Session) -> None:
    correction = reporting.report(made, HERE, "family", "no contestan", "hers")
    done = deciding.apply(
        made, correction, "Ana", {"phone": "(323) 555-0177 x4", "hours": "Mon-Fri 9am-5pm"}, note="she called"
    )
    card = records.get(made, HERE)
    assert card is not None
    assert card.phones[0].number == "323-555-0177 ext. 4" and card.hours == "Mon-Fri 9am-5pm"
    assert card.schedule is not None and card.schedule[0].days == ("MO", "TU", "WE", "TH", "FR")
    assert card.assured_how == "phone" and not card.recheck and not card.stale
    found = search.find(made, FOOD)
    assert found[0].phones == card.phones
    told = [str(one) for one in telling.of(made, HERE)]
    assert any("phone: number: «323-726-7998» → «323-555-0177»" in line and "by Ana" in line for line in told)
    assert [step.state for step in deciding.history(made, correction)] == ["open", "applied"]
    assert deciding.history(made, correction)[-1].import_id == done.acts[0]
    assert deciding.listed(made) == []


def test_what_is_refused_changes_nothing_and_says_why(made: Session) -> None:
    before = records.get(made, HERE)
    correction = reporting.report(made, HERE, "navigator", "2 is closed", "hers")
    deciding.refuse(made, correction, "Ana", "I was there, it is open")
    assert records.get(made, HERE) == before
    assert deciding.history(made, correction)[-1].note == "I was there, it is open"
    with pytest.raises(NotPossible, match="refused already"):
        deciding.apply(made, correction, "Ana", {"phone": "323-555-0177"})


def test_what_is_asked_still_waits(made: Session) -> None:
    correction = reporting.report(made, HERE, "family", "full", "hers")
    deciding.ask(made, correction, "Ana")
    assert correction.state == State.ASKED.value and deciding.listed(made) == [correction]


def test_a_closed_place_is_shown_no_more(made: Session) -> None:
    assert [one.id for one in search.find(made, FOOD)] == [HERE]
    correction = reporting.report(made, HERE, "family", "they closed", "hers")
    deciding.apply(made, correction, "Ana", {"status": "inactive"})
    assert records.get(made, HERE) is None
    assert search.find(made, FOOD) == []


@pytest.mark.parametrize(
    ("values", "why"),
    [
        ({"phone": "call them"}, "not one phone number"),
        ({"fax": "1"}, "no field"),
        ({"name": " "}, "cannot be empty"),
        ({"web": "nothing"}, "web address"),
        ({"languages": "Klingonish"}, "no language"),
        ({"cost": "free", "email": "no"}, "e-mail"),
        ({"cost": "x" * 301}, "300 characters"),
        ({}, "say what is right"),
    ],
)
def test_what_cannot_be_is_said_and_nothing_is_written(
    made: Session, values: dict[str, str], why: str
) -> None:
    before = fields.read(made, HERE)
    correction = reporting.report(made, HERE, "family", "WRONG", "hers")
    with pytest.raises(NotPossible, match=why):
        deciding.apply(made, correction, "Ana", values)
    assert fields.read(made, HERE) == before and correction.state == "open"


def test_another_address_loses_the_old_point_on_the_map(made: Session) -> None:
    correction = reporting.report(made, HERE, "family", "they moved", "hers")
    deciding.apply(made, correction, "Ana", {"address": "2202 S Hill St, Los Angeles, CA 90007"})
    record = fields.read(made, HERE)
    assert record is not None and record.card.address == "2202 S Hill St, Los Angeles, CA 90007"
    assert "latitude" not in record.at["location"]


def test_every_field_says_after_applying_what_was_set(made: Session) -> None:
    values = {
        "organization": "Another Name",
        "name": "food and diapers",
        "phone": "323-555-0177",
        "web": "https://example.org/food",
        "email": "help@example.org",
        "address": "2202 S Hill St, Los Angeles, CA 90007",
        "hours": "by appointment",
        "cost": "free",
        "eligibility": "anybody",
        "languages": "English, Spanish",
        "description": "A pantry.",
        "status": "temporarily closed",
    }
    assert set(values) == set(fields.FIELDS)
    deciding.apply(made, reporting.report(made, HERE, "steward", "all of it"), "Ana", values)
    record = fields.read(made, HERE)
    assert record is not None and record.values() == values
    emptied = {name: "" for name in values if name not in ("organization", "name", "status", "address")}
    deciding.apply(made, reporting.report(made, HERE, "steward", "none of it"), "Ana", emptied)
    record = fields.read(made, HERE)
    assert record is not None and {name: record.values()[name] for name in emptied} == emptied
