"""The option a family picks, in numerals and words."""

import pytest

from bot.understanding.entities.options import candidates
from bot.understanding.entities.view import View


@pytest.mark.parametrize(
    ("text", "option"),
    [
        ("2", "2"),
        ("#3", "3"),
        ("the second one", "2"),
        ("la segunda", "2"),
        ("la última", "last"),
        ("số 2", "2"),
        ("cái đầu tiên", "1"),
        ("第二個", "2"),
        ("最後一個", "last"),
        ("두번째", "2"),
        ("2번이요", "2"),
        ("마지막거", "last"),
        ("yung pangalawa po", "2"),
        ("yung huli", "last"),
    ],
)
def test_an_option(text: str, option: str) -> None:
    assert option in [c.value for c in candidates(View.of(text))]
