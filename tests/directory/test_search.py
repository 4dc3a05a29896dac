"""What families get for what they ask: the bundled directory, and small made-up ones where only one thing differs."""

from datetime import datetime
from pathlib import Path

import pytest
from sqlalchemy.orm import Session

from bot import gazetteer
from bot.directory import importing, places, search
from bot.directory.bundle import vocabulary
from bot.directory.opening import PACIFIC
from bot.directory.places import Place
from bot.directory.records import Found
from bot.directory.search import Request
from tests.directory import made

WORDS = vocabulary.read()
NEEDS = list(WORDS.terms["needs"])
COMMUNITIES = list(WORDS.terms["communities"])


def at(**where: str) -> Place:
    place = places.resolve(**where)
    assert isinstance(place, Place)
    return place


def names(found: list[Found]) -> list[str]:
    return [one.service for one in found]


def load(session: Session, folder: Path, *services: object) -> None:
    report = importing.import_files(session, [made.write(folder, *services)])
    assert not report.refused


EAST_LA = at(zip="90022")

# ---------------------------------------------------------------- the bundled directory


def test_food_in_east_los_angeles_is_near(bundle: Session) -> None:
    found = search.find(bundle, Request(("food",), EAST_LA, ("es",)))
    assert len(found) == 3
    assert all(one.distance_km is not None and one.distance_km < 8 for one in found[:2])
    assert all("food" in one.needs for one in found)


def test_diapers_and_food_are_both_answered_by_real_near_services(bundle: Session) -> None:
    found = search.find(bundle, Request(("baby_supplies", "food"), EAST_LA, ("es",), child_age_months=7))
    assert {need for one in found for need in one.needs} >= {"baby_supplies", "food"}
    assert any(one.distance_km is not None and one.distance_km < 5 for one in found)
    assert all(one.phones or one.url for one in found)


def test_mendocino_gets_baby_supplies_from_what_serves_mendocino(bundle: Session) -> None:
    found = search.find(bundle, Request(("baby_supplies",), at(county="Mendocino")))
    assert found and "baby_supplies" in found[0].needs
    assert all(one.statewide or "Mendocino" in one.counties for one in found)


@pytest.mark.parametrize("county", [county.name for county in gazetteer.counties()])
def test_every_need_has_an_answer_that_serves_the_county(bundle: Session, county: str) -> None:
    place = at(county=county)
    for need in NEEDS:
        found = search.find(bundle, Request((need,), place))
        assert found, f"nothing for {need}"
        assert all(one.statewide or county in one.counties for one in found)


@pytest.mark.parametrize("community", COMMUNITIES)
def test_every_community_has_organizations_of_its_own(bundle: Session, community: str) -> None:
    found = [
        one
        for need in NEEDS
        for county in ("Los Angeles", "Alameda", "San Diego", "Sacramento", "Fresno")
        for one in search.find(bundle, Request((need,), at(county=county), communities=(community,)))
        if community in one.communities
    ]
    assert found
    assert any(f"community:{community}" in one.why for one in found)


def test_without_a_place_what_serves_everyone_is_given(bundle: Session) -> None:
    found = search.find(bundle, Request(("health_coverage",), None))
    assert found and all(one.statewide for one in found)


def test_more_gives_others_until_there_are_none(bundle: Session) -> None:
    request = Request(("pregnancy_loss",), at(city="Fresno"))
    seen: set[str] = set()
    for _ in range(10):
        found = search.find(bundle, Request(request.needs, request.place, exclude=frozenset(seen)))
        if not found:
            break
        assert not seen & {one.id for one in found}
        seen |= {one.id for one in found}
    else:
        pytest.fail("it never ends")
    assert len(seen) >= 3


def test_where_nothing_answers_related_help_is_given_and_said_to_be_so(bundle: Session) -> None:
    found = search.find(bundle, Request(("birth_support",), at(city="Redding")))
    assert found
    assert all("birth_support" not in one.needs for one in found)
    assert all(one.why[0].startswith("related:") for one in found)


