"""Lists of the directory's API: pages, filters, and how much is shown of each record."""

from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event, update
from sqlalchemy.orm import Session

from bot.directory import importing
from bot.directory.history.tables import Import
from bot.directory.hsda import filters, pages
from bot.directory.hsda.parameters import Asked, moment
from bot.directory.shapes import SHAPES
from tests.directory import made

TERMS = made.WORDS.terms


def ids(session: Session, kind: str = "service", **asked: Any) -> list[str]:
    """The ids of a list, all pages."""
    page = pages.page(session, kind, Asked(**{"per_page": 500, **asked}))
    assert page.total == len(page.contents)
    return [one["id"] for one in page.contents]


def load(session: Session, folder: Path, *services: dict[str, Any]) -> None:
    """Import these services."""
    assert not importing.import_path(session, made.write(folder, *services)).refused


def test_pages_hold_every_record_once_in_a_lasting_order(bundle: Session) -> None:
    found: list[str] = []
    number = 1
    while True:
        page = pages.page(bundle, "service", Asked(page=number, per_page=300)).as_json()
        found += [one["id"] for one in page["contents"]]
        assert page["size"] == len(page["contents"]) and page["first_page"] == (number == 1)
        if page["last_page"]:
            break
        number += 1
    assert page["total_pages"] == number == 5
    assert len(found) == len(set(found)) == page["total_items"] == 1276
    assert found == sorted(found)


def test_a_page_beyond_the_last_is_empty(bundle: Session) -> None:
    for number in (7, 10**17):
        page = pages.page(bundle, "service", Asked(page=number, search="food")).as_json()
        assert page["empty"] and page["last_page"] and page["contents"] == [] and page["total_items"] > 0


def test_a_list_shows_single_objects_and_no_lists(bundle: Session) -> None:
    for one in pages.page(bundle, "service", Asked(per_page=100)).contents:
        assert one["organization"]["name"]
        assert not [name for name, value in one.items() if isinstance(value, list)]
    at = pages.page(bundle, "service_at_location", Asked(per_page=5)).contents[0]
    assert at["location"]["location_type"] and at["service"]["organization"]["id"]


def test_full_is_the_whole_record_as_by_id(bundle: Session) -> None:
    for kind in ("service", "organization", "service_at_location"):
        for one in pages.page(bundle, kind, Asked(per_page=3, full=True)).contents:
            assert one == pages.record(bundle, kind, one["id"], False)


def test_minimal_is_every_service_in_one_page_by_id_and_date(bundle: Session) -> None:
    page = pages.page(bundle, "service", Asked(minimal=True))
    assert page.total == len(page.contents) == 1276 and page.pages == 1
    assert all(one.keys() == {"id", "modified_date"} for one in page.contents)
    assert len(pages.page(bundle, "service", Asked(minimal=True, per_page=10, page=2)).contents) == 10


def test_a_list_sent_whole_has_what_its_pages_have(bundle: Session) -> None:
    asked = Asked(search="food", format="ndjson")
    fitting = filters.conditions(bundle, "service", asked)
    found: list[str] = []
    while part := pages.after(bundle, "service", asked, fitting, found[-1] if found else "", 20):
        found += [one["id"] for one in part]
    assert found == ids(bundle, search="food") and len(found) > 20


@pytest.mark.parametrize("kind", ["service", "organization", "service_at_location", "taxonomy_term"])
@pytest.mark.parametrize("full", [False, True])
def test_a_larger_page_asks_the_database_no_more_often(bundle: Session, kind: str, full: bool) -> None:
    counts = []
    for size in (20, 200):
        queries: list[str] = []

        def note(connection: Any, cursor: Any, query: str, *_: Any, into: list[str] = queries) -> None:
            into.append(query)

        event.listen(bundle.get_bind(), "before_cursor_execute", note)
        pages.page(bundle, kind, Asked(per_page=size, full=full))
        event.remove(bundle.get_bind(), "before_cursor_execute", note)
        counts.append(len(queries))
    assert counts[1] - counts[0] <= 6  # a kind of nested object that no record of the small page has
    assert counts[1] < 75


