"""The texts that must always go out: they exist in every language and carry the numbers that apply, from the data."""

import csv
import json
import re

import pytest

from bot.languages import CATALOGS
from bot.replies import fixed
from bot.settings import ROOT

NUMBERS = {
    "suicide": {"988", "911"},
    "violence": {"911", "800-799-7233", "88788"},
    "harm_to_child": {"911", "800-422-4453", "988"},
    "medical": {"911", "800-222-1222", "988"},
}


def _codes(name: str) -> list[str]:
    with (ROOT / "data" / "taxonomy" / f"{name}.csv").open(encoding="utf-8", newline="") as rows:
        return [row["code"] for row in csv.DictReader(rows)]


def _numbers(text: str) -> set[str]:
    return set(re.findall(r"\d{3}-\d{3}-\d{4}|(?<![\d-])(?:\d{5}|\d{3})(?![\d-])", text))


def test_every_crisis_of_the_taxonomy_has_its_numbers_here() -> None:
    assert set(_codes("crises")) == set(NUMBERS) == set(fixed.CRISES)


@pytest.mark.parametrize("catalog", CATALOGS)
@pytest.mark.parametrize("code", sorted(NUMBERS))
def test_a_crisis_reply_carries_exactly_the_numbers_that_apply(catalog: str, code: str) -> None:
    assert _numbers(fixed.crisis(catalog, code)) == NUMBERS[code]


@pytest.mark.parametrize("catalog", CATALOGS)
def test_the_fallback_carries_211_988_and_911(catalog: str) -> None:
    assert _numbers(fixed.fallback(catalog)) == {"211", "988", "911"}


def test_every_number_we_state_is_in_the_directory_with_a_source() -> None:
    services = json.loads((ROOT / "data" / "directory" / "services.json").read_text(encoding="utf-8"))
    known = {phone["number"] for service in services for phone in service.get("phones") or []}
    stated = set().union(*NUMBERS.values()) | {"211"}
    assert stated - {"911"} <= known


def test_each_language_says_it_in_its_own_words() -> None:
    for code in NUMBERS:
        texts = [fixed.crisis(catalog, code) for catalog in CATALOGS]
        assert len(set(texts)) == len(texts), code
