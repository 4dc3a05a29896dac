"""The texts that must go out when nothing else works: crisis replies, the fallback, carrier keywords' answers.

They stand in domain.yml and the catalogs like every text, but are read once at start, so that saying them
needs neither database nor model nor action server.
"""

from bot.replies import catalogs, responses

CRISES = ("suicide", "harm_to_child", "violence", "medical")


def response(catalog: str, name: str) -> str:
    """A response of domain.yml that has no placeholders, in a catalog's language."""
    english = str(responses.all_of()[name]["text"])
    return catalogs.catalog_of(catalog).gettext(english)


def crisis(catalog: str, code: str) -> str:
    """The reviewed reply to a crisis. Raises KeyError for a code that is none."""
    return response(catalog, f"utter_crisis_{code}")


def fallback(catalog: str) -> str:
    """What she gets when anything at all fails while answering: 211 and 988, in her language."""
    return response(catalog, "utter_fallback")


def prepare(names: tuple[str, ...]) -> None:
    """Read every fixed text in these catalogs now, so that none is read for the first time in trouble."""
    for name in names:
        fallback(name)
        for code in CRISES:
            crisis(name, code)