def test_by_term_and_by_taxonomy(empty: Session, tmp_path: Path) -> None:
    load(
        empty,
        tmp_path,
        made.service("a", "food", zip_code="90022"),
        made.service("b", "baby_supplies"),
        made.service("c"),
    )
    food = TERMS["needs"]["food"]
    taxonomy = food["taxonomy_detail"]["id"]
    a, b = made.an_id("a"), made.an_id("b")
    assert ids(empty, taxonomy_term_id=food["id"]) == [a]
    assert ids(empty, taxonomy_id=taxonomy) == sorted([a, b])
    assert ids(empty, "organization", taxonomy_term_id=food["id"]) == [made.an_id("org a")]
    assert ids(empty, "service_at_location", taxonomy_term_id=food["id"]) == [made.an_id("at a")]
    assert ids(empty, taxonomy_term_id="no such term") == []
    assert food["id"] in ids(empty, "taxonomy_term", taxonomy_id=taxonomy)


def test_filters_hold_together(empty: Session, tmp_path: Path) -> None:
    load(
        empty,
        tmp_path,
        made.service("a", "food", organization="One"),
        made.service("b", "baby_supplies", organization="One"),
        made.service("c", "food", organization="Two"),
    )
    food, one = TERMS["needs"]["food"]["id"], made.an_id("One")
    assert ids(empty, organization_id=one) == sorted([made.an_id("a"), made.an_id("b")])
    assert ids(empty, organization_id=one, taxonomy_term_id=food) == [made.an_id("a")]
    assert ids(empty, organization_id=one, taxonomy_term_id=food, search="nothing") == []


def test_search_folds_marks_and_takes_a_word_only_begun(empty: Session, tmp_path: Path) -> None:
    load(
        empty,
        tmp_path,
        made.service("Comida caliente", "food", organization="Clínica del Niño", zip_code="90022"),
        made.service("Pañales", "baby_supplies", organization="Otra"),
    )
    assert ids(empty, search="clinica nin") == [made.an_id("Comida caliente")]
    assert ids(empty, "organization", search="CLINICA") == [made.an_id("Clínica del Niño")]
    assert ids(empty, "service_at_location", search="caliente") == [made.an_id("at Comida caliente")]
    assert ids(empty, search="comida pañales") == ids(empty, search="!?") == []
    assert ids(empty, "taxonomy_term", search="DIAPERS strollers") == [TERMS["needs"]["baby_supplies"]["id"]]
    assert ids(empty, "taxonomy", search="100%") == []


def test_terms_by_their_place_in_the_tree(empty: Session, tmp_path: Path) -> None:
    top = {"id": made.an_id("top"), "name": "Top", "description": "t", "code": "T"}
    below = {"id": made.an_id("below"), "name": "Below", "description": "b", "parent_id": top["id"]}
    importing.import_path(empty, made.write(tmp_path, top, below, name="taxonomy_terms.json"))
    assert ids(empty, "taxonomy_term", top_only=True) == [top["id"]]
    assert ids(empty, "taxonomy_term", parent_id=top["id"]) == [below["id"]]


def test_modified_after_reads_what_records_say_in_any_zone(empty: Session, tmp_path: Path) -> None:
    said = {
        "a": "2026-01-31T23:30:00-08:00",
        "b": "2026-02-01T01:00:00Z",
        "c": "2026-02-01T09:00:00+02:00",
        "d": "2025-12-31",
        "e": "2026-03-01T00:00:00.000Z",
    }
    load(empty, tmp_path, *(made.service(name, "food", last_modified=when) for name, when in said.items()))
    for after in (
        "2026-02-01T07:00:00Z",
        "2026-02-01T07:30:00Z",
        "2026-02-01T07:30:01Z",
        "2025-12-31",
        "2026-03-02",
    ):
        limit = moment(after)
        assert limit is not None
        expected = [made.an_id(name) for name, when in said.items() if (own := moment(when)) and own >= limit]
        assert ids(empty, modified_after=limit) == sorted(expected)


