"""Folding takes away what means nothing and leaves what does."""

import pytest

from bot.understanding.folding import bare, chinese_script, clean, fold


@pytest.mark.parametrize(
    ("written", "folded"),
    [
        ("AYUDAAAA por favor", "ayuda por favor"),
        ("Ｈｅｌｐ　ｍｅ", "help me"),
        ("he\u200blp\u0000", "help"),
        ("打咗211，成段都係英文", "打咗211,成段都系英文"),
        ("도와주세요ㅠㅠㅠㅠ!!!!", "도와주세요ㅠ!!"),
        ("line one\n\n line two", "line one line two"),
    ],
)
def test_fold(written: str, folded: str) -> None:
    assert fold(written) == folded


def test_bare_takes_accents_from_latin_letters_only() -> None:
    assert bare("tã niño đồ ăn 아기 孩子") == "ta nino do an 아기 孩子"


def test_what_is_very_long_is_cut() -> None:
    assert len(clean("a" * 100_000)) <= 2000


@pytest.mark.parametrize(
    ("text", "script"),
    [("我们需要奶粉", "zh_Hans"), ("我們需要奶粉", "zh_Hant"), ("你好", None), ("diapers", None)],
)
def test_chinese_script(text: str, script: str | None) -> None:
    assert chinese_script(text) == script