def test_a_family_that_did_not_name_a_community_gets_a_general_service_first(bundle: Session) -> None:
    for city in ("Oakland", "Los Angeles", "Sacramento", "San Diego", "Fresno"):
        for need in ("cash", "housing", "health_coverage", "food", "jobs"):
            first = search.find(bundle, Request((need,), at(city=city)))[0]
            assert not first.communities, f"{need} in {city}: {first.organization}"


def test_her_language_does_not_stand_for_a_community(bundle: Session) -> None:
    found = search.find(bundle, Request(("adult_health",), at(city="Koreatown"), ("ko",)))
    assert not any(reason.startswith("community:") for one in found for reason in one.why)


def test_a_line_in_another_language_is_not_given(bundle: Session) -> None:
    found = search.find(bundle, Request(("health_coverage",), at(city="Modesto"), ("en",), limit=6))
    assert all(not one.languages or "en" in one.languages for one in found)


@pytest.mark.parametrize(
    ("need", "wrong"),
    [
        ("baby_supplies", {"legal", "adult_health"}),
        ("housing", {"food", "substance_use", "domestic_violence"}),
        ("food", {"legal", "jobs"}),
        ("dental_vision", {"mental_health"}),
        ("tax_credits", {"parenting"}),
    ],
)
def test_the_first_answer_is_about_the_need_itself(bundle: Session, need: str, wrong: set[str]) -> None:
    for city in ("Los Angeles", "Oakland", "Fresno", "Redding", "El Centro"):
        first = search.find(bundle, Request((need,), at(city=city)))[0]
        assert first.needs[0] not in wrong, f"{city}: {first.organization}, {first.service}"


def test_a_search_is_quick(bundle: Session) -> None:
    from time import thread_time

    request = Request(("food", "utilities", "health_coverage"), at(city="Merced"), ("es",))
    search.find(bundle, request)
    times = []
    for _ in range(15):
        started = thread_time()
        search.find(bundle, request)
        times.append(thread_time() - started)
    assert sorted(times)[7] < 0.025


# ---------------------------------------------------------------- one difference at a time


def test_another_county_without_coverage_does_not_fit(empty: Session, tmp_path: Path) -> None:
    load(empty, tmp_path, made.service("Pantry", "food", county="Orange", zip_code="92801"))
    assert search.find(empty, Request(("food",), EAST_LA)) == []


def test_coverage_counts_where_the_address_is_elsewhere(empty: Session, tmp_path: Path) -> None:
    load(empty, tmp_path, made.service("Pantry", "food", county="Los Angeles", zip_code="92801"))
    assert names(search.find(empty, Request(("food",), EAST_LA))) == ["Pantry"]


def test_without_a_service_area_the_address_says_the_county(empty: Session, tmp_path: Path) -> None:
    pantry = made.service("Pantry", "food", zip_code="90022")
    del pantry["service_areas"]
    load(empty, tmp_path, pantry)
    assert names(search.find(empty, Request(("food",), EAST_LA))) == ["Pantry"]
    assert search.find(empty, Request(("food",), at(zip="94601"))) == []


def test_near_comes_before_far_and_far_after_statewide(empty: Session, tmp_path: Path) -> None:
    load(
        empty,
        tmp_path,
        made.service("Far pantry", "food", zip_code="93535"),
        made.service("Statewide food help", "food", county=None),
        made.service("Near pantry", "food", zip_code="90063"),
    )
    found = search.find(empty, Request(("food",), EAST_LA))
    assert names(found) == ["Near pantry", "Statewide food help", "Far pantry"]
    assert found[0].distance_km == pytest.approx(3.7, abs=0.3)


def test_exactly_this_need_before_one_of_six(empty: Session, tmp_path: Path) -> None:
    six = ("legal", "jobs", "housing", "cash", "parenting", "food")
    load(empty, tmp_path, made.service("Many things", *six), made.service("Food pantry", "food"))
    assert names(search.find(empty, Request(("food",), EAST_LA)))[0] == "Food pantry"


