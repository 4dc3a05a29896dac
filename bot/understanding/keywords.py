"""Words that mean one thing when they are the whole message: STOP and its kin, MORE, PERSON, yes, no."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

import yaml

from bot.settings import ROOT

KEYWORDS = ROOT / "data" / "lexicons" / "keywords.yml"

ACTS = {
    "more": "more",
    "person": "ask_person",
    "yes": "affirm",
    "no": "deny",
    "help": "help",
    "delete": "delete_data",
    "wrong": "report_problem",
}
"""The act that a menu word is. STOP and START are the carrier's and no acts."""


def meaning(text: str) -> str | None:
    """What a whole message means as a keyword: stop, start, help, delete, more, person, yes, no, bot, wrong."""
    exact, loose = _lexicon()
    plain = _plain(text)
    if not plain or len(plain) > 40:
        return None
    return exact.get(plain) or loose.get(_bare(plain))


def numbered(text: str) -> tuple[str, str] | None:
    """«WRONG 2», «2 no contestan»: the keyword that stands beside an option's number, and the number; or None."""
    found = re.fullmatch(r"(\D*)(\d{1,2})(\D*)", _plain(text))
    if found is None:
        return None
    before, number, behind = found.groups()
    meant = meaning(f"{before} {behind}")
    return (meant, number) if meant else None


def language_of(text: str) -> str | None:
    """The language whose keyword this message is, the first where several have it; None for no keyword."""
    return _languages().get(_bare(_plain(text)))


@lru_cache(maxsize=1)
def _words() -> dict[str, dict[str, list[str]]]:
    return dict(yaml.safe_load(KEYWORDS.read_text(encoding="utf-8")))


@lru_cache(maxsize=1)
def _languages() -> dict[str, str]:
    found: dict[str, str] = {}
    for languages in _words().values():
        for language, forms in languages.items():
            if language != "exact":
                for form in forms:
                    found.setdefault(_bare(_plain(form)), language)
    return found


@lru_cache(maxsize=1)
def _lexicon() -> tuple[dict[str, str], dict[str, str]]:
    exact: dict[str, str] = {}
    loose: dict[str, str] = {}
    for meant, languages in _words().items():
        for language, forms in languages.items():
            for form in forms:
                plain = _plain(form)
                exact[plain] = meant
                if language != "exact":
                    loose.setdefault(_bare(plain), meant)
    return exact, loose


def _plain(text: str) -> str:
    """Case, width and punctuation do not matter."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    return " ".join(re.sub(r"[^\w\s]", " ", folded).split())


def _bare(plain: str) -> str:
    """Without accents; đ is d, as people type it."""
    apart = unicodedata.normalize("NFD", plain.replace("đ", "d"))
    return unicodedata.normalize("NFC", "".join(c for c in apart if unicodedata.category(c) != "Mn"))
