"""Some Korean messages come a second time without spaces, with the same labels and voice."""

from bot.understanding.augment import augmented
from bot.understanding.examples import Example


def test_korean_without_spaces() -> None:
    examples = [Example("기저귀 필요해요", "ko", "find_help", ("baby_supplies",), voice="ko_A")] * 3
    examples.append(Example("need diapers", "en", "find_help", ("baby_supplies",), voice="en_A"))
    extra = augmented(examples)[len(examples) :]
    assert [(e.text, e.needs, e.voice) for e in extra] == [("기저귀필요해요", ("baby_supplies",), "ko_A")]
