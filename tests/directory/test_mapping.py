"""Directories that are not the standard's: older layouts, Ohana, flat lists, odd encodings, no ids."""

from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.directory import documents, importing, places, search
from bot.directory.entries import Entry
from bot.directory.mapping.mappings import MappingProblem, load, shipped
from bot.directory.report import Report
from bot.directory.requests import Request
from bot.directory.shapes import SHAPES

FLAT = Path(__file__).parent / "examples" / "flat"


def services(session: Session) -> dict[str, dict[str, Any]]:
    found = documents.load(session, "service", documents.ids_of(session, "service"))
    return {document["name"]: document for document in found.values()}


def needs(document: dict[str, Any]) -> list[str]:
    terms = [attribute["taxonomy_term"] for attribute in document.get("attributes", ())]
    return [term["code"] for term in terms if term.get("taxonomy") == "Kinpath needs"]


def done(report: Report) -> str:
    return "\n".join(problem.done for problem in report.problems)


def nothing_new(report: Report) -> bool:
    return all(t.created == t.updated == t.removed == t.vanished == 0 for t in report.tallies.values())


# ---------------------------------------------------------------- older layouts


@pytest.mark.parametrize(("layout", "days"), [("hsds-1.1", "TU,TH"), ("hsds-2.0", "TU")])
def test_older_hsds_is_recognised_and_read(empty: Session, examples: Path, layout: str, days: str) -> None:
    report = importing.import_path(empty, examples / layout)
    assert not report.refused and f"mapping «{layout}»" in report.notes[0]
    circle = services(empty)["New Parent Circle"]
    assert circle["organization"]["website"] == "https://www.sierra.example.org"
    assert circle["eligibility_description"] == "Parents of a child under 1; Nevada County residents"
    assert circle["fees_description"] == "Free" and circle["payments_accepted"] == "cash"
    (phone,) = circle["phones"]
    assert (phone["number"], phone["extension"]) == ("530-555-0155", 9)
    assert [language["code"] for language in phone["languages"]] == ["en", "es"]
    assert [area["name"] for area in circle["service_areas"]] == ["Nevada County"]
    assert circle["languages"][0]["code"] == "es"
    addresses = circle["service_at_locations"][0]["location"]["addresses"]
    assert {address["address_type"] for address in addresses} == {"physical", "postal"}
    assert circle["schedules"][0]["byday"] == days and circle["schedules"][0]["opens_at"][:5] == "10:00"
    assert needs(circle) == ["peer_support"]
    assert nothing_new(importing.import_path(empty, examples / layout))


def test_ohana_is_recognised_and_read(empty: Session, examples: Path) -> None:
    report = importing.import_path(empty, examples / "ohana")
    assert not report.refused and "mapping «ohana»" in report.notes[0]
    found = services(empty)
    pantry, story = found["Diaper Pantry"], found["Story Time"]
    assert pantry["organization"]["name"] == "Harbor Family Center"
    assert pantry["organization"]["year_incorporated"] == 1998
    place = pantry["service_at_locations"][0]["location"]
    assert {each["description"] for each in place["accessibility"]} == {"wheelchair", "elevator"}
    assert {each["address_type"] for each in place["addresses"]} == {"physical", "postal"}
    assert (place["phones"][0]["number"], place["phones"][0]["extension"]) == ("650-555-0140", 12)
    week = [s for s in place["schedules"] if s.get("byday")]
    assert [(s["byday"], s["opens_at"]) for s in week] == [("MO,TU,WE", "08:00"), ("SA", "09:00")]
    assert needs(pantry) == ["baby_supplies"] and needs(story) == ["early_learning"]
    assert [phone["number"] for phone in story["phones"]] == ["650-555-0141", "650-555-0142"]
    assert [area["name"] for area in story["service_areas"]] == ["San Mateo County", "Santa Clara County"]
    assert found["Old Group"]["status"] == "defunct"
    names = {card["service"] for card in empty.execute(select(Entry.card)).scalars()}
    assert names == {"Diaper Pantry", "Story Time"}
    assert nothing_new(importing.import_path(empty, examples / "ohana"))


