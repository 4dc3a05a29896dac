"""Whom a family asks for, as she says it in six languages, and what is no wish."""

from __future__ import annotations

import pytest

from bot.handoff import wishes
from bot.handoff.wishes import KINDS, Wish
from bot.languages import LANGUAGES
from bot.replies.catalogs import text

KNOWN = {"1": "Rosa", "2": "Linh Trần"}

ANOTHER = [
    "quiero otra persona",
    "Can I talk to someone else?",
    "tôi muốn nói chuyện với người khác",
    "我想换人",
    "換一個人可以嗎",
    "gusto ko ng ibang tao po",
    "다른 분과 이야기하고 싶어요",
]
WOMAN = [
    "una mujer por favor",
    "a woman, please",
    "cho tôi gặp một chị được không",
    "我想跟女的谈",
    "pwede bang babae?",
    "여자분으로 부탁드려요",
]
ROSA = [
    "can I talk to Rosa again",
    "quiero hablar con ROSA otra vez",
    "tôi muốn gặp lại Rosa",
    "我想和 Rosa 再聊聊",
    "gusto kong makausap si Rosa",
    "Rosa 님과 다시 이야기하고 싶어요",
]
NOTHING = [
    "someone else told me about wic",
    "is there someone else in the house",
    "a woman hit my baby",
    "my husband left me for another woman and we need food",
    "rosa helped me last year with rent",
    "Rosa",
    "babae",
    "iba pa",
    "yes",
    "",
    "x" * 5000,
]


@pytest.mark.parametrize("said", ANOTHER)
def test_somebody_else(said: str) -> None:
    heard = wishes.read(said, KNOWN, asks_person=False)
    assert heard is not None and heard.other and heard.wish("1") == Wish(others_than=("1",))


@pytest.mark.parametrize("said", WOMAN)
def test_a_woman(said: str) -> None:
    heard = wishes.read(said, KNOWN, asks_person=False)
    assert heard is not None and heard.kinds == ("woman",) and not heard.other


@pytest.mark.parametrize("said", ROSA)
def test_somebody_she_knows(said: str) -> None:
    heard = wishes.read(said, KNOWN, asks_person=False)
    assert heard is not None and heard.wish(None) == Wish(navigator="1")


def test_a_name_is_found_without_its_accents_and_by_its_first_word() -> None:
    for said in ("I want to talk to linh tran", "can i talk to Linh"):
        heard = wishes.read(said, KNOWN, asks_person=False)
        assert heard is not None and heard.navigator == "2"
    assert wishes.read("can i talk to Maria again", KNOWN, asks_person=False) is None


@pytest.mark.parametrize("said", NOTHING)
def test_what_is_no_wish(said: str) -> None:
    assert wishes.read(said, KNOWN, asks_person=False) is None


def test_where_a_person_is_asked_for_the_wish_may_stand_in_a_longer_message() -> None:
    for said, kind in (
        ("i want to talk to a woman about my baby who cries all night", "woman"),
        ("can i talk to another dad", "father"),
        ("i want to talk to someone who lost a baby", "lost_baby"),
        ("yes but a woman please", "woman"),
    ):
        heard = wishes.read(said, {}, asks_person=True)
        assert heard is not None and heard.kinds == (kind,), said
    assert wishes.read("my husband left me for a woman and i need help", {}, asks_person=True) is None


def test_someone_of_her_community() -> None:
    for said in (
        "someone from my community please",
        "quiero alguien de mi comunidad",
        "우리 커뮤니티 사람 있나요",
    ):
        heard = wishes.read(said, {}, asks_person=False)
        assert heard is not None and heard.community, said


def test_a_later_wish_decides_and_nobody_refused_comes_back_by_it() -> None:
    first = Wish(navigator="1", kinds=("woman",))
    assert first.and_then(Wish(others_than=("1",))) == Wish(None, ("1",), ("woman",))
    assert Wish(others_than=("1",)).and_then(Wish(navigator="1")) == Wish(navigator="1")
    assert Wish(others_than=("1",)).and_then(Wish(kinds=("man",))) == Wish(None, ("1",), ("man",))


def test_a_wish_is_kept_and_read_again() -> None:
    wish = Wish("1", ("2",), ("woman",), True)
    assert Wish.of(wish.as_json()) == wish
    assert Wish().as_json() is None and Wish.of(None) == Wish() and not Wish()


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_has_words_in_every_language(kind: str) -> None:
    assert set(wishes._lexicon()["kinds"][kind]) == set(LANGUAGES)
    for language in LANGUAGES.values():
        assert text(language.catalogs[0], KINDS[kind])
    for part in ("other", "community", "asks", "polite"):
        assert set(wishes._lexicon()[part]) == set(LANGUAGES)
