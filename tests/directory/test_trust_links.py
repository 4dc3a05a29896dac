"""A link is for one record, signed, good for a while; what an agency writes waits for a steward."""

from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy.orm import Session

from bot.directory import importing, records
from bot.directory.trust import deciding, fields, links, proposing
from bot.directory.trust.proposing import WrongFields
from bot.store import now
from tests.directory.made import an_id, service, write

HERE = an_id("at pantry")


@pytest.fixture()
def made(empty: Session, tmp_path: Path) -> Session:
    """A directory of two services."""
    both = [service("pantry", "food", zip_code="90022"), service("clinic", "child_health", zip_code="94601")]
    importing.import_path(empty, write(tmp_path, *both))
    return empty


def answer(session: Session, link: links.AgencyLink, **written: str) -> deciding.Correction:
    record = fields.read(session, link.record_id)
    assert record is not None
    return proposing.propose(session, link, record, written)


def test_only_what_was_signed_opens(made: Session) -> None:
    link = links.make(made, HERE, "Ana")
    token = links.token(link)
    assert links.find(made, token) is link and links.is_good(link)
    number, _, signature = token.partition("-")
    other = links.make(made, an_id("at clinic"), "Ana")
    for forged in (f"{other.id}-{signature}", f"{number}-{'0' * 32}", number, "", f"{token}0", "9" * 50):
        assert links.find(made, forged) is None


def test_moving_the_end_or_the_record_breaks_the_signature(made: Session) -> None:
    link = links.make(made, HERE, "Ana")
    token = links.token(link)
    link.expires_at += timedelta(days=365)
    assert links.find(made, token) is None


def test_it_ends_by_itself_and_can_be_taken_back(made: Session) -> None:
    link = links.make(made, HERE, "Ana", days=1)
    links.revoke(made, link)
    assert not links.is_good(link)
    old = links.make(made, HERE, "Ana")
    old.expires_at = now() - timedelta(seconds=1)
    assert not links.is_good(old)


def test_what_an_agency_writes_reaches_nobody_before_a_steward_accepts(made: Session) -> None:
    before = records.get(made, HERE)
    correction = answer(made, links.make(made, HERE, "Ana"), phone="213 555 0177", hours="Fri 9am-1pm")
    assert records.get(made, HERE) == before
    assert correction.came_from == "agency" and correction.kind == "changed"
    assert correction.proposed == {"phone": ["213-555-0100", "213-555-0177"], "hours": ["", "Fri 9am-1pm"]}
    deciding.apply(made, correction, "Ana")
    card = records.get(made, HERE)
    assert card is not None and card.phones[0].number == "213-555-0177" and card.assured_how == "agency"


def test_a_steward_may_accept_a_part_of_it(made: Session) -> None:
    correction = answer(made, links.make(made, HERE, "Ana"), phone="213 555 0177", hours="Fri 9am-1pm")
    deciding.apply(made, correction, "Ana", {"hours": "Fri 9am-1pm"})
    card = records.get(made, HERE)
    assert card is not None and card.phones[0].number == "213-555-0100" and card.hours == "Fri 9am-1pm"


def test_no_difference_is_a_confirmation(made: Session) -> None:
    correction = answer(made, links.make(made, HERE, "Ana"), phone="213-555-0100")
    assert correction.kind == "confirmed" and correction.proposed is None
    deciding.apply(made, correction, "Ana")
    card = records.get(made, HERE)
    assert card is not None and card.assured_how == "agency" and card.assured_on is not None


def test_it_may_say_that_it_ended(made: Session) -> None:
    link = links.make(made, HERE, "Ana")
    record = fields.read(made, HERE)
    assert record is not None
    deciding.apply(made, proposing.propose(made, link, record, {}, ended=True), "Ana")
    assert records.get(made, HERE) is None


def test_a_later_answer_takes_the_place_of_one_that_waits(made: Session) -> None:
    link = links.make(made, HERE, "Ana")
    answer(made, link, phone="213-555-0166")
    last = answer(made, link, phone="213-555-0177")
    assert deciding.listed(made) == [last]


def test_fields_that_cannot_be_read_are_named_and_nothing_is_kept(made: Session) -> None:
    with pytest.raises(WrongFields) as wrong:
        answer(made, links.make(made, HERE, "Ana"), phone="call us", web="none", cost="free")
    assert set(wrong.value.problems) == {"phone", "web"}
    assert deciding.listed(made) == []
