"""Held-out messages stay unseen: none is nearly the same as one that is trained on."""

import re

import pytest

from bot.languages import LANGUAGES
from bot.understanding.examples import read_all
from bot.understanding.folding import bare, fold
from tests.understanding.conftest import PARTS, held_out

WORDS, CHARACTERS = 4, 8
TOO_MUCH = 0.5
"""Share of a message's runs of four words (or eight characters) that may stand in one training message."""


def _runs(text: str) -> set[str]:
    folded = bare(fold(text))
    words = re.findall(r"[^\W_]+", folded)
    if re.search(r"[\u3400-\u9fff\uac00-\ud7a3]", folded):
        joined = "".join(words)
        return {joined[i : i + CHARACTERS] for i in range(len(joined) - CHARACTERS + 1)}
    return {" ".join(words[i : i + WORDS]) for i in range(len(words) - WORDS + 1)}


@pytest.mark.parametrize("part", PARTS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_no_near_duplicates(part: str, language: str) -> None:
    examples = held_out(part)[language]
    index: dict[str, list[str]] = {}
    for trained in read_all():
        if trained.language == language:
            for run in _runs(trained.text):
                index.setdefault(run, []).append(trained.text)
    for example in examples:
        runs = _runs(example.text)
        if len(runs) < 8:
            continue  # «yes», «2», «thank you so much» are said by everybody
        shared: dict[str, int] = {}
        for run in runs:
            for text in index.get(run, ()):
                shared[text] = shared.get(text, 0) + 1
        assert max(shared.values(), default=0) / len(runs) <= TOO_MUCH, (
            f"a {part} message is nearly a training message"
        )


def test_no_voice_is_on_both_sides() -> None:
    trained = {example.voice for example in read_all()}
    assert all("_" in voice and not voice.endswith(tuple(f"_{part}" for part in PARTS)) for voice in trained)
