"""Every code of the taxonomy has words for families."""

import csv

from bot.replies import labels
from bot.settings import ROOT


def _codes(name: str) -> set[str]:
    with (ROOT / "data" / "taxonomy" / f"{name}.csv").open(encoding="utf-8", newline="") as rows:
        return {row["code"] for row in csv.DictReader(rows)}


def test_every_need_has_words() -> None:
    assert set(labels.NEEDS) == _codes("needs")


def test_every_community_has_words() -> None:
    assert set(labels.COMMUNITIES) == _codes("communities")


def test_a_list_reads_as_the_language_joins_it() -> None:
    assert labels.needs("en", ["food", "housing"]) == "food and housing"
    assert labels.needs("es", ["food", "housing"]) == "comida y vivienda"


def test_a_language_is_named_in_the_readers_language() -> None:
    assert labels.languages("es", ["en", "vi"]) == "inglés, vietnamita"
