"""Words that speak for a need are marked in every language, with accents or without."""

import pytest
import yaml

from bot.languages import LANGUAGES
from bot.understanding.marks import COMMUNITIES, NEEDS, lexicon_marks
from bot.understanding.taxonomy import codes


@pytest.mark.parametrize(
    ("text", "need"),
    [
        ("need diapers", "baby_supplies"),
        ("necesito panales", "baby_supplies"),
        ("nhà em bị cúp điện", "utilities"),
        ("nha em bi cup dien", "utilities"),
        ("冇錢交電費", "utilities"),
        ("기저귀가 없어요", "baby_supplies"),
        ("puputulan na ng kuryente", "utilities"),
        ("estoy embarazada", "prenatal_care"),
    ],
)
def test_a_mark(text: str, need: str) -> None:
    assert f"need {need}" in set(lexicon_marks(text))


@pytest.mark.parametrize(
    ("text", "community"),
    [
        ("we are a Samoan family", "pacific_islander"),
        ("somos mixtecos", "indigenous_latam"),
        ("tatay po ako", "fathers"),
        ("hội người Việt", "vietnamese"),
        ("我是單親爸爸", "fathers"),
        ("남편이 파병 갔어요", "military"),
    ],
)
def test_a_community_is_marked(text: str, community: str) -> None:
    assert f"community {community}" in set(lexicon_marks(text))


def test_every_community_has_words() -> None:
    assert set(yaml.safe_load(COMMUNITIES.read_text(encoding="utf-8"))) == set(codes("communities"))


def test_a_short_accented_word_is_not_its_bare_twin() -> None:
    assert "need transport" not in set(lexicon_marks("cho em hoi"))  # «cho» (give), not «chở» (drive)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_has_words_for_every_need(language: str) -> None:
    lexicon = yaml.safe_load((NEEDS / f"{language}.yml").read_text(encoding="utf-8"))
    assert set(lexicon) == set(codes("needs"))
    assert all(len(forms) >= 10 for forms in lexicon.values())
