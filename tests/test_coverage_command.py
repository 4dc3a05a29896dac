"""`kinpath report coverage`, called as the roof calls it, on the bundled directory."""

import argparse
import csv
import io
import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.commands import report
from bot.conversations import lacking
from bot.directory import bundled
from bot.store import Store
from tests.delivery.databases import empty_store


@pytest.fixture(scope="module")
def full(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """A directory, and families who did not find something in it."""
    with empty_store("sqlite", tmp_path_factory.mktemp("coverage")) as store:
        with store.transaction() as session:
            bundled.fill_if_empty(session)
            for _ in range(6):
                lacking.note(session, ("birth_support",), "Yolo", "zh_Hant")
            lacking.note(session, ("food",), "Kern", "es")
        yield store


def run(store: Store, *words: str) -> int:
    top = argparse.ArgumentParser()
    report.add_parsers(top.add_subparsers(required=True))
    arguments = top.parse_args(("report", "coverage", *words))
    return int(arguments.handler(arguments, store))


def test_the_needs_and_the_worst_of_them(full: Store, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(full) == 0
    said = capsys.readouterr().out
    assert said.startswith("need") and "1276 services of" in said
    assert "Birth support: no service at all in 42 counties" in said
    assert "Asked for, and nothing answered:\n      6  Yolo: Birth support: no service at all\n" in said


def test_gaps_as_csv_begin_with_what_families_asked_for(
    full: Store, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(full, "--by", "gap", "--csv") == 0
    rows = list(csv.DictReader(io.StringIO(capsys.readouterr().out)))
    assert (rows[0]["gap"], rows[0]["county"], rows[0]["need"], rows[0]["asked_in_vain"]) == (
        "nothing", "Yolo", "birth_support", "6",
    )  # fmt: skip
    assert (rows[1]["county"], rows[1]["need"], rows[1]["asked_in_vain"]) == ("Kern", "food", "1 to 4")


def test_one_county_as_json(full: Store, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(full, "--json", "--county", "yolo county") == 0
    said = json.loads(capsys.readouterr().out)
    assert [row["county"] for row in said["county"]] == ["Yolo"] and len(said["cell"]) == 33
    assert next(row for row in said["language"] if row["language"] == "zh")["asked_in_vain"] == "6"


def test_the_page_is_one_file(full: Store, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(full, "--html", str(tmp_path / "coverage.html")) == 0
    said = (tmp_path / "coverage.html").read_text(encoding="utf-8")
    assert "<td>6</td><td>Yolo</td><td>Birth support</td>" in said and 'id="map"' in said


@pytest.mark.parametrize("words", [("--county", "Washoe"), ("--need", "fod"), ("--community", "martian")])
def test_what_there_is_none_of_is_named(
    full: Store, words: tuple[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(full, *words) == 2
    assert f"no such {words[0][2:]}: {words[1]}" in capsys.readouterr().err
