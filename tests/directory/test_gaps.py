"""The coverage report: what there is, what is missing, and what of it hurts."""

import csv
import io
import json
import re
from datetime import datetime, timezone
from html.parser import HTMLParser
from typing import Any

import pytest
from sqlalchemy.orm import Session

from bot.directory import places, search
from bot.directory.gaps import (
    counting,
    county_map,
    finding,
    grouping,
    offers,
    outlines,
    page,
    reporting,
    shades,
    tables,
    texts,
)
from bot.directory.gaps import making_outlines as making
from bot.directory.gaps.counting import Cell, Reach
from bot.directory.gaps.finding import Kind
from bot.directory.gaps.offers import Offer
from bot.directory.gaps.tables import Report
from bot.directory.requests import Request
from bot.handoff import figures

NOTHING_ANSWERS = {
    "birth_support": 42,
}
"""Needs for which the gathered facts have nothing statewide, and in how many counties they have nothing at all."""


def an_offer(service: str, needs: str, where: str = "*", **values: Any) -> Offer:
    counties = frozenset() if where == "*" else frozenset(where.split("|"))
    said = {"organization": service, "communities": frozenset(), "languages": frozenset()} | values
    return Offer(service, needs=frozenset(needs.split()), statewide=where == "*", counties=counties, **said)


def a_report(*given: Offer, asked: list[tuple[str, str | None, str, int]] = []) -> Report:  # noqa: B006
    counts = counting.count(given)
    wanted = finding.Asked.of(asked)
    return Report(counts, wanted, finding.find(counts, wanted, ("en", "es")), ("en", "es"))


@pytest.fixture()
def report(bundle: Session) -> Report:
    return reporting.report(bundle, [("food", "Kern", "es", 7), ("birth_support", "Kern", "es", 2)])


def test_every_need_has_an_answer_in_every_county_as_far_as_the_facts_go(report: Report) -> None:
    nothing = grouping.counties_of(report.gaps, Kind.NOTHING)
    assert {need: len(where) for need, where in nothing.items()} == NOTHING_ANSWERS


def test_where_nothing_answers_a_need_a_family_is_still_told_of_help_and_that_it_is_other_help(
    bundle: Session, report: Report
) -> None:
    for need, where in grouping.counties_of(report.gaps, Kind.NOTHING).items():
        for county in where:
            place = places.resolve(county=county)
            assert isinstance(place, places.Place)
            found = search.find(bundle, Request(needs=(need,), place=place))
            assert len(found) == 3, county
            assert all(not any(why.startswith("need:") for why in one.why) for one in found), county


def test_every_community_has_its_own_organizations(report: Report) -> None:
    for community in counting.communities():
        assert report.counts.community_organizations.get(community, 0) >= 2, community


def test_the_bundle_is_counted_once_a_service(report: Report) -> None:
    assert report.counts.services == 1276
    assert report.counts.silent == 1120
    assert (
        sum(row["services"] for row in tables.by_need(report).as_json() if row["need"] == "paid_leave") == 7
    )


def test_the_best_there_is_in_a_county() -> None:
    counts = a_report(
        an_offer("line", "food"),
        an_offer("pantry", "food", "Kern"),
        an_offer("tribal", "food cash", "Inyo|Kern", communities=frozenset({"native"})),
    ).counts
    assert counts.cells["Kern", "food"] == Cell(everyone=1, particular=1, statewide=1)
    assert counts.cells["Kern", "food"].reach is Reach.LOCAL
    assert counts.cells["Inyo", "food"].reach is Reach.PARTICULAR
    assert counts.cells["Yolo", "food"].reach is Reach.STATEWIDE
    assert counts.cells["Yolo", "cash"].reach is Reach.NOTHING


def test_a_community_that_the_need_itself_means_is_no_narrowing() -> None:
    centre = an_offer("centre", "special_needs food", "Kern", communities=frozenset({"disability"}))
    counts = a_report(centre).counts
    assert counts.cells["Kern", "special_needs"].reach is Reach.LOCAL
    assert counts.cells["Kern", "food"].reach is Reach.PARTICULAR


def test_one_service_at_two_places_is_one(bundle: Session) -> None:
    one, other = an_offer("clinic", "food", "Kern"), an_offer("clinic", "food", "Inyo")
    assert offers._both(one, other).counties == {"Kern", "Inyo"}
    assert offers._both(one, an_offer("clinic", "food")).statewide


