"""Segments, folding and cutting."""

import time

import pytest

from bot.delivery import gsm


@pytest.mark.parametrize(
    ("text", "encoding", "segments"),
    [
        ("", gsm.GSM7, 1),
        ("a" * 160, gsm.GSM7, 1),
        ("a" * 161, gsm.GSM7, 2),
        ("a" * 306, gsm.GSM7, 2),
        ("a" * 307, gsm.GSM7, 3),
        ("€" * 80, gsm.GSM7, 1),
        ("€" * 81, gsm.GSM7, 2),
        ("a" * 152 + "€" + "a" * 152, gsm.GSM7, 3),  # the euro does not fit the first segment's last place
        ("ñ¿¡éüà", gsm.GSM7, 1),
        ("á", gsm.UCS2, 1),
        ("ạ" * 70, gsm.UCS2, 1),
        ("ạ" * 71, gsm.UCS2, 2),
        ("\U0001f600" * 35, gsm.UCS2, 1),
        ("\U0001f600" * 36, gsm.UCS2, 2),
        ("字" * 134, gsm.UCS2, 2),
        ("字" * 135, gsm.UCS2, 3),
    ],
)
def test_a_text_costs_what_the_air_takes(text: str, encoding: str, segments: int) -> None:
    assert gsm.encoding(text) == encoding
    assert gsm.segments(text) == segments


def test_strays_name_what_pushes_a_text_out_of_gsm7() -> None:
    assert gsm.strays("Sí, señora… sí") == ["í", "…"]


def test_folding_happens_only_where_it_saves() -> None:
    long = "x" * 80
    assert gsm.fold(f"“Hi” – it’s {long}…\u00a0ok") == f'"Hi" - it\'s {long}... ok'
    assert gsm.fold("“Hi”") == "“Hi”", "one segment either way"
    assert gsm.fold("“你好” " + "字" * 80) == "“你好” " + "字" * 80, "Chinese stays UCS-2 whatever its quotes"
    assert gsm.fold("zero\u200bwidth " + long) == "zerowidth " + long


def test_cutting_keeps_every_word_and_the_limit() -> None:
    text = " ".join(f"palabra{n}" for n in range(300))
    parts = gsm.split(text, 2, "K7T Family: ")
    assert (
        len(parts) > 9
        and parts[0].endswith(f"(1/{len(parts)})")
        and parts[-1].endswith(f"({len(parts)}/{len(parts)})")
    )
    assert all(gsm.segments(part) <= 2 and part.startswith("K7T Family: ") for part in parts)
    words = " ".join(part.removeprefix("K7T Family: ").rsplit(" (", 1)[0] for part in parts)
    assert words == text


def test_a_short_text_is_not_marked() -> None:
    assert gsm.split("hello", 2, "K7T Family: ") == ["K7T Family: hello"]


@pytest.mark.parametrize(
    "text", ["x" * 1000, "字" * 500, "字字字字，" * 100, "\U0001f600" * 2000, "a\u0301" * 600]
)
def test_words_without_an_end_are_cut_between_characters(text: str) -> None:
    started = time.perf_counter()
    parts = gsm.split(text, 2)
    assert time.perf_counter() - started < 1
    assert all(gsm.segments(part) <= 2 for part in parts)
    whole = [part.rsplit(" (", 1)[0] for part in parts]
    assert "".join(whole) == text
    assert not any(part.startswith("\u0301") for part in whole)


def test_chinese_is_cut_after_its_punctuation() -> None:
    parts = gsm.split("我们需要帮助，" * 40, 1)
    assert all(part.rsplit(" (", 1)[0].endswith("，") for part in parts)
