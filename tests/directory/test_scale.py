"""Made-up directories for measuring: the same for the same seed, skewed as real ones, importable; and the command."""

import json
from collections import Counter
from pathlib import Path

import pytest
from sqlalchemy.orm import Session

from bot import gazetteer
from bot.directory import benchmark, importing, search
from bot.directory.measuring.searches import KINDS, requests
from bot.directory.requests import Request
from bot.directory.scale.__main__ import BUNDLE, write
from bot.directory.scale.counties import PEOPLE, zips
from bot.directory.scale.making import services


def test_people_live_in_all_counties() -> None:
    assert set(PEOPLE) == {county.name for county in gazetteer.counties()}
    assert sum(PEOPLE.values()) == pytest.approx(39_538, abs=30), "California had 39,538,223 people in 2020"
    assert all(zips().values())


def test_the_same_seed_makes_the_same_directory() -> None:
    first, again, other = (list(services(seed, 200, 120, BUNDLE)) for seed in (1, 1, 2))
    assert first == again != other
    assert len(first) == 200


def test_it_is_skewed_as_directories_are() -> None:
    made = list(services(7, 6000, 3600, BUNDLE))
    owners = Counter(one["organization"]["id"] for one in made)
    assert max(owners.values()) > 60 and sum(count == 1 for count in owners.values()) > len(owners) / 3
    sites = {at["location"]["id"] for one in made for at in one.get("service_at_locations", ())}
    assert 2000 < len(sites) <= 3700
    areas = Counter(area["name"] for one in made for area in one.get("service_areas", ()))
    assert areas["Los Angeles County"] > 5 * areas["Fresno County"] and areas["California"] > 50
    assert 0.4 < sum("languages" in one for one in made) / len(made) < 0.7


def test_it_can_be_imported_and_searched(empty: Session, tmp_path: Path) -> None:
    write(tmp_path / "made", 300, 180, 5)
    report = importing.import_files(empty, [tmp_path / "made"])
    assert not report.refused
    answers = [
        search.by_name(empty, one) if isinstance(one, str) else search.find(empty, one)
        for kind in KINDS
        for one in requests(kind, 3, 1)
    ]
    assert sum(bool(found) for found in answers) >= len(answers) // 2


def test_requests_are_of_their_kind() -> None:
    three = [one for one in requests("three needs, country", 20, 3) if isinstance(one, Request)]
    assert len(three) == 20 and all(len(one.needs) == 3 for one in three)
    assert all(one.place and PEOPLE[one.place.county] < 300 for one in three)
    assert all(isinstance(one, str) for one in requests("name", 5, 3))


def test_the_benchmark_prints_tables(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.argv", ["benchmark", "--services", "60", "120", "--searches", "6"])
    benchmark.main()
    said = capsys.readouterr().out
    assert "SQLite" in said and "| three needs, city | warm |" in said and "import" in said


def test_a_file_holds_what_the_command_says(tmp_path: Path) -> None:
    paths = write(tmp_path, 20, 12, 1)
    assert [len(json.loads(path.read_text())["services"]) for path in paths] == [20]