def test_gaps_that_families_ran_into_come_first_and_small_numbers_are_not_told() -> None:
    asked = [("cash", "Yolo", "es", 6), ("food", "Kern", "es", 3), ("cash", None, "es", 9)]
    found = a_report(an_offer("line", "food"), asked=asked)
    first = [(gap.kind, gap.county, gap.need, gap.language, gap.asked_said) for gap in found.gaps[:4]]
    assert first == [
        (Kind.UNFIT, "", "cash", None, "9"),
        (Kind.NOTHING, "Yolo", "cash", None, "6"),
        (Kind.STATEWIDE, "Kern", "food", None, "1 to 4"),
        (Kind.LANGUAGE, "Kern", "food", "es", "1 to 4"),
    ]
    assert found.asked.of_need("cash") == 15 and found.asked.of_county(None) == 9


def test_what_was_asked_in_vain_is_told_though_services_are_listed() -> None:
    found = a_report(an_offer("pantry", "food", "Kern"), asked=[("food", "Kern", "en", 5)])
    first = found.gaps[0]
    assert (first.kind, first.county, first.need, first.asked) == (Kind.UNFIT, "Kern", "food", 5)


def test_few_are_as_few_as_in_the_other_reports() -> None:
    assert finding.FEW == figures.FEW


def test_a_language_is_no_gap_where_a_statewide_record_names_it() -> None:
    found = a_report(an_offer("line", "food", languages=frozenset({"es"})), an_offer("other", "cash", "Kern"))
    missing = {(gap.county, gap.need) for gap in found.gaps if gap.kind is Kind.LANGUAGE}
    assert ("Yolo", "food") not in missing and ("Kern", "cash") in missing


def test_a_community_without_an_organization_in_the_county_is_a_gap() -> None:
    found = a_report(an_offer("centre", "food", "Kern", communities=frozenset({"hmong"})))
    where = {gap.county for gap in found.gaps if gap.community == "hmong"}
    assert "Kern" not in where and len(where) == 57


@pytest.mark.parametrize("view", list(tables.VIEWS))
def test_every_table_is_text_csv_and_json(report: Report, view: str) -> None:
    table = tables.VIEWS[view](report)
    assert table.rows and len({len(row) for row in table.rows}) == 1
    out = io.StringIO()
    texts.write_csv(table, out)
    rows = list(csv.DictReader(io.StringIO(out.getvalue())))
    assert len(rows) == len(table.rows) and list(rows[0]) == list(table.columns)
    assert json.loads(json.dumps(table.as_json())) == table.as_json()
    said = list(texts.lines(view, table, 5))
    assert said[-1].startswith("(") and len(said) <= 8


def test_a_table_of_one_county(report: Report) -> None:
    rows = tables.by_cell(report).where({"county": "Kern"}).as_json()
    assert len(rows) == 33 and {row["county"] for row in rows} == {"Kern"}
    assert next(row for row in rows if row["need"] == "food")["asked_in_vain"] == "7"


def test_gaps_in_words_name_counties_where_few_have_them_or_few_have_not() -> None:
    everywhere_but_two = a_report(an_offer("line", "food"), an_offer("pantry", "food", "Kern|Inyo"))
    assert "Food: statewide services only in all counties but Inyo, Kern" in list(
        grouping.grouped(everywhere_but_two.gaps)
    )
    everywhere = a_report(an_offer("line", "food"))
    assert "Food: statewide services only in all 58 counties" in list(grouping.grouped(everywhere.gaps))


class Seen(HTMLParser):
    """What a page holds: its elements with their attributes, and its open ones."""

    def __init__(self) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    def all(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.elements if name == tag]


@pytest.fixture()
def html(report: Report) -> str:
    return page.html(report, datetime(2026, 11, 25, tzinfo=timezone.utc))


def test_the_page_asks_for_nothing_from_anywhere(html: str) -> None:
    seen = Seen()
    seen.feed(html)
    assert not seen.all("link") and not seen.all("img") and not seen.all("iframe")
    assert all("src" not in script for script in seen.all("script"))
    assert not re.search(r"url\((?!#)|@import|fetch\(", html)


def test_the_page_can_be_used_with_the_keyboard_and_read_aloud(html: str) -> None:
    seen = Seen()
    seen.feed(html)
    ids = [a["id"] for _, a in seen.elements if a.get("id")]
    assert len(ids) == len(set(ids))
    links = [a["href"] for a in seen.all("a")]
    assert len(links) == 59 and all(link and link[1:] in ids for link in links)
    assert all(region["tabindex"] == "0" and region["aria-labelledby"] in ids for region in seen.all("div")
               if region.get("role") == "region")  # fmt: skip
    assert all(head.get("scope") in ("row", "col") for head in seen.all("th"))
    assert len(seen.all("caption")) == len(seen.all("table")) == 7
    assert any(label.get("for") == "shading" for label in seen.all("label"))
    assert seen.all("html")[0]["lang"] == "en"
    assert html.count("<title>") == 59  # the page's and one for each county


