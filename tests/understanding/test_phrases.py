"""The safety lexicon: phrases that mean danger, and sayings that only sound so."""

import re

import pytest
import yaml

from bot.languages import LANGUAGES
from bot.understanding.phrases import SAFETY, found_in
from bot.understanding.taxonomy import codes


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("I want to kill myself", "suicide"),
        ("ya no quiero vivir", "suicide"),
        ("em muốn tự tử", "suicide"),
        ("我唔想活喇", "suicide"),
        ("죽고 싶어요", "suicide"),
        ("gusto ko nang mamatay", "suicide"),
        ("my baby isn't breathing", "medical"),
        ("se tomó el cloro", "medical"),
        ("bé bị co giật", "medical"),
        ("宝宝没有呼吸", "medical"),
        ("아기 입술이 파래요", "medical"),
        ("nakainom ng zonrox", "medical"),
        ("he is breaking down the door", "violence"),
        ("me quiere matar", "violence"),
        ("그가 칼을 들고 있어요", "violence"),
    ],
)
def test_danger(text: str, kind: str) -> None:
    found = found_in(text)
    assert kind in found.sure | found.likely


@pytest.mark.parametrize(
    "text",
    [
        "this heat is killing me",
        "me muero de risa",
        "cười muốn chết",
        "热死我了",
        "더워 죽겠어요",
        "mamamatay na ko sa antok",
        "cpr class",
    ],
)
def test_sayings_that_only_sound_like_danger(text: str) -> None:
    assert not found_in(text).sure


def test_accents_left_out_make_weaker_proof() -> None:
    # «từ từ» (slowly) is written like «tự tử» (suicide) by who leaves the accents out
    assert "suicide" in found_in("anh ấy tự tử").sure
    assert "suicide" not in found_in("tu tu roi tinh").sure


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_has_phrases_of_every_kind(language: str) -> None:
    lexicon = yaml.safe_load((SAFETY / f"{language}.yml").read_text(encoding="utf-8"))
    assert set(lexicon) == {*codes("crises"), "harmless"}
    for kind in codes("crises"):
        for phrase in [*lexicon[kind]["sure"], *lexicon[kind]["likely"]]:
            re.compile(phrase)
            assert not re.fullmatch(phrase, ""), phrase
