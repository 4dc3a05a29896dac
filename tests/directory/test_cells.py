"""Phones, hours, addresses, languages, ages, dates and encodings as people write them."""

import pytest

from bot.directory.mapping import addresses, ages, categories, cleaning, hours, ids, languages, phones
from bot.directory.packages import cells
from bot.directory.reading import tables, texts
from bot.directory.shapes import SHAPES

WEEKDAYS = ("MO", "TU", "WE", "TH", "FR")


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("213-555-0100", [("213-555-0100", None, "voice")]),
        ("+1 (415) 555.0199", [("415-555-0199", None, "voice")]),
        (
            "(650) 780-7525 x12 or 1-800-FLOWERS / 211",
            [("650-780-7525", 12, "voice"), ("800-356-9377", None, "voice"), ("211", None, "voice")],
        ),
        ("Call 211", [("211", None, "voice")]),
        ("9-8-8", [("988", None, "voice")]),
        (
            "213.555.0100; Fax: 213-555-0101",
            [("213-555-0100", None, "voice"), ("213-555-0101", None, "fax")],
        ),
        (
            "Main: 310 555 0123 ext. 45, TTY (310) 555-0124",
            [("310-555-0123", 45, "voice"), ("310-555-0124", None, "textphone")],
        ),
        ("2135550100/2135550101", [("213-555-0100", None, "voice"), ("213-555-0101", None, "voice")]),
        ("1-800-273-TALK (8255)", [("800-273-8255", None, "voice")]),
        ("(888) 4-KID-HELP", [("888-454-3435", None, "voice")]),
        ("Text HOME to 741741", [("741741", None, "text")]),
        ("555-0100", [("555-0100", None, "voice")]),
        ("N/A", []),
        ("call the agency", []),
    ],
)
def test_phones(text: str, found: list[tuple[str, int | None, str]]) -> None:
    assert [(p.number, p.extension, p.type) for p in phones.parse(text)] == found


def test_a_number_that_is_none_is_kept_as_written_and_said_to_be_unsure() -> None:
    (phone,) = phones.parse("555-0100")
    assert not phone.sure
    assert phones.digits("1-800-FLOWERS") == phones.digits("(800) 356-9377") == "8003569377"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Mon-Fri 9am-5pm", [(WEEKDAYS, "09:00", "17:00")]),
        ("M-F 8:00 AM - 5:00 PM", [(WEEKDAYS, "08:00", "17:00")]),
        ("Monday through Friday, 8 to 5", [(WEEKDAYS, "08:00", "17:00")]),
        ("Mon, Wed, Fri 9-12", [(("MO", "WE", "FR"), "09:00", "12:00")]),
        (
            "M/W/F 9am-noon; T/Th 1pm-5pm",
            [(("MO", "WE", "FR"), "09:00", "12:00"), (("TU", "TH"), "13:00", "17:00")],
        ),
        ("9am-5pm Mon-Fri", [(WEEKDAYS, "09:00", "17:00")]),
        ("24 hours a day, 7 days a week", [(hours.WEEK, "00:00", "23:59")]),
        (
            "Mon-Thu 9-5, Fri 9-12, closed Sat-Sun",
            [(("MO", "TU", "WE", "TH"), "09:00", "17:00"), (("FR",), "09:00", "12:00")],
        ),
        (
            "Monday - Friday: 8:00 a.m. to 5:00 p.m.; Saturday: 9:00 a.m. - 1:00 p.m. Closed holidays",
            [(WEEKDAYS, "08:00", "17:00"), (("SA",), "09:00", "13:00")],
        ),
        ("Lunes a viernes 9am-5pm", [(WEEKDAYS, "09:00", "17:00")]),
        ("By appointment", []),
        ("Mon-Fri 9am-5pm and by appointment", []),
        ("varies", []),
        ("Mon-Fri", []),
        ("9-5", []),
    ],
)
def test_hours(text: str, found: list[tuple[tuple[str, ...], str, str]]) -> None:
    assert [(o.days, o.opens, o.closes) for o in hours.parse(text)] == found
    assert hours.as_schedules(text)[0]["description"] == text


@pytest.mark.parametrize(
    ("text", "street", "city", "code", "sort"),
    [
        ("123 Main St, Suite 4, Los Angeles, CA 90012-1234", "123 Main St", "Los Angeles", "90012-1234", "physical"),
        ("123 Main St Los Angeles CA 90012", "123 Main St", "Los Angeles", "90012", "physical"),
        ("1 Broadway\nOakland, California 94607", "1 Broadway", "Oakland", "94607", "physical"),
        ("P.O. Box 12, Fresno, CA 93701", "P.O. Box 12", "Fresno", "93701", "postal"),
        ("2600 Middlefield Road, Redwood City", "2600 Middlefield Road", "Redwood City", None, "physical"),
    ],
)  # fmt: skip
def test_addresses(text: str, street: str, city: str, code: str | None, sort: str) -> None:
    found = addresses.parse(text)
    assert found is not None
    assert (found["address_1"], found["city"], found.get("postal_code"), found["address_type"]) == (
        street,
        city,
        code,
        sort,
    )


def test_a_secret_address_is_none() -> None:
    assert addresses.parse("Confidential") is None and addresses.parse("Call for location") is None


def test_languages() -> None:
    found, unknown = languages.parse("English, Spanish; Mandarin & Cantonese, Elvish (Tuesdays)")
    assert [language["code"] for language in found] == ["en", "es", "zh", "zh"] and unknown == ["Elvish"]
    assert languages.parse("en, es")[0][1] == {"name": "Spanish", "code": "es"}


