"""Cross-validation keeps a writer on one side."""

from bot.understanding.examples import Example
from bot.understanding.folds import by_voice


def _some(voice: str, count: int) -> list[Example]:
    return [Example(f"{voice} {i}", voice[:2], "find_help", voice=voice) for i in range(count)]


def test_a_voice_stays_in_one_fold() -> None:
    examples = [e for voice in ("en_A", "en_B", "en_C", "en_D") for e in _some(voice, 9)]
    folds = by_voice(examples, 3)
    for voice in {e.voice for e in examples}:
        assert len({f for e, f in zip(examples, folds, strict=True) if e.voice == voice}) == 1


def test_the_only_voice_of_a_language_is_cut() -> None:
    assert set(by_voice(_some("ko_A", 9), 3)) == {0, 1, 2}
