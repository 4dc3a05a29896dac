"""Drafts become NLU files that Rasa reads, in one order, split by theme, and mistakes are told."""

from pathlib import Path

import pytest
from rasa.shared.nlu.training_data.formats.rasa_yaml import RasaYAMLReader

from bot.understanding.annotations import faults, main, normal, theme_of
from bot.understanding.components import examples_of
from bot.understanding.examples import Example, from_metadata, read_all, read_draft_line

LINES = """find_help | food,baby_supplies | - | zip=90022;child_age_months=7 | 90022 no hay leche, tiene 7 meses
choose | - | - | option=2 | the 2nd one
find_help | - | medical | child_age_months=11 | hes shakin and his eyes rolled back 11 mo
deny | - | - | - | no
"""


@pytest.fixture()
def folder(tmp_path: Path) -> Path:
    draft = tmp_path / "en_Z.txt"
    draft.write_text(LINES, encoding="utf-8")
    assert main(["add", str(draft), "--folder", str(tmp_path / "nlu")]) == 0
    return tmp_path / "nlu"


def test_messages_are_split_by_theme(folder: Path) -> None:
    assert sorted(p.name for p in folder.glob("en/*.yml")) == [
        "crisis.yml",
        "food_and_supplies.yml",
        "talk.yml",
    ]


def test_rasa_reads_the_same_labels(folder: Path) -> None:
    for file in folder.glob("en/*.yml"):
        from_rasa = examples_of(RasaYAMLReader().read(str(file)))
        assert from_rasa == [e for e in read_all(folder) if theme_of(e) == file.stem]


def test_adding_again_changes_nothing(folder: Path) -> None:
    before = {p: p.read_text(encoding="utf-8") for p in folder.glob("en/*.yml")}
    assert main(["add", str(folder.parent / "en_Z.txt"), "--folder", str(folder)]) == 0
    assert {p: p.read_text(encoding="utf-8") for p in folder.glob("en/*.yml")} == before


def test_values_are_made_canonical() -> None:
    entities = {
        "child_age": ["3 años, 7 años"],
        "program": ["CCS"],
        "language_wanted": ["Vietnamese"],
        "weeks_pregnant": ["30"],
    }
    found = normal(Example("x", "es", "find_help", entities=entities)).entities
    assert found == {
        "child_age_months": [36, 84],
        "weeks_pregnant": [30],
        "program": ["California Children's Services"],
        "language_wanted": ["vi"],
    }


def test_a_broken_line_says_what_is_wrong() -> None:
    with pytest.raises(ValueError, match="five fields"):
        read_draft_line("find_help | food | just text", "en_Z")


def test_wrong_codes_and_contradictions_are_told() -> None:
    wrong = [
        Example("hello there", "en", "greeting", voice="en_Y"),
        Example("need food", "en", "find_help", needs=("foods",), voice="en_Y"),
        Example("Need food!", "en", "more", voice="en_Z"),
    ]
    told = "\n".join(faults(wrong))
    assert "greeting" in told and "foods" in told and "also in en_Y" in told


def test_our_own_files_are_without_fault() -> None:
    assert faults(read_all()) == []


def test_metadata_comes_back_as_it_was() -> None:
    example = read_draft_line(LINES.splitlines()[0], "es_Z")
    assert from_metadata(example.text, example.act, example.metadata()) == example
