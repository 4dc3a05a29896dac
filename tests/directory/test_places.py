"""From what a family says to a place that can be searched."""

import pytest

from bot.directory.places import Place, PlaceProblem, resolve


def test_a_zip_code() -> None:
    place = resolve(zip="90022")
    assert isinstance(place, Place)
    assert (place.label, place.county, place.zip) == ("90022", "Los Angeles", "90022")
    assert place.is_a_point


@pytest.mark.parametrize(
    ("city", "label", "county"),
    [
        ("los angeles", "Los Angeles", "Los Angeles"),
        ("Pico-Union", "Pico-Union", "Los Angeles"),
        ("East LA", "East Los Angeles", "Los Angeles"),
        ("Bakersfeild", "Bakersfield", "Kern"),
        ("三藩市", "San Francisco", "San Francisco"),
    ],
)
def test_a_city_or_a_neighbourhood(city: str, label: str, county: str) -> None:
    place = resolve(city=city)
    assert isinstance(place, Place)
    assert (place.label, place.county) == (label, county)


def test_a_county_is_no_point() -> None:
    for written in ("Mendocino", "Mendocino County", "condado de mendocino", "Mendocinno"):
        place = resolve(county=written)
        assert isinstance(place, Place)
        assert (place.label, place.county) == ("Mendocino County", "Mendocino")
        assert not place.is_a_point


@pytest.mark.parametrize("wrong", ["90000", "00000", "9002", "abcde", "🙂"])
def test_a_zip_code_that_does_not_exist(wrong: str) -> None:
    assert resolve(zip=wrong) is PlaceProblem.UNKNOWN


def test_places_outside_california() -> None:
    assert resolve(zip="10001") is PlaceProblem.OUTSIDE_CALIFORNIA
    assert resolve(city="Las Vegas") is PlaceProblem.OUTSIDE_CALIFORNIA
    assert resolve(city="Tijuana") is PlaceProblem.OUTSIDE_CALIFORNIA


def test_a_wrong_zip_code_does_not_hide_the_city_beside_it() -> None:
    place = resolve(zip="90000", city="Fresno")
    assert isinstance(place, Place) and place.label == "Fresno"


def test_nothing_given_is_unknown() -> None:
    assert resolve() is PlaceProblem.UNKNOWN
