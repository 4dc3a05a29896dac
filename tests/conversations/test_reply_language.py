"""The reply's language follows the family."""

from bot.conversations.reply_language import choose


def test_the_first_message_decides() -> None:
    assert choose(None, "es", 0.9, "pañales", first=True) == "es"


def test_an_unsure_first_message_leaves_what_the_browser_asked_for() -> None:
    assert choose("es", "en", 0.3, "ok", first=True) == "es"


def test_one_foreign_word_does_not_flip_it() -> None:
    assert choose("es", "en", 0.99, "ok") == "es"
    assert choose("es", "en", 0.99, "thank you") == "es"


def test_a_sentence_in_another_language_changes_it() -> None:
    assert choose("es", "en", 0.95, "do you have anything closer") == "en"


def test_an_unsure_sentence_does_not() -> None:
    assert choose("es", "en", 0.6, "no me importa whatever man") == "es"


def test_a_wish_is_granted_whatever_it_was_written_in() -> None:
    assert choose("en", "en", 0.99, "in spanish please", wanted="es") == "es"


def test_a_wish_for_a_language_we_do_not_speak_changes_nothing() -> None:
    assert choose("es", "es", 0.99, "¿habla mixteco?", wanted="Mixtec") == "es"


def test_a_language_we_do_not_speak_is_answered_as_before() -> None:
    assert choose("es", "ru", 0.99, "мне нужна помощь сейчас") == "es"
