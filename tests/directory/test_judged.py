"""What a good navigator would name first, for requests as families make them (tests/directory/judged/)."""

import csv
from pathlib import Path

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from bot import languages
from bot.directory import search
from bot.directory.entries import Entry
from bot.directory.measuring.__main__ import table
from bot.directory.measuring.baselines import Baselines
from bot.directory.measuring.judged import FIRST, Item, Judged, Score, read
from bot.directory.records import Found
from bot.directory.requests import Request
from bot.settings import ROOT

FOLDER = Path(__file__).parent / "judged"
REQUESTS = read(FOLDER)


def codes(name: str) -> set[str]:
    with (ROOT / "data" / "taxonomy" / f"{name}.csv").open(encoding="utf-8") as file:
        return {row["code"] for row in csv.DictReader(file)}


def test_the_requests_are_of_all_kinds() -> None:
    assert len(REQUESTS) >= 120
    assert {need for one in REQUESTS for need in one.request.needs} == codes("needs")
    assert {code for one in REQUESTS for code in one.request.communities} == codes("communities")
    assert {one.request.languages[0] for one in REQUESTS} >= set(map(languages.code_of, languages.LANGUAGES))
    counties = {one.request.place.county for one in REQUESTS if one.request.place}
    assert len(counties) >= 30 and {"Del Norte", "Modoc", "Imperial"} <= counties
    assert sum(len(one.request.needs) > 1 for one in REQUESTS) >= 10
    assert sum(one.held_back for one in REQUESTS) == len(REQUESTS) // 3


def test_what_is_named_is_in_the_directory_and_serves_the_place(bundle: Session) -> None:
    records = [Found.from_json(card) for card in bundle.execute(select(Entry.card)).scalars()]
    for one in REQUESTS:
        place = one.request.place
        assert place
        serving = [
            record
            for record in records
            if record.statewide or not record.counties or place.county in record.counties
        ]
        for item in one.items:
            assert any(item.means(record) for record in serving), (
                f"{one.ask}: {item.organization} | {item.service}"
            )


def test_the_answers_are_nearly_what_a_navigator_would_give(bundle: Session) -> None:
    answers = [(one, search.find(bundle, one.request)) for one in REQUESTS]
    tuned = Score.of(pair for pair in answers if not pair[0].held_back)
    held_back = Score.of(pair for pair in answers if pair[0].held_back)
    assert tuned.ndcg >= 0.79 and tuned.begins_well >= 0.9
    assert held_back.ndcg >= 0.79 and held_back.begins_well >= 0.9


def test_it_is_far_better_than_the_plain_ways(bundle: Session) -> None:
    plain = Baselines(bundle)
    near = Score.of((one, plain.by_distance(one.request, FIRST)) for one in REQUESTS)
    words = Score.of((one, plain.by_words(one.ask, FIRST)) for one in REQUESTS)
    ours = Score.of((one, search.find(bundle, one.request)) for one in REQUESTS)
    assert ours.ndcg > near.ndcg + 0.3 and ours.ndcg > words.ndcg + 0.3
    assert near.ndcg > 0.1 and words.ndcg > 0.1, "the plain ways answer nothing at all: compared with what?"


def test_the_table_says_all_three(bundle: Session) -> None:
    lines = table(bundle, REQUESTS[:6])
    assert [line.split("|")[1].strip() for line in lines[2:]] == [
        "Kinpath's search",
        "nearest first",
        "plain text search",
    ]


def a_record(organization: str) -> Found:
    empty = dict.fromkeys(
        ("email", "url", "address", "city", "hours", "schedule", "cost", "eligibility", "ages")
    )
    return Found.from_json(
        {**empty, "id": organization, "service_id": organization, "service": "help", "organization": organization,
         "description": "", "needs": [], "communities": [], "languages": [], "phones": [], "documents": [],
         "statewide": True, "counties": [], "assured_on": None, "assured_text": None, "source": None,
         "recheck": False}
    )  # fmt: skip


def test_the_measure_itself() -> None:
    one = Judged("ask", Request((), None), (Item("A", "", 3), Item("B", "", 2), Item("C", "", 1)), False)
    a, b, c, other = map(a_record, "ABCX")
    assert one.ndcg([a, b, c]) == pytest.approx(1)
    assert one.ndcg([b, a, c]) < 1
    assert one.ndcg([other, other, other]) == 0
    assert one.grades([a, a, other]) == [3, 0, 0], "what is named once counts once"
    assert one.begins_well([b]) and not one.begins_well([c]) and not one.begins_well([])
