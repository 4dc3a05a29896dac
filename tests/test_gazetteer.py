"""Places: looking them up, and recognising them in what people write."""

import time

import pytest

from bot import gazetteer
from bot.gazetteer import find_misspelt_places, find_places


def named(text: str) -> list[tuple[str, str]]:
    return [(mention.kind, mention.name) for mention in find_places(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("need food in LA", ["Los Angeles"]),
        ("vivo en la casa de mi tía en Pico-Union", ["Pico-Union"]),
        ("estoy en el centro de LA", ["Downtown Los Angeles"]),
        ("East LA", ["East Los Angeles"]),
        ("three of us in K-town", ["Koreatown"]),
        ("Boyle Heights necesito comida", ["Boyle Heights"]),
        ("the Iron Triangle", ["Iron Triangle"]),
        ("soy de Frisco", ["San Francisco"]),
        ("sacto, rent is due", ["Sacramento"]),
        ("i need rides in sd", ["San Diego"]),
        ("MORENO VALLEY CA", ["Moreno Valley"]),
        ("los angeles", ["Los Angeles"]),
        ("vivo en los ángeles", ["Los Angeles"]),
        ("Antioch or San Francisco", ["Antioch", "San Francisco"]),
        ("toi o san jose", ["San Jose"]),
        ("三藩市有冇免費尿片", ["San Francisco"]),
        ("住旧金山", ["San Francisco"]),
        ("我住在尔湾附近", ["Irvine"]),
        ("住在Irvine附近", ["Irvine"]),
        ("엘에이 근처에 살아요", ["Los Angeles"]),
        ("어바인이요", ["Irvine"]),
    ],
)
def test_cities_and_neighbourhoods_as_people_write_them(text: str, expected: list[str]) -> None:
    assert named(text) == [("city", name) for name in expected]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("i live in orange county", "Orange"),
        ("condado de Orange", "Orange"),
        ("Tôi ở Quận Cam", "Orange"),
        ("住在橙县", "Orange"),
        ("一岁八个月，Alameda县的", "Alameda"),
        ("洛杉矶县", "Los Angeles"),
        ("LA county", "Los Angeles"),
        ("kern", "Kern"),
        ("Lake County", "Lake"),
        ("nevada county", "Nevada"),
    ],
)
def test_counties(text: str, expected: str) -> None:
    assert named(text) == [("county", expected)]


@pytest.mark.parametrize(
    "text",
    [
        "orange juice for my kid",
        "hope you can help",
        "my son smokes weed",
        "Likely to be evicted",
        "needles and diapers",
        "trabajo en el campo",
        "hay moho en los baños",
        "mi chico tiene 3",
        "tengo las pastillas en la mesa",
        "el segundo",
        "la 2",
        "ok la",
        "Mi nombre es Guadalupe",
        "my baby austin needs diapers",
        "i have LA Care",
        "the one on Anaheim St",
        "it is a nice place",
    ],
)
def test_ordinary_words_are_no_places(text: str) -> None:
    assert named(text) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("we're in Orange", "Orange"),
        ("orange", "Orange"),
        ("im in weed ca", "Weed"),
        ("we lost everything in Paradise", "Paradise"),
        ("vivo en Campo", "Campo"),
        ("I'm from Commerce", "Commerce"),
        ("we pick in mecca", "Mecca"),
        ("lost hills", "Lost Hills"),
        ("no ride to the clinic. merced", "Merced"),
        ("iud removed, watts area", "Watts"),
        ("vivo en el monte", "El Monte"),
    ],
)
def test_ordinary_words_are_places_where_something_says_so(text: str, expected: str) -> None:
    assert ("city", expected) in named(text)


@pytest.mark.parametrize(
    "text",
    ["i moved from Portland OR", "Richmond, VA", "im in Las Vegas", "texas", "Tijuana", "live in Austin TX"],
)
def test_places_elsewhere(text: str) -> None:
    assert [mention.kind for mention in find_places(text)] == ["elsewhere"]


def test_a_mention_says_where_it_stands_and_whether_it_is_home() -> None:
    text = "therapy is in Apple Valley, we're in Barstow"
    therapy, home = find_places(text)
    assert text[therapy.start : therapy.end] == "Apple Valley" and not therapy.home
    assert text[home.start : home.end] == "Barstow" and home.home
    assert home.county == "San Bernardino"


def test_a_neighbourhood_knows_its_city() -> None:
    (mention,) = find_places("City Heights")
    assert mention.city == "San Diego"


def test_misspelt_places_behind_in_or_near() -> None:
    assert [m.name for m in find_misspelt_places("live in Bakersfeild with 2 kids")] == ["Bakersfield"]
    assert [m.name for m in find_misspelt_places("estoy en oxnad")] == ["Oxnard"]
    assert find_misspelt_places("im in need of help in the morning from school") == []
    assert find_misspelt_places("en la mesa y en el verano") == []


def test_looking_up() -> None:
    east_la = gazetteer.zip_area("90022")
    assert east_la and (east_la.city, east_la.county) == ("Los Angeles", "Los Angeles")
    assert gazetteer.zip_area("90000") is None
    assert gazetteer.zip_elsewhere("10001") == "NY"
    assert gazetteer.zip_elsewhere("90000") is None
    assert gazetteer.zip_elsewhere("90022") is None
    koreatown = gazetteer.city("k-TOWN")
    assert koreatown and koreatown.name == "Koreatown" and koreatown.county == "Los Angeles"
    orange = gazetteer.county("Condado de Orange")
    assert orange and orange.name == "Orange"
    assert gazetteer.city("McFarland") and gazetteer.city("mc farland")
    guessed = gazetteer.guess("Rancho Cucamunga")
    assert guessed and guessed.name == "Rancho Cucamonga"
    assert gazetteer.guess("xyzzyx") is None


def test_every_place_lies_in_california_and_in_one_of_58_counties() -> None:
    counties = {county.name for county in gazetteer.counties()}
    assert len(counties) == 58
    for place in gazetteer.names().values():
        if isinstance(place, gazetteer.NamedPlace):
            assert place.county in counties
            assert 32.4 < place.latitude < 42.1 and -124.6 < place.longitude < -114.0
            assert place.radius_km < 80, place.name
            assert place.zips


def test_it_is_quick() -> None:
    find_places("warm up")
    started = time.thread_time()
    for _ in range(300):
        find_places(
            "Vivo en Mecca y la despensa la dan hasta Coachella y no tengo en que ir, soy de San Martin"
        )
    assert (time.thread_time() - started) / 300 < 0.002