def test_what_vanishes_from_ohana_tables_is_inactive(empty: Session, examples: Path, tmp_path: Path) -> None:
    importing.import_path(empty, examples / "ohana")
    for path in (examples / "ohana").iterdir():
        text = path.read_text(encoding="utf-8")
        if path.name == "services.csv":
            text = "\n".join(line for line in text.splitlines() if "Story Time" not in line) + "\n"
        (tmp_path / path.name).write_text(text, encoding="utf-8")
    report = importing.import_path(empty, tmp_path)
    assert report.tally("service").vanished == 1
    assert services(empty)["Story Time"]["status"] == "inactive"


# ---------------------------------------------------------------- flat lists


def test_a_spreadsheet_in_windows_1252_with_a_title(empty: Session) -> None:
    report = importing.import_path(empty, FLAT / "county_semicolons_cp1252.csv")
    assert [problem.line for problem in report.refused] == [10]
    said = done(report)
    assert "read as Windows-1252" in said and "joined as «Community Action Partnership»" in said
    found = services(empty)
    bank, diapers, play = found["Food Bank"], found["Diaper Bank"], found["Early Start Playgroup"]
    assert bank["organization"] == diapers["organization"]
    assert diapers["description"] == "Pañales gratis – every third Thursday"
    at = bank["service_at_locations"][0]
    assert [(p["number"], p.get("extension")) for p in at["phones"]] == [
        ("661-555-0142", 3),
        ("800-555-0143", None),
    ]
    assert at["schedules"][0] | {"id": ""} == {
        "id": "",
        "freq": "WEEKLY",
        "byday": "MO,TU,WE,TH,FR",
        "opens_at": "08:00",
        "closes_at": "16:30",
        "description": "Mon-Fri 8am-4:30pm",
    }
    address = diapers["service_at_locations"][0]["location"]["addresses"][0]
    assert (address["address_1"], address["postal_code"]) == ("1807 Feliz Dr", "93307")
    assert "byday" not in diapers["service_at_locations"][0]["schedules"][0]
    assert (diapers["minimum_age"], diapers["maximum_age"]) == (0, 3)
    assert bank["ages"] == "All" and bank["url"] == "https://www.capexample.org"
    assert "service_at_locations" not in play  # the address is confidential
    assert [language["code"] for language in play["languages"]] == ["es", "mix"]
    assert needs(bank) == ["food"] and needs(diapers) == ["baby_supplies"]
    clinic = found["Community Clinics"]
    assert clinic["service_at_locations"][0]["phones"][0]["number"] == "211"
    assert nothing_new(importing.import_path(empty, FLAT / "county_semicolons_cp1252.csv"))


def test_a_list_is_known_again_under_another_name_and_its_changes_are_updates(
    empty: Session, tmp_path: Path
) -> None:
    importing.import_path(empty, FLAT / "county_semicolons_cp1252.csv")
    text = (FLAT / "county_semicolons_cp1252.csv").read_text(encoding="cp1252")
    (tmp_path / "april.csv").write_text(text.replace("661.555.0177", "661.555.0199"), encoding="utf-8-sig")
    report = importing.import_path(empty, tmp_path / "april.csv")
    assert (report.tally("phone").updated, report.tally("service").created) == (1, 0)
    other = tmp_path / "other.csv"
    agencies = ("Community Action Partnership,Food Bank", "Valley Hands,Meals", "Fresno Kids,Play")
    other.write_text("Agency,Program,County\n" + "".join(f"{each},Fresno\n" for each in agencies))
    report = importing.import_path(empty, other)
    assert (report.tally("service").created, report.tally("service").updated) == (3, 0)
    assert report.tally("service").vanished == 0