@pytest.mark.parametrize(
    ("text", "span"),
    [
        ("0-5", (0, 5)),
        ("birth to 3 years", (0, 3)),
        ("18 and over", (18, None)),
        ("under 6", (None, 5)),
        ("6-18 months", None),
        ("all ages", None),
    ],
)
def test_ages(text: str, span: tuple[int | None, int | None] | None) -> None:
    assert ages.parse(text) == span


def test_single_values() -> None:
    assert cleaning.day("3/14/2026") == cleaning.day("March 14, 2026") == "2026-03-14"
    assert cleaning.day("2026-03-14 10:22:01") == "2026-03-14" and cleaning.day("last spring") is None
    assert cleaning.web("www.example.org") == "https://www.example.org" and cleaning.web("ask us") is None
    assert cleaning.email("Mail: a@b.org; c@d.org") == "a@b.org"
    assert cleaning.status("Open") == "active" and cleaning.status("perhaps") is None
    assert (
        cleaning.clock("9:00 AM") == cleaning.clock("09:00:00") == "09:00"
        and cleaning.clock("1700") == "17:00"
    )
    assert cleaning.coordinates(-122.2, 37.8) is None or cleaning.coordinates(-122.2, 37.8) == (37.8, -122.2)
    assert cleaning.coordinates("x", 1) is None and cleaning.coordinates(0, 0) is None


def test_categories_that_are_sure() -> None:
    assert categories.needs_of(["Food Pantries", "Childcare", "Elder Law"]) == ("food", "child_care")
    assert categories.needs_of(["BD-1800.2000", "Food"], {"BD-18*": ("food",), "Food": ()}) == ("food",)
    assert categories.needs_in_name("Diaper Bank of the Valley") == ("baby_supplies",)
    assert categories.needs_in_name("Bankers' Club") == ()
    every = {need for row in categories._rows() for need in row["needs"].split("|")}
    assert every <= categories.known_needs()


def test_names_that_are_one() -> None:
    assert ids.plain("The Harbor & House, Inc.") == ids.plain("HARBOR AND HOUSE") == "harbor house"


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252", "mac_roman"]
)
def test_encodings(encoding: str) -> None:
    text = "name;city\nNiños – «día», Educación Pequeños;Cañón\n"
    assert texts.decode(text.encode(encoding)).text == text


def test_lists_put_together_from_lists_in_two_encodings() -> None:
    read = texts.decode(
        "name\nNiños\n".encode() + "Cañón – Clínica\n".encode("cp1252") + b"Log\x81 Cabin\xf1\n"
    )
    assert read.text == "name\nNiños\nCañón – Clínica\nLog Cabinñ\n"
    assert read.encoding == "Windows-1252 and UTF-8" and read.odd_lines == (4,)


@pytest.mark.parametrize(
    "text",
    [
        "Free child care—including infants\nfood•clothing\nwalk–in clinic\nWomen’s shelter—open",
        "Café—abierto\nNiños • pañales\nAtención–gratis\nwomen‘s",
        "Monday–a day of play\nSan José—in person",
    ],
)
def test_dashes_and_bullets_between_words_make_no_mac_of_windows(text: str) -> None:
    read = texts.decode(text.encode("cp1252"))
    assert read.text == text and read.encoding == "Windows-1252"
    read = texts.decode(("Niños\n" * 9).encode() + text.encode("cp1252"))
    assert read.text == "Niños\n" * 9 + text and read.encoding == "Windows-1252 and UTF-8"


def test_lines_in_mac_roman_among_lines_in_utf_8() -> None:
    read = texts.decode("\ufeffNiños\n".encode() + "Educación para niñas\nJosé\n".encode("mac_roman"))
    assert read.text == "Niños\nEducación para niñas\nJosé\n" and read.encoding == "Mac Roman and UTF-8"


def test_text_encoded_twice_is_mended_and_other_text_is_not() -> None:
    assert texts.once("PequeÃ±os") == "Pequeños" and texts.once("São Tomé") == "São Tomé"


@pytest.mark.parametrize(
    ("text", "columns", "first"),
    [
        ("a,b\n1,2\n", ["a", "b"], (2, {"a": "1", "b": "2"})),
        ("a;b\n1,5;2\n", ["a", "b"], (2, {"a": "1,5", "b": "2"})),
        ("a\tb\n1\t2\n", ["a", "b"], (2, {"a": "1", "b": "2"})),
        ("sep=;\na;b\n1;2\n", ["a", "b"], (2, {"a": "1", "b": "2"})),
        ("List of 2026\n\na,b,c\n1,,3\n", ["a", "b", "c"], (4, {"a": "1", "c": "3"})),
        ('a,b\n"x\ny",2\n', ["a", "b"], (2, {"a": "x\ny", "b": "2"})),
        ("a,a\n1,2\n", ["a", "a 2"], (2, {"a": "1", "a 2": "2"})),
    ],
)
def test_tables(text: str, columns: list[str], first: tuple[int, dict[str, str]]) -> None:
    table = tables.read(text)
    assert table.columns == columns and next(table.rows()) == first


@pytest.mark.parametrize(
    ("cell", "value"),
    [("12", 12), ("12.5", 12.5), ("-3", -3), ("007", "007"), ("twelve", "twelve"), ("1e5", 1e5)],
)
def test_cells_of_numbers(cell: str, value: object) -> None:
    assert cells.read(SHAPES["service"], "minimum_age", cell) == value
