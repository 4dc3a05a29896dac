"""Whatever is registered has what belongs to it: acts, needs, crises, actions, languages, commands."""

import csv
import re

import pytest
import yaml

from bot.languages import CATALOGS, LANGUAGES
from bot.settings import ROOT
from bot.understanding import keywords


def _codes(name: str) -> list[str]:
    with (ROOT / "data" / "taxonomy" / f"{name}.csv").open(encoding="utf-8", newline="") as rows:
        return [row["code"] for row in csv.DictReader(rows)]


DOMAIN = yaml.safe_load((ROOT / "domain.yml").read_text(encoding="utf-8"))
RULES = "".join(path.read_text(encoding="utf-8") for path in sorted((ROOT / "data" / "rules").glob("*.yml")))
LAST_RESORT = "nlu_fallback"


def test_the_intents_are_the_acts() -> None:
    assert set(DOMAIN["intents"]) == {*_codes("acts"), LAST_RESORT}


@pytest.mark.parametrize("act", [*_codes("acts"), LAST_RESORT])
def test_every_act_has_a_rule(act: str) -> None:
    assert re.search(rf"- intent: {act}\n", RULES)


@pytest.mark.parametrize("language", sorted(LANGUAGES))
@pytest.mark.parametrize("kind", ["acts", "needs", "crises"])
def test_every_code_has_examples_in_every_language(language: str, kind: str) -> None:
    text = "".join(
        p.read_text(encoding="utf-8") for p in sorted((ROOT / "data" / "nlu" / language).glob("*.yml"))
    )
    missing = [code for code in _codes(kind) if not re.search(rf"\b{code}\b", text)]
    assert missing == []


@pytest.mark.parametrize("language", sorted(LANGUAGES))
@pytest.mark.parametrize("word", ["stop", "start", "help", "delete", "more", "person", "yes", "no", "wrong"])
def test_every_keyword_has_a_word_in_every_language(language: str, word: str) -> None:
    lexicon = yaml.safe_load(keywords.KEYWORDS.read_text(encoding="utf-8"))
    assert lexicon[word].get(language)


@pytest.mark.parametrize("catalog", [name for name in CATALOGS if name != "en"])
def test_every_language_has_its_catalogs(catalog: str) -> None:
    folder = ROOT / "locales" / catalog / "LC_MESSAGES"
    assert (folder / "messages.po").exists()


def test_every_action_of_the_domain_is_written_and_none_is_left_over() -> None:
    code = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "actions").glob("*.py"))
    written = set(re.findall(r'return "((?:action|validate)_\w+)"', code))
    assert written == set(DOMAIN["actions"])


def test_every_crisis_has_its_reply() -> None:
    assert {f"utter_crisis_{code}" for code in _codes("crises")} <= set(DOMAIN["responses"])
