"""Whom a service reaches, by its areas and its address."""

from bot.directory.coverage import of_areas, of_location


def test_the_whole_state() -> None:
    for name in ("California", "Statewide", "State of California"):
        assert of_areas([{"name": name}]).statewide


def test_counties_and_cities_and_zip_codes() -> None:
    assert of_areas([{"name": "Kern County"}, {"name": "Tulare County"}]).counties == ("Kern", "Tulare")
    fresno = of_areas([{"name": "City of Fresno"}])
    assert fresno.counties == ("Fresno",) and fresno.spots[0].name == "Fresno"
    assert of_areas([{"name": "ZIP codes 90022, 90063"}]).counties == ("Los Angeles",)


def test_a_place_named_beside_its_county_says_only_what_is_near() -> None:
    areas = [{"name": "Los Angeles County"}, {"name": "Lancaster", "extent": "place"}]
    found = of_areas(areas)
    assert found.counties == ("Los Angeles",)
    assert [spot.name for spot in found.spots] == ["Lancaster"]


def test_an_area_nobody_can_read_says_nothing() -> None:
    found = of_areas([{"name": "our community"}])
    assert not found.statewide and found.counties == () and found.spots == ()


def test_a_location_lies_where_its_coordinates_or_its_zip_code_say() -> None:
    by_point = of_location({"latitude": 34.0, "longitude": -118.1, "addresses": [{"postal_code": "90022"}]})
    assert (by_point.spots[0].latitude, by_point.counties) == (34.0, ("Los Angeles",))
    by_zip = of_location({"addresses": [{"postal_code": "95482-1234"[:5], "city": "Ukiah"}]})
    assert by_zip.counties == ("Mendocino",) and by_zip.spots
    assert of_location({"latitude": 100, "longitude": 101}).spots == ()
