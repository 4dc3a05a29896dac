"""Catalogs are whole, and the words families are told to text are words Kinpath knows."""

from pathlib import Path

import pytest

from bot.languages import CATALOGS
from bot.replies import answers, catalogs, check
from bot.understanding import keywords


def test_nothing_is_missing_fuzzy_or_has_a_broken_placeholder() -> None:
    assert list(check.problems()) == []


def test_a_broken_placeholder_is_named(tmp_path: Path) -> None:
    (tmp_path / "messages.pot").write_text('msgid ""\nmsgstr ""\n\nmsgid "near {place}"\nmsgstr ""\n')
    folder = tmp_path / "es" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    (folder / "messages.po").write_text(
        'msgid ""\nmsgstr ""\n\nmsgid "near {place}"\nmsgstr "cerca de {lugar}"\n'
    )
    assert "placeholders" in next(check.problems(tmp_path, ("es",)))


def test_a_missing_translation_is_named(tmp_path: Path) -> None:
    (tmp_path / "messages.pot").write_text('msgid ""\nmsgstr ""\n\nmsgid "hello"\nmsgstr ""\n')
    folder = tmp_path / "es" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    (folder / "messages.po").write_text('msgid ""\nmsgstr ""\n\nmsgid "hello"\nmsgstr ""\n')
    assert "not translated" in next(check.problems(tmp_path, ("es",)))


@pytest.mark.parametrize("catalog", CATALOGS)
@pytest.mark.parametrize("word", answers.MENU_WORDS)
def test_every_menu_word_is_understood_as_what_it_says(catalog: str, word: str) -> None:
    meant = {"YES": "yes", "NO": "no", "MORE": "more", "PERSON": "person", "WRONG": "wrong"}[word]
    assert keywords.meaning(catalogs.text(catalog, word)) == meant


def test_braces_in_what_a_family_wrote_mean_nothing() -> None:
    assert catalogs.text("en", "Wants help with {needs}", needs="{oops}") == "Wants help with {oops}"


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("STOP", "stop"),
        ("Alto.", "stop"),
        ("DỪNG", "stop"),
        ("dung", None),  # «đúng», yes that is right, as it is typed without accents
        ("más!", "more"),
        ("sí", "yes"),
        ("borrar mis datos", "delete"),
        ("더 보기", "more"),
        ("stop hitting me", None),
        ("", None),
    ],
)
def test_keywords_are_whole_messages(typed: str, meant: str | None) -> None:
    assert keywords.meaning(typed) == meant
