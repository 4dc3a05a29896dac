"""Every word people read: gettext catalogs in locales/<catalog>/LC_MESSAGES/.

Message ids are the English words themselves, with {named} placeholders. `text`, `plural` and `N_` are the
names Babel extracts by (babel.cfg). A message that has no translation falls back to English.
"""

from functools import cache
from io import BytesIO
from pathlib import Path
from string import Formatter

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import NullTranslations, Translations

from bot.settings import ROOT

LOCALES = ROOT / "locales"


def N_(message: str) -> str:  # noqa: N802 - gettext's own name
    """Mark a constant for extraction; it is translated where it is used."""
    return message


def text(catalog: str, message: str, /, **values: object) -> str:
    """The message in a catalog's language with its placeholders filled."""
    return fill(catalog_of(catalog).gettext(message), **values)


def plural(catalog: str, one: str, many: str, n: int, /, **values: object) -> str:
    """The form of a message that fits the number n; `{n}` in it is the number."""
    return fill(catalog_of(catalog).ngettext(one, many, n), n=n, **values)


def fill(message: str, **values: object) -> str:
    """Fill {named} placeholders. Values are plain text: braces in them mean nothing.

    Raises KeyError for a placeholder without a value.
    """
    return "".join(
        literal + ("" if name is None else str(values[name]))
        for literal, name, _, _ in Formatter().parse(message)
    )


@cache
def catalog_of(catalog: str, domain: str = "messages") -> NullTranslations:
    """The compiled catalog of that name; an empty one where the file is missing."""
    path = LOCALES / catalog / "LC_MESSAGES" / f"{domain}.po"
    return _compiled(path) if path.exists() else NullTranslations()


def _compiled(path: Path) -> Translations:
    with path.open("rb") as source:
        messages = read_po(source)
    binary = BytesIO()
    write_mo(binary, messages)  # leaves fuzzy messages out, as msgfmt does
    binary.seek(0)
    return Translations(binary)