def test_modified_after_knows_of_changes_that_records_do_not_say(empty: Session, tmp_path: Path) -> None:
    long_ago = datetime(2026, 5, 1, tzinfo=timezone.utc)
    services = [made.service(name, "food", zip_code="90022") for name in ("a", "b")]
    services.append(made.service("c", "food", last_modified="2020-01-01T00:00:00Z"))
    load(empty, tmp_path, *services)
    empty.execute(update(Import).values(at=long_ago))
    assert ids(empty, modified_after=long_ago + timedelta(days=1)) == []
    assert len(ids(empty, modified_after=long_ago)) == 2

    services[0]["phones"][0]["number"] = "213-555-0199"
    services[2]["name"] = "c, newly named"
    load(empty, tmp_path, *services)
    changed = sorted([made.an_id("a"), made.an_id("c")])
    assert ids(empty, modified_after=long_ago + timedelta(days=1)) == changed
    assert ids(empty, "service_at_location", modified_after=long_ago + timedelta(days=1)) == [
        made.an_id("at a")
    ]
    for key in changed:
        one = pages.record(empty, "service", key, False)
        assert one is not None and moment(one["last_modified"]) > long_ago + timedelta(days=1)


def test_a_postcode_finds_what_serves_it(empty: Session, tmp_path: Path) -> None:
    def areas(*names: str) -> list[dict[str, str]]:
        return [{"id": made.an_id(f"{names}{n}"), "name": name} for n, name in enumerate(names)]

    load(
        empty,
        tmp_path,
        made.service("county", "food", county="Los Angeles", zip_code="90022"),
        made.service("state", "food", county=None, zip_code="94601"),
        made.service("other county", "food", county="Alameda", zip_code="90022"),
        made.service("two codes", "food", zip_code="90022", service_areas=areas("90022, 90023")),
        made.service("town", "food", zip_code="90022", service_areas=areas("City of Oakland")),
        made.service("unsaid", "food", zip_code="90022", service_areas=[]),
    )

    def names(postcode: str, **more: Any) -> set[str]:
        return {
            at["service"]["name"]
            for at in pages.page(empty, "service_at_location", Asked(postcode=postcode, **more)).contents
        }

    assert names("90022") == {"county", "state", "two codes", "unsaid"}
    assert names("90210") == {"county", "state", "unsaid"}
    assert names("94601") == {"state", "other county", "town"}
    assert names("10001") == set()


def test_nearness_is_measured_from_the_postcodes_centre(bundle: Session) -> None:
    def found(metres: float) -> set[str]:
        return set(ids(bundle, "service_at_location", postcode="94601", proximity=metres))

    near, far = found(3000), found(30_000)
    assert near and near < far < set(ids(bundle, "service_at_location", postcode="94601"))
    assert found(0) <= near


def test_inactive_services_are_served_with_their_status(empty: Session, tmp_path: Path) -> None:
    gone = made.service("gone", "food")
    load(empty, tmp_path, made.service("there", "food"), gone)
    empty.execute(
        update(SHAPES["service"].table)
        .where(SHAPES["service"].table.c.id == gone["id"])
        .values(status="inactive")
    )
    by_id = {one["id"]: one["status"] for one in pages.page(empty, "service", Asked()).contents}
    assert by_id == {made.an_id("there"): "active", gone["id"]: "inactive"}
    assert pages.record(empty, "service", "never was", False) is None


def test_an_organization_names_its_services_or_has_them_whole(empty: Session, tmp_path: Path) -> None:
    load(
        empty, tmp_path, made.service("a", "food", organization="One"), made.service("b", organization="One")
    )
    brief = pages.record(empty, "organization", made.an_id("One"), False)
    whole = pages.record(empty, "organization", made.an_id("One"), True)
    assert brief is not None and whole is not None
    assert sorted(one["name"] for one in brief["services"]) == ["a", "b"]
    assert all(one.keys() == {"id", "name", "status"} for one in brief["services"])
    assert sorted(one["name"] for one in whole["services"]) == ["a", "b"]
    assert all(one["phones"] for one in whole["services"])