def test_a_record_to_confirm_comes_after_others_and_before_nothing(empty: Session, tmp_path: Path) -> None:
    load(
        empty,
        tmp_path,
        made.service("Old pantry", "food", recheck=True),
        made.service("Sure pantry", "food", phone="213-555-0111"),
    )
    found = search.find(empty, Request(("food",), EAST_LA))
    assert names(found) == ["Sure pantry", "Old pantry"]
    assert found[1].recheck and "recheck" in found[1].why


def test_a_record_that_cannot_be_reached_is_last(empty: Session, tmp_path: Path) -> None:
    load(
        empty,
        tmp_path,
        made.service("Nobody answers", "food", phone=None),
        made.service("Old pantry far away", "food", zip_code="93535", recheck=True),
    )
    assert names(search.find(empty, Request(("food",), EAST_LA)))[-1] == "Nobody answers"


def test_her_language_lifts_a_service(empty: Session, tmp_path: Path) -> None:
    load(
        empty,
        tmp_path,
        made.service("Pantry one", "food"),
        made.service("Pantry two", "food", languages=("en", "vi"), phone="213-555-0111"),
    )
    assert names(search.find(empty, Request(("food",), EAST_LA, ("vi",))))[0] == "Pantry two"


def test_a_community_she_named_lifts_its_own(empty: Session, tmp_path: Path) -> None:
    load(
        empty,
        tmp_path,
        made.service("Clinic", "adult_health"),
        made.service("Hmong clinic", "adult_health", communities=("hmong",), phone="213-555-0111"),
    )
    named = search.find(empty, Request(("adult_health",), EAST_LA, communities=("hmong",)))
    unnamed = search.find(empty, Request(("adult_health",), EAST_LA))
    assert names(named) == ["Hmong clinic", "Clinic"]
    assert names(unnamed) == ["Clinic", "Hmong clinic"]


def test_a_service_for_tribal_members_only_is_never_first_for_others(empty: Session, tmp_path: Path) -> None:
    load(
        empty,
        tmp_path,
        made.service(
            "Food for tribal members", "food", communities=("native",), zip_code="90022",
            eligibility_description="enrolled tribal members",
        ),
        made.service("Far pantry", "food", zip_code="93535", recheck=True, phone="213-555-0111"),
    )  # fmt: skip
    assert names(search.find(empty, Request(("food",), EAST_LA)))[0] == "Far pantry"
    hers = search.find(empty, Request(("food",), EAST_LA, communities=("native",)))
    assert names(hers)[0] == "Food for tribal members"


def test_a_child_outside_the_ages_is_not_sent_there(empty: Session, tmp_path: Path) -> None:
    load(empty, tmp_path, made.service("Preschool", "early_learning", minimum_age=3, maximum_age=5))

    def fits(months: int | None) -> bool:
        return bool(search.find(empty, Request(("early_learning",), EAST_LA, child_age_months=months)))

    assert [fits(m) for m in (None, 35, 36, 60, 71, 72)] == [True, False, True, True, True, False]


def test_ages_of_a_parent_do_not_exclude_a_baby(empty: Session, tmp_path: Path) -> None:
    load(empty, tmp_path, made.service("Job training", "jobs", minimum_age=16, maximum_age=24))
    assert search.find(empty, Request(("jobs",), EAST_LA, child_age_months=7))


def test_what_is_open_now_comes_before_what_is_closed(empty: Session, tmp_path: Path) -> None:
    def hours(name: str, opens: str, closes: str) -> list[dict[str, str]]:
        return [{"id": made.an_id(f"hours {name}"), "freq": "WEEKLY", "byday": "MO,TU,WE,TH,FR",
                 "opens_at": opens, "closes_at": closes}]  # fmt: skip

    load(
        empty,
        tmp_path,
        made.service("Evenings", "food", schedules=hours("e", "17:00", "20:00")),
        made.service("Mornings", "food", schedules=hours("m", "08:00", "12:00"), phone="213-555-0111"),
    )
    monday_at_nine = datetime(2026, 11, 23, 9, 0, tzinfo=PACIFIC)
    found = search.find(empty, Request(("food",), EAST_LA, open_at=monday_at_nine))
    assert names(found) == ["Mornings", "Evenings"]
    assert "open" in found[0].why and "closed" in found[1].why


