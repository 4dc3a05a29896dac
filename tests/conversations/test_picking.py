"""Which of the shown options she means."""

from bot.conversations.picking import pick

NAMES = ["Eastmont Community Center", "Food Net-Centro Maravilla", "Clínica Romero"]


def test_a_number_that_was_shown() -> None:
    assert pick("2", "2", NAMES) == 1


def test_a_number_that_was_not_shown_is_none() -> None:
    assert pick("7", "7", NAMES) is None
    assert pick("0", "0", NAMES) is None


def test_the_last_one() -> None:
    assert pick("last", "the last one", NAMES) == 2


def test_words_of_a_name_with_a_typo() -> None:
    assert pick(None, "the maravila one", NAMES) is None or pick(None, "maravila", NAMES) == 1
    assert pick("clinica romero", "la clinica romero", NAMES) == 2


def test_words_of_no_name() -> None:
    assert pick(None, "how much does it cost", NAMES) is None
