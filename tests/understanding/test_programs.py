"""Programs are known by the names families give them, and ordinary words are left to the judge."""

import pytest

from bot.understanding.entities.lexicon import read
from bot.understanding.entities.programs import candidates, needs_of
from bot.understanding.entities.view import View
from bot.understanding.taxonomy import codes


@pytest.mark.parametrize(
    ("text", "program"),
    [
        ("me cortaron las estampillas", "CalFresh"),
        ("perdí el medi-cal", "Medi-Cal"),
        ("sec 8 waitlist", "Section 8"),
        ("糧食券怎麼申請", "CalFresh"),
        ("푸드스탬프 신청", "CalFresh"),
        ("my sec8 voucher", "Section 8"),
        ("헤드 스타트", "Head Start"),
        ("early head start", "Early Head Start"),
        ("白卡", "Medi-Cal"),
        ("denti-cal", "Medi-Cal Dental"),
    ],
)
def test_a_program(text: str, program: str) -> None:
    assert [c.value for c in candidates(View.of(text)) if c.cue == "sure"] == [program]


@pytest.mark.parametrize("text", ["candle wick", "take care of my son", "a medical question"])
def test_ordinary_words_are_never_sure(text: str) -> None:
    assert [c for c in candidates(View.of(text)) if c.cue == "sure"] == []


def test_every_program_belongs_to_known_needs() -> None:
    for name in read("programs"):
        assert set(needs_of(str(name))) <= set(codes("needs")), name