def test_a_helplines_export(empty: Session) -> None:
    report = importing.import_path(empty, FLAT / "helpline_export.csv")
    assert not report.refused
    found = services(empty)
    wic, warm, rides = found["WIC Office - Eureka"], found["Warm Line for Parents"], found["Rides to Care"]
    assert wic["organization"]["name"] == warm["organization"]["name"] == "North Coast Nutrition"
    assert wic["organization"]["id"] == warm["organization"]["id"] and wic["source_id"] == "901"
    at = wic["service_at_locations"][0]
    assert [(p["number"], p["type"]) for p in at["phones"]] == [
        ("707-555-0110", "voice"),
        ("707-555-0111", "fax"),
        ("800-555-0112", "voice"),
    ]
    assert at["schedules"][0]["byday"] == "MO,TU,WE,TH,FR"
    assert wic["assured_date"] == "2026-02-11" and warm["assured_date"] == "2026-01-05"
    assert [d["document"] for d in wic["required_documents"]] == ["ID", "proof of address"]
    assert [area["name"] for area in wic["service_areas"]] == ["Humboldt County", "Del Norte County"]
    place = rides["service_at_locations"][0]["location"]
    assert place["latitude"] == 40.8665 and place["longitude"] == -124.0828  # they stood the wrong way round
    assert needs(wic) == ["food"] and needs(warm) == ["peer_support"] and needs(rides) == ["transport"]
    assert rides["assured_date as given"] == "last spring"


def test_excels_unicode_text_with_a_column_a_weekday(empty: Session) -> None:
    report = importing.import_path(empty, FLAT / "unicode_text_utf16.txt")
    assert not report.refused and "read as UTF-16" in done(report)
    found = services(empty)
    viet = found["Lớp nuôi dạy con"]
    schedules = viet["service_at_locations"][0]["schedules"]
    assert [(s["byday"], s["opens_at"]) for s in schedules] == [("MO,TU", "09:00"), ("WE", "13:00")]
    assert viet["Internal note"] == "call Linh"
    assert {each["code"] for each in found["Parenting Classes"]["languages"]} == {"zh"}
    assert found["Legal Aid"]["status"] == "inactive"


@pytest.mark.parametrize("ending", ["yaml", "toml"])
def test_a_mapping_file_says_what_nobody_could_guess(empty: Session, ending: str) -> None:
    mapping = FLAT / f"odd_columns.{ending}"
    report = importing.import_files(empty, [FLAT / "odd_columns.csv"], mapping=mapping)
    assert not report.refused
    found = services(empty)
    assert needs(found["Comida para bebés"]) == ["food", "baby_supplies"]
    assert needs(found["Ayuda con la renta"]) == ["housing"]
    assert found["Ayuda con la renta"]["languages"][0]["code"] == "es"
    county = places.resolve(None, None, "Los Angeles")
    assert isinstance(county, places.Place)
    shown = search.find(empty, Request(needs=("housing",), place=county, limit=5))
    assert [one.service for one in shown if one.organization == "Casa Familia"] == ["Ayuda con la renta"]


def test_a_list_that_nobody_understands_changes_nothing(empty: Session, tmp_path: Path) -> None:
    (tmp_path / "odd.csv").write_text("foo,bar\n1,2\n")
    report = importing.import_path(empty, tmp_path / "odd.csv")
    assert report.nothing_changed and "mapping file" in report.refused[0].mend


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("columns: [a, b]", "names with what they mean"),
        ("columns: {A: service.nme}", "service.nme"),
        ("columns: {A: service.name}\nneeds: {x: fod}", "fod"),
        ("form: cubes", "form must be"),
        ("colums: {}", "colums"),
        ("{", "is not YAML"),
        ("just words", "holds no mapping"),
    ],
)
def test_a_wrong_mapping_is_explained_and_changes_nothing(
    empty: Session, tmp_path: Path, text: str, what: str
) -> None:
    path = tmp_path / "wrong.yaml"
    path.write_text(text)
    with pytest.raises(MappingProblem, match=what):
        load(path)
    report = importing.import_files(empty, [FLAT / "odd_columns.csv"], mapping=path)
    assert report.nothing_changed and what in report.refused[0].what


def test_the_shipped_mappings_can_all_be_read() -> None:
    assert {"hsds-1.1", "hsds-2.0", "ohana", "flat"} <= set(shipped())


# ---------------------------------------------------------------- no ids, old categories


