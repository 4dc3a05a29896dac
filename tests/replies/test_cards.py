"""What a family reads of a service: only fields of the record, in her language, and how sure we are."""

from dataclasses import replace
from datetime import date

import pytest

from bot.directory.records import Found, Phone
from bot.directory.trust import checking
from bot.replies import answers, cards

PANTRY = Found(
    id="x",
    service_id="x",
    service="food pantry",
    organization="Eastmont Community Center",
    description="",
    needs=("food", "baby_supplies"),
    communities=(),
    languages=("es", "en"),
    phones=(Phone("323-726-7998", "voice"),),
    email=None,
    url=None,
    address="701 Hoefner Avenue, Los Angeles, CA 90022",
    city="Los Angeles",
    hours=None,
    schedule=None,
    cost="free",
    eligibility=None,
    ages=None,
    documents=(),
    statewide=False,
    counties=("Los Angeles",),
    assured_on=date(2025, 12, 16),
    assured_text="2025-12-16",
    source="https://example.org",
    recheck=False,
    distance_km=6.5,
    why=("need:food",),
)


def test_a_line_says_who_what_how_far_and_how_to_reach() -> None:
    assert cards.options("en", [PANTRY], ["food"]) == (
        "1) Eastmont Community Center: food. 4 mi. 323-726-7998. Checked Dec 2025"
    )


def test_a_place_in_the_same_zip_is_not_said_to_be_zero_miles_away() -> None:
    assert cards.distance("en", replace(PANTRY, distance_km=0.0)) == ""


def test_details_say_what_is_known_and_nothing_else() -> None:
    said = cards.details("es", PANTRY)
    assert "Tel.: 323-726-7998" in said and "Costo: gratis" in said and "español, inglés" in said
    assert "Horario" not in said and "None" not in said


def test_details_say_when_it_was_last_checked() -> None:
    assert "Last checked Dec 2025." in cards.details("en", PANTRY)


def test_an_old_record_asks_for_a_call_before_going() -> None:
    assert "please call" in cards.verified("en", replace(PANTRY, recheck=True))
    assert "please call" in cards.verified("en", replace(PANTRY, assured_on=None))


def test_a_stale_record_says_so_wherever_it_is_shown() -> None:
    old = replace(PANTRY, stale=True)
    assert "a long time ago: please call before you go." in cards.details("en", old)
    assert cards.options("en", [old], ["food"]).endswith("Old, Dec 2025: ask first")
    card = cards.web_card("en", 1, old, ["food"])
    assert card["stale"] and "a long time ago" in card["verified"]


def test_every_answer_has_a_date_or_says_that_there_is_none() -> None:
    for one in (PANTRY, replace(PANTRY, recheck=True), replace(PANTRY, stale=True)):
        assert "Dec 2025" in cards.checked("en", one) and "Dec 2025" in cards.verified("en", one)
    assert cards.checked("en", replace(PANTRY, assured_on=None)) == "Not dated: ask first"


def test_the_source_is_named_by_its_site() -> None:
    named = {
        "https://www.first5coco.org/a/b?c=d": "first5coco.org",
        "https://github.com/cagov/api/blob/x.json": "github.com/cagov",
        "baynavigator.org (public data repository)": "baynavigator.org",
        "a public file on GitHub: help directory of 2024": "a public file on GitHub",
    }
    for source, site in named.items():
        assert cards.verified("en", replace(PANTRY, source=source)).endswith(f" Source: {site}.")
    assert cards.verified("en", replace(PANTRY, source=None)) == "Last checked Dec 2025."


@pytest.mark.parametrize("how", checking.HOWS)
def test_what_a_steward_checked_says_how(how: str) -> None:
    said = cards.verified("en", replace(PANTRY, assured_how=how))
    assert said == cards.HOW[how].replace("{when}", "Dec 2025") and "Source" not in said


def test_without_a_phone_the_page_is_the_way() -> None:
    assert cards.contact(replace(PANTRY, phones=(), url="https://example.org")) == "https://example.org"


def test_what_only_helps_to_look_further_is_not_called_an_answer() -> None:
    found = [replace(PANTRY, why=("related:navigation",))]
    assert "noted that it is missing" in answers.services("en", found, ["transport"], "90022").text


def test_kept_needs_are_offered_with_the_answer() -> None:
    answer = answers.services("en", [PANTRY], ["food"], "90022", later=["housing"])
    assert "You also mentioned housing" in answer.text
    assert [q["say"] for q in answer.payload["quick_replies"]] == ["YES", "MORE", "PERSON"]
