"""The language is right on short text without accents, and one foreign word does not flip it."""

import pytest

from bot.understanding.reader import Reader

pytestmark = pytest.mark.rasa


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("can xin ta lot cho be", "vi"),
        ("ocupo panales para mi bebe", "es"),
        ("kailangan ko po ng gatas", "tl"),
        ("i need diapers asap", "en"),
        ("기저귀 필요해요", "ko"),
        ("我需要尿布", "zh"),
        ("BB冇尿片喇", "zh"),
        ("메디칼 renewal 도와주세요", "ko"),
    ],
)
def test_the_language(reader: Reader, text: str, language: str) -> None:
    assert reader.read(text).language == language


@pytest.mark.parametrize(
    ("text", "prior"),
    [
        ("ok", "es"),
        ("WIC", "vi"),
        ("90022", "ko"),
        ("😀😀", "tl"),
        ("2", "zh"),
        ("gracias", "en"),
        ("", "es"),
        ("Medi-Cal", "zh"),
    ],
)
def test_a_word_a_number_or_a_smile_does_not_change_it(reader: Reader, text: str, prior: str) -> None:
    assert reader.read(text, prior).language == prior


def test_a_whole_sentence_does_change_it(reader: Reader) -> None:
    assert reader.read("mi hija tiene fiebre y no tengo doctor", prior="en").language == "es"


def test_the_chinese_script_is_told(reader: Reader) -> None:
    assert reader.read("我們需要奶粉").script == "zh_Hant"
    assert reader.read("我们需要奶粉").script == "zh_Hans"
    assert reader.read("need formula").script is None


@pytest.mark.parametrize("text", ["hi", "food 90022", "thanks", "need diapers", "ok", "help me please"])
def test_short_everyday_english_is_english_when_nothing_came_before(text: str, reader: Reader) -> None:
    assert reader.read(text).language == "en"


@pytest.mark.parametrize("text", ["hi", "ok", "thank you"])
def test_the_same_words_do_not_turn_a_korean_conversation(text: str, reader: Reader) -> None:
    assert reader.read(text, "ko").language == "ko"
