"""What a request to the directory's API may ask for, and how it is told that it may not."""

from datetime import datetime, timezone

import pytest

from bot.directory.hsda import parameters, standard_api
from bot.directory.hsda.parameters import Asked, BadParameter, moment

SERVICES = standard_api.parameters()["/services"]
PLACES = standard_api.parameters()["/service_at_locations"]


def test_a_request_without_parameters_asks_for_the_first_page() -> None:
    assert parameters.read(SERVICES, {}) == Asked(page=1, per_page=None, format="json")


def test_every_parameter_of_the_standard_is_read() -> None:
    given = {
        "search": ["food"],
        "page": ["2"],
        "per_page": ["10"],
        "format": ["ndjson"],
        "taxonomy_term_id": ["t"],
        "taxonomy_id": ["x"],
        "organization_id": ["o"],
        "modified_after": ["2026-01-31T09:00:00-08:00"],
        "full": ["True"],
        "postcode": ["94601-1234"],
        "proximity": ["5000"],
    }
    assert set(given) == set(PLACES)
    asked = parameters.read(PLACES, given)
    assert asked.modified_after == datetime(2026, 1, 31, 17, tzinfo=timezone.utc)
    assert (asked.page, asked.per_page, asked.full, asked.format) == (2, 10, True, "ndjson")
    assert (asked.postcode, asked.proximity) == ("94601", 5000.0)


@pytest.mark.parametrize(
    ("name", "value", "says"),
    [
        ("page", "0", "a whole number from 1 up"),
        ("page", "-1", "a whole number from 1 up"),
        ("page", "1.5", "a whole number from 1 up"),
        ("page", "two", "not «two»"),
        ("per_page", "501", "from 1 to 500"),
        ("per_page", "9" * 5000, "from 1 to 500"),
        ("full", "yes", "true or false"),
        ("format", "xml", "json or ndjson"),
        ("modified_after", "yesterday", "like 2026-01-31"),
        ("modified_after", "2026-02-30", "like 2026-01-31"),
        ("postcode", "9460", "a ZIP code like 94601"),
        ("proximity", "5 km", "a number of metres"),
        ("search", "  ", "search is empty"),
        ("taxonomy_term_ids", "x", "there is no parameter «taxonomy_term_ids»; this path takes search"),
    ],
)
def test_what_cannot_be_meant_is_refused_and_says_what_fits(name: str, value: str, says: str) -> None:
    with pytest.raises(BadParameter) as refused:
        parameters.read(PLACES, {name: [value]})
    assert refused.value.parameter == name
    assert says in str(refused.value)


def test_a_parameter_given_twice_is_refused() -> None:
    with pytest.raises(BadParameter, match="given 2 times"):
        parameters.read(SERVICES, {"page": ["1", "2"]})


def test_nearness_needs_a_postcode() -> None:
    with pytest.raises(BadParameter, match="give postcode too"):
        parameters.read(PLACES, {"proximity": ["5000"]})


def test_what_no_database_keeps_finds_nothing_instead_of_failing() -> None:
    assert parameters.read(SERVICES, {"organization_id": ["a\0b\ud800"]}).organization_id == "a\ufffdb\ufffd"


@pytest.mark.parametrize(
    ("written", "iso"),
    [
        ("2026-01-31", "2026-01-31T00:00:00+00:00"),
        ("2026-01-31T09:00", "2026-01-31T09:00:00+00:00"),
        ("2026-01-31t09:00:00z", "2026-01-31T09:00:00+00:00"),
        ("2023-03-15T10:30:45.123Z", "2023-03-15T10:30:45.123000+00:00"),
        ("2026-01-31T09:00:00+0100", "2026-01-31T08:00:00+00:00"),
        ("2026-01-31T09:00:00 01:00", "2026-01-31T08:00:00+00:00"),
        ("2016-12-31T23:59:60Z", "2016-12-31T23:59:59+00:00"),
    ],
)
def test_moments_are_read_in_the_ways_they_are_written(written: str, iso: str) -> None:
    read = moment(written)
    assert read is not None and read.isoformat() == iso


@pytest.mark.parametrize(
    "written", ["", "soon", "0001-01-01T00:00:00+14:00", "2026-01-31T25:00Z", "2026-13-01"]
)
def test_what_is_no_moment_is_none(written: str) -> None:
    assert moment(written) is None
