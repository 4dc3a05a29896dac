"""The languages Kinpath speaks. Adding one: a line here, a folder in data/nlu, a catalog in locales/."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Language:
    """One language: its code in data and slots, its catalogs in locales/, and its name in itself."""

    code: str
    catalogs: tuple[str, ...]
    endonym: str


LANGUAGES: dict[str, Language] = {
    language.code: language
    for language in (
        Language("en", ("en",), "English"),
        Language("es", ("es",), "Español"),
        Language("vi", ("vi",), "Tiếng Việt"),
        Language("zh", ("zh_Hans", "zh_Hant"), "中文"),
        Language("tl", ("tl",), "Tagalog"),
        Language("ko", ("ko",), "한국어"),
    )
}

DEFAULT_CATALOG = "en"

CATALOGS: tuple[str, ...] = tuple(name for language in LANGUAGES.values() for name in language.catalogs)


def catalog_for(code: str, script: str | None = None) -> str | None:
    """The catalog that answers a language code; `script` (a catalog's name) chooses where one has several.

    None for a language that Kinpath does not speak.
    """
    language = LANGUAGES.get(code)
    if language is None:
        return code if code in CATALOGS else None
    return script if script in language.catalogs else language.catalogs[0]


def locale_of(catalog: str) -> str:
    """The locale in which numbers, dates and lists are written for readers of a catalog: theirs, in the US."""
    return {"en": "en_US", "es": "es_US", "tl": "fil"}.get(catalog, catalog)


def code_of(catalog: str) -> str:
    """The language code of a catalog's name: zh_Hant is zh."""
    return catalog.split("_")[0]
