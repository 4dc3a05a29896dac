"""Language tags as browsers write them."""

import pytest

from bot import languages
from bot.channels import widget_words
from bot.channels.asked_language import catalog_of_tag
from bot.languages import Language


@pytest.fixture(autouse=True)
def all_languages(monkeypatch: pytest.MonkeyPatch) -> None:
    """The languages of the design, and one from right to left, whichever are there by now."""
    for code, catalogs, endonym in (
        ("vi", ("vi",), "Tiếng Việt"),
        ("zh", ("zh_Hans", "zh_Hant"), "中文"),
        ("tl", ("tl",), "Tagalog"),
        ("ko", ("ko",), "한국어"),
        ("ar", ("ar",), "العربية"),
    ):
        monkeypatch.setitem(languages.LANGUAGES, code, Language(code, catalogs, endonym))


@pytest.mark.parametrize(
    ("tag", "catalog"),
    [
        ("en", "en"),
        ("es-MX", "es"),
        (" ES_us ", "es"),
        ("vi-VN", "vi"),
        ("ko", "ko"),
        ("tl", "tl"),
        ("fil-PH", "tl"),
        ("zh", "zh_Hans"),
        ("zh-CN", "zh_Hans"),
        ("zh-Hans-HK", "zh_Hans"),
        ("zh-TW", "zh_Hant"),
        ("zh-HK", "zh_Hant"),
        ("zh-Hant", "zh_Hant"),
        ("zh_Hant", "zh_Hant"),
        ("zh_Hans", "zh_Hans"),
        ("de", None),
        ("", None),
        ("*", None),
        ("../es", None),
    ],
)
def test_a_tag_names_a_catalog(tag: str, catalog: str | None) -> None:
    assert catalog_of_tag(tag) == catalog


def test_a_language_is_offered_in_its_own_words() -> None:
    assert widget_words.own_name("es") == "Español"
    assert widget_words.own_name("zh_Hans") == "中文 (简体)"
    assert widget_words.own_name("zh_Hant") == "中文 (繁體)"
    assert widget_words.tag("zh_Hant") == "zh-Hant"


def test_the_direction_is_the_languages() -> None:
    assert widget_words.direction("ar") == "rtl"
    assert widget_words.direction("ko") == "ltr"