def test_with_several_needs_each_has_its_turn(empty: Session, tmp_path: Path) -> None:
    load(
        empty,
        tmp_path,
        *(made.service(f"Pantry {n}", "food", zip_code="90022", phone=f"213-555-011{n}") for n in range(4)),
        made.service("Diaper bank", "baby_supplies", recheck=True, phone="213-555-0121"),
        made.service("Energy bill help", "utilities", county=None, phone="213-555-0122"),
    )
    found = search.find(empty, Request(("food", "baby_supplies", "utilities"), EAST_LA))
    assert {one.needs[0] for one in found} == {"food", "baby_supplies", "utilities"}


def test_one_that_answers_two_needs_goes_before_two_that_answer_one(empty: Session, tmp_path: Path) -> None:
    load(
        empty,
        tmp_path,
        made.service("Food pantry", "food", phone="213-555-0111"),
        made.service("Diaper bank", "baby_supplies", phone="213-555-0112"),
        made.service("Food and diapers", "food", "baby_supplies", phone="213-555-0113"),
    )
    found = search.find(empty, Request(("food", "baby_supplies"), EAST_LA))
    assert names(found)[0] == "Food and diapers"


def test_no_organization_crowds_out_the_others(empty: Session, tmp_path: Path) -> None:
    load(
        empty,
        tmp_path,
        *(
            made.service(f"WIC office {n}", "food", organization="WIC", phone=f"213-555-011{n}")
            for n in range(3)
        ),
        made.service("Other pantry", "food", recheck=True, phone="213-555-0121"),
    )
    assert "Other pantry" in names(search.find(empty, Request(("food",), EAST_LA)))[:2]


def test_a_service_with_several_places_is_shown_once_at_the_nearest(empty: Session, tmp_path: Path) -> None:
    clinic = made.service("Clinic", "adult_health", zip_code="93535")
    second = made.service("Clinic two", "adult_health", zip_code="90063")["service_at_locations"]
    clinic["service_at_locations"] += second
    load(empty, tmp_path, clinic)
    found = search.find(empty, Request(("adult_health",), EAST_LA))
    assert names(found) == ["Clinic"]
    assert found[0].id == second[0]["id"]


def test_an_inactive_service_is_not_found(empty: Session, tmp_path: Path) -> None:
    load(empty, tmp_path, made.service("Closed for good", "food") | {"status": "defunct"})
    assert search.find(empty, Request(("food",), EAST_LA)) == []


# ---------------------------------------------------------------- by program and by name


@pytest.mark.parametrize(
    ("asked", "named"),
    [("WIC", "WIC"), ("Medi-Cal", "Medi-Cal"), ("medical", "Medi-Cal"), ("food stamps", "CalFresh")],
)
def test_a_question_about_a_program_finds_services_that_name_it(
    bundle: Session, asked: str, named: str
) -> None:
    found = search.by_program(bundle, asked, Request((), at(city="Fresno")))
    assert found
    for one in found:
        assert named.lower() in f"{one.organization} {one.service}".lower()
        assert one.statewide or "Fresno" in one.counties


def test_a_program_no_record_names_finds_nothing(bundle: Session) -> None:
    assert search.by_program(bundle, "Kin-GAP", Request((), at(city="Fresno"))) == []
    assert search.by_program(bundle, "TRICARE", Request((), at(city="Fresno"))) == []


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("la clinica de la rasa", "La Clinica de La Raza"),
        ("planed parenthod", "Planned Parenthood"),
        ("Eastmont", "Eastmont Community Center"),
        ("women shelter long beach", "WomenShelter of Long Beach"),
        ("kycc", "Koreatown Youth and Community Center (KYCC)"),
        ("covered ca", "Covered California"),
    ],
)
def test_an_organization_is_found_by_name_with_typing_errors(bundle: Session, typed: str, meant: str) -> None:
    assert search.by_name(bundle, typed)[0].organization == meant


def test_what_is_no_name_finds_nothing(bundle: Session) -> None:
    assert search.by_name(bundle, "asdfgh") == []
    assert search.by_name(bundle, "") == []