def test_the_page_shows_what_families_asked_for_first(html: str) -> None:
    asked = html.index("Asked for, and nothing answered")
    assert asked < html.index("<td>7</td><td>Kern</td>") < html.index("<td>1 to 4</td><td>Kern</td>")
    assert html.index("<td>1 to 4</td><td>Kern</td>") < html.index('id="map"')
    assert "<td>2</td><td>Kern</td>" not in html


def test_the_map_can_be_shaded_by_every_need_language_and_community(report: Report) -> None:
    found = county_map.views(report)
    groups = {group: sum(view.group == group for view in found) for group in {view.group for view in found}}
    assert groups == {"All needs": 1, "One need": 33, "One language": 24, "One community": 26}
    assert all(
        len(view.counties) == 58 and {row[0] for row in view.counties} <= set(shades.LEGEND) for view in found
    )
    birth = next(view for view in found if view.label == "Birth support")
    alpine = birth.counties[counting.counties().index("Alpine")]
    assert alpine == (shades.NOTHING, 0, 0, 0)
    assert (
        county_map.sentence("Alpine", birth, alpine) == "Alpine County: 0 services of the county; 0 statewide"
    )


def test_steps_of_shade() -> None:
    assert [shades.of_number(n, 1) for n in (0, 1, 2, 3, 9, 10)] == [
        shades.STATEWIDE, shades.SOME, shades.SOME, shades.MORE, shades.MORE, shades.MANY,
    ]  # fmt: skip
    assert shades.of_number(0, 0) == shades.NOTHING
    assert shades.of_cell(Cell(0, 12, 3)) == shades.PARTICULAR
    assert [shades.of_share(n, 33) for n in (0, 11, 12, 22, 23)] == [
        shades.STATEWIDE, shades.SOME, shades.MORE, shades.MORE, shades.MANY,
    ]  # fmt: skip


def test_every_county_has_a_shape_of_a_source_that_is_named() -> None:
    shapes = outlines.paths()
    assert set(shapes) == set(counting.counties())
    assert "Census" in outlines.source() and "ISC" in outlines.source()
    numbers = [float(n) for shape in shapes.values() for n in re.findall(r"[\d.]+", shape)]
    assert min(numbers) >= 0 and max(numbers) <= outlines.height() > outlines.WIDTH


def test_north_is_up_and_west_is_left() -> None:
    def middle(county: str) -> tuple[float, float]:
        pairs = [
            tuple(map(float, pair.split(",")))
            for pair in re.findall(r"[\d.]+,[\d.]+", outlines.paths()[county])
        ]
        return sum(x for x, _ in pairs) / len(pairs), sum(y for _, y in pairs) / len(pairs)

    assert middle("Modoc")[1] < middle("Fresno")[1] < middle("San Diego")[1]
    assert middle("Mendocino")[0] < middle("Fresno")[0] < middle("Imperial")[0]


def test_borders_are_thinned_so_that_neighbours_still_meet() -> None:
    step = 0.001
    assert making.thinned([(0, 0), (1, step), (2, 0), (3, 1), (4, 2)]) == [(0, 0), (2, 0), (4, 2)]
    topology = {
        "transform": {"scale": [0.1, 0.1], "translate": [0, 0]},
        "arcs": [[[10, 0], [0, 10]], [[10, 10], [-10, 0], [0, -10], [10, 0]], [[10, 0], [10, 0], [0, 10], [-10, 0]]],
        "objects": {"counties": {"geometries": [
            {"id": "06001", "type": "Polygon", "arcs": [[0, 1]], "properties": {"name": "West"}},
            {"id": "06003", "type": "Polygon", "arcs": [[2, -1]], "properties": {"name": "East"}},
            {"id": "32001", "type": "Polygon", "arcs": [[2, -1]], "properties": {"name": "Nevada's"}},
        ]}},
    }  # fmt: skip
    made = making.california(topology)
    assert list(made) == ["East", "West"]
    assert made["West"][0] == [(1.0, 0.0), (1.0, 1.0), (0.0, 1.0), (0.0, 0.0)]
    assert set(made["East"][0]) & set(made["West"][0]) == {(1.0, 0.0), (1.0, 1.0)}
