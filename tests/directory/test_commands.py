"""The command line, called as the roof calls it."""

import argparse
import json
from pathlib import Path

import pytest

from bot.directory import commands
from bot.store import Base, Store
from tests.directory import made


def run(store: Store, *words: str) -> int:
    top = argparse.ArgumentParser()
    commands.add_parsers(top.add_subparsers(required=True))
    arguments = top.parse_args(words)
    return int(arguments.handler(arguments, store))


@pytest.fixture()
def ready(store: Store) -> Store:
    Base.metadata.create_all(store.engine)
    return store


def test_search_prints_what_a_family_would_be_shown(
    bundle_store: Store, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(bundle_store, "search", "--need", "food", "--zip", "90022", "--language", "es") == 0
    said = capsys.readouterr().out
    assert said.startswith("1. ") and "confirm by a call" in said


def test_search_as_json(bundle_store: Store, capsys: pytest.CaptureFixture[str]) -> None:
    words = ("search", "--need", "food", "baby_supplies", "--city", "Fresno", "--limit", "2", "--json")
    assert run(bundle_store, *words) == 0
    found = json.loads(capsys.readouterr().out)
    assert len(found) == 2 and {"id", "organization", "phones", "why"} <= found[0].keys()


def test_search_explains_its_points(bundle_store: Store, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(bundle_store, "search", "--need", "cash", "--county", "Kern", "--explain") == 0
    said = capsys.readouterr().out
    assert "answers the need asked for: Cash aid" in said and "in all" in said


def test_search_by_name_and_program(bundle_store: Store, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(bundle_store, "search", "--name", "el nido") == 0
    assert "El Nido" in capsys.readouterr().out
    assert run(bundle_store, "search", "--program", "WIC", "--city", "Fresno") == 0
    assert "WIC" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("--need", "fod", "--zip", "90022"), 2, "no such code"),
        (("--need", "food", "--zip", "90000"), 1, "no such place"),
        (("--need", "food", "--zip", "10001"), 1, "outside California"),
        (("--zip", "90022"), 2, "say --need"),
        (("--need", "food", "--community", "martian"), 2, "no such code"),
        (("--need", "food", "--limit", "0"), 2, "--limit"),
    ],
)
def test_a_wrong_call_is_explained(
    bundle_store: Store, capsys: pytest.CaptureFixture[str], words: tuple[str, ...], code: int, said: str
) -> None:
    assert run(bundle_store, "search", *words) == code
    assert said in capsys.readouterr().err


def test_search_loads_the_bundle_into_an_empty_directory(
    ready: Store, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(ready, "search", "--need", "food", "--zip", "90022") == 0
    said = capsys.readouterr()
    assert "loading the bundled one" in said.err and said.out.startswith("1. ")


def test_import_then_export(ready: Store, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = made.write(tmp_path, made.service("Pantry", "food"))
    assert run(ready, "directory", "import", "--dry-run", str(path)) == 0
    assert "Would change" in capsys.readouterr().out
    assert run(ready, "directory", "export", str(tmp_path / "none")) == 1
    assert run(ready, "directory", "import", "--json", str(path)) == 0
    report = json.loads(capsys.readouterr().out.split("\n", 0)[-1])
    assert report["changed"] and report["counts"]["service"]["created"] == 1
    assert run(ready, "directory", "export", str(tmp_path / "out")) == 0
    assert json.loads((tmp_path / "out" / "services.json").read_text())[0]["name"] == "Pantry"


def test_validate_says_what_is_wrong_and_changes_nothing(
    ready: Store, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    bad = made.service("Pantry", "food")
    del bad["name"]
    assert run(ready, "directory", "validate", str(made.write(tmp_path, bad))) == 1
    said = capsys.readouterr().out
    assert "REFUSED" in said and "there is no name" in said and bad["id"] in said
    good = made.write(tmp_path, made.service("Pantry", "food"), name="good.json")
    assert run(ready, "directory", "validate", str(good)) == 0
    assert run(ready, "directory", "export", str(tmp_path / "none")) == 1


def test_import_of_a_bad_file_is_an_error(
    ready: Store, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "bad.json").write_text("{")
    assert run(ready, "directory", "import", str(tmp_path / "bad.json")) == 1
    assert "Nothing was changed" in capsys.readouterr().out


def test_a_package_goes_out_and_in_by_the_command(
    ready: Store, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    pantry = made.service("Pantry", "food")
    run(ready, "directory", "import", str(made.write(tmp_path, pantry)), "--source", "county")
    target = tmp_path / "out.zip"
    assert run(ready, "directory", "export", str(target)) == 0 and target.exists()
    assert "services.csv: 1" in capsys.readouterr().out
    assert run(ready, "directory", "export", str(target), "--form", "json") == 2
    assert run(ready, "directory", "import", str(target), "--source", "county") == 0
    said = capsys.readouterr().out
    assert "0 new, 0 changed, 1 as before" in said


def test_the_history_of_a_record_can_be_read(
    ready: Store, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    pantry = made.service("Pantry", "food")
    assert run(ready, "directory", "history") == 0
    assert "Nothing was imported yet" in capsys.readouterr().out
    run(ready, "directory", "import", str(made.write(tmp_path, pantry)))
    pantry["description"] = "Fridays"
    run(ready, "directory", "import", str(made.write(tmp_path, pantry)))
    capsys.readouterr()
    assert run(ready, "directory", "history", pantry["id"]) == 0
    assert "description: «Pantry» → «Fridays»" in capsys.readouterr().out
    assert run(ready, "directory", "history", pantry["id"], "--json") == 0
    assert json.loads(capsys.readouterr().out)[-1]["after"] == "Fridays"
    assert run(ready, "directory", "history") == 0
    assert len(capsys.readouterr().out.splitlines()) == 2
    assert run(ready, "directory", "history", "nobody") == 1


def test_duplicates_are_listed(ready: Store, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    one = made.service("Pantry", "food", organization="Harbor House")
    two = made.service("Clinic", "adult_health", organization="Harbor House Inc")
    for each in (one, two):
        each["organization"]["website"] = "https://harbor.example.org"
    run(ready, "directory", "import", str(made.write(tmp_path, one, two)))
    capsys.readouterr()
    assert run(ready, "directory", "duplicates") == 0
    said = capsys.readouterr().out
    assert "organization: the same name; the same web site" in said and "1 likely pair(s)" in said
    assert run(ready, "directory", "duplicates", "--kind", "service", "--json") == 0
    assert json.loads(capsys.readouterr().out) == []


def test_a_mapping_that_is_not_there_is_explained(
    ready: Store, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "list.csv"
    path.write_text("Agency,Program\nHarbor,Pantry\n")
    assert run(ready, "directory", "import", str(path), "--mapping", "hsds-9") == 1
    assert "there are flat, hsds-1.1, hsds-2.0, ohana" in capsys.readouterr().out
    assert run(ready, "directory", "validate", str(path)) == 0
    assert "«Agency» as organization.name" in capsys.readouterr().out