def test_records_without_ids_are_updated_when_they_come_again(empty: Session, tmp_path: Path) -> None:
    path = tmp_path / "list.jsonl"
    text = (FLAT / "no_ids.jsonl").read_text(encoding="utf-8")
    path.write_text(text)
    assert not importing.import_path(empty, path).refused
    path.write_text(text.replace("510-555-0160", "510-555-0161"))
    report = importing.import_path(empty, path)
    assert (report.tally("service").created, report.tally("service").vanished) == (0, 0)
    assert services(empty)["Lactation Visits"]["phones"][0]["number"] == "510-555-0161"


def test_a_service_with_others_categories_is_found_by_need_and_exported_as_it_came(
    empty: Session, tmp_path: Path
) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "services.csv").write_text("id,organization_id,name,status\ns1,o1,Thursday Table,active\n")
    (folder / "organizations.csv").write_text("id,name,description\no1,Harbor,Helps\n")
    (folder / "taxonomy_terms.csv").write_text("id,name,description,taxonomy\nt1,Food Pantry,Free food,OE\n")
    (folder / "attributes.csv").write_text("id,link_id,taxonomy_term_id,link_entity\na1,s1,t1,service\n")
    assert not importing.import_path(empty, folder).refused
    (shown,) = search.find(empty, Request(needs=("food",), place=None, limit=1))
    assert shown.service == "Thursday Table"
    assert needs(services(empty)["Thursday Table"]) == []


def test_spaces_before_quotation_marks_shift_no_column(empty: Session, tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_text(
        '"Organization Name", "Address", "Phone"\n'
        '"Oak House", "1 Oak Street, Oakland, CA 94601", "(510) 555-0143"\n'
    )
    importing.import_path(empty, path)
    address = empty.execute(select(SHAPES["address"].table)).mappings().one()
    assert (address["address_1"], address["city"]) == ("1 Oak Street", "Oakland")
    assert empty.execute(select(SHAPES["phone"].table.c.number)).scalars().all() == ["510-555-0143"]


def flat_list(folder: Path, text: str) -> Path:
    path = folder / "list.csv"
    path.write_text(text, encoding="utf-8")
    return path


def test_columns_named_after_languages_are_ticked(empty: Session, tmp_path: Path) -> None:
    path = flat_list(
        tmp_path,
        "agency,service,phone,English,Spanish,Cantonese,No\n"
        "Harbor House,Play Group,415-555-0140,X,yes,,3\n"
        "Harbor House,Story Time,415-555-0141,x,N,Tuesdays only,4\n",
    )
    importing.import_path(empty, path)
    found = services(empty)
    spoken = {name: [one["code"] for one in service["languages"]] for name, service in found.items()}
    assert spoken == {"Play Group": ["en", "es"], "Story Time": ["en"]}
    assert found["Story Time"]["Cantonese"] == "Tuesdays only" and found["Play Group"]["No"] == "3"


def test_rows_that_are_joined_say_in_what_they_differ(empty: Session, tmp_path: Path) -> None:
    path = flat_list(
        tmp_path,
        "agency,service,description,address,city,zip\n"
        "Harbor House,Play Group,Songs and play,1 A St,Oakland,94601\n"
        "Harbor House,Play Group,Play in the park,2 B St,Oakland,94602\n",
    )
    report = importing.import_path(empty, path)
    (differing,) = [problem for problem in report.problems if "an earlier row" in problem.what]
    assert differing.field == "description" and differing.line == 3 and "Play in the park" in differing.what
    assert services(empty)["Play Group"]["description"] == "Songs and play"


@pytest.mark.parametrize("heading", ["language", "Language", "languages", "Languages spoken"])
def test_a_column_of_languages_is_read(empty: Session, tmp_path: Path, heading: str) -> None:
    path = flat_list(
        tmp_path,
        f'agency,service,phone,{heading}\nHarbor House,Play Group,415-555-0140,"Spanish, Vietnamese"\n',
    )
    importing.import_path(empty, path)
    assert [one["code"] for one in services(empty)["Play Group"]["languages"]] == ["es", "vi"]
