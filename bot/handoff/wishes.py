"""Whom a family would like to talk with: a navigator she knows, a woman, somebody else, one of her community.

Nothing here is inferred: a wish is what she says in words that can hardly mean anything else.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import yaml

from bot.conversations.plainly import any_of, plain, runs_on
from bot.replies import labels
from bot.replies.catalogs import N_, text
from bot.settings import ROOT

LEXICON = ROOT / "data" / "handoff" / "wishes.yml"

SPARE_WORDS = 2
"""So many words that mean nothing to us may stand beside a wish, where a person was asked for anyway."""

KINDS: dict[str, str] = {
    "woman": N_("a woman"),
    "man": N_("a man"),
    "mother": N_("a mother"),
    "father": N_("a father"),
    "grandparent": N_("a grandparent"),
    "nicu": N_("a parent who had a baby in the NICU"),
    "lost_baby": N_("a parent who lost a baby"),
}
"""What a navigator may say of herself among her topics, as a family reads it after «You asked for»."""


@dataclass(frozen=True)
class Wish:
    """Whom she asked for. An empty wish is for anybody."""

    navigator: str | None = None
    """The id of a navigator she knew before."""
    others_than: tuple[str, ...] = ()
    """Ids of navigators whom she would rather not have again."""
    kinds: tuple[str, ...] = ()
    """Of KINDS."""
    community: bool = False
    """Somebody of the community she named, and nobody else without asking her."""

    def __bool__(self) -> bool:
        return self != Wish()

    def and_then(self, later: Wish) -> Wish:
        """This wish with a later one: the later decides who, and nobody she refused comes back by it."""
        refused = dict.fromkeys((*self.others_than, *later.others_than))
        return Wish(
            later.navigator,
            tuple(one for one in refused if one != later.navigator),
            later.kinds or self.kinds,
            later.community or self.community,
        )

    def as_json(self) -> dict[str, Any] | None:
        """As the database keeps it; None for an empty wish."""
        if not self:
            return None
        return {
            "navigator": self.navigator,
            "others_than": list(self.others_than),
            "kinds": list(self.kinds),
            "community": self.community,
        }

    @classmethod
    def of(cls, kept: Mapping[str, Any] | None) -> Wish:
        """Read what `as_json` wrote."""
        if not kept:
            return cls()
        return cls(
            kept.get("navigator"),
            tuple(kept.get("others_than") or ()),
            tuple(kept.get("kinds") or ()),
            bool(kept.get("community")),
        )


@dataclass(frozen=True)
class Heard:
    """A wish in words: what was said, before it is known whom «somebody else» leaves out."""

    navigator: str | None
    other: bool
    kinds: tuple[str, ...]
    community: bool

    def wish(self, present: str | None) -> Wish:
        """The wish it is; `present` is the navigator she has now or had last."""
        refused = (present,) if self.other and present is not None and present != self.navigator else ()
        return Wish(self.navigator, refused, self.kinds, self.community)


def read(said: str, known: Mapping[str, str], asks_person: bool) -> Heard | None:
    """The wish in a message, or None.

    `known` has the names of navigators she has talked with, by id. Where she asks for a person anyway
    (`asks_person`) the wish may stand in a longer message; else it must be the whole of it.
    """
    rest = f" {plain(said)} "
    if len(rest) > 400:
        return None
    navigator, rest = _named(rest, known)
    found: dict[str, bool] = {}
    for name, pattern in _phrases():
        bare = pattern.sub(" \0 ", rest)
        if bare != rest:
            found[name], rest = True, bare
    if navigator is None and not found:
        return None
    beside = _asking().search(rest) is not None
    bare_word = not rest.replace("\0", " ").split()
    if bare_word and not asks_person and found.keys() <= set(KINDS):
        return None  # «Rosa» or «woman» alone may be the answer to anything
    spare = _framing().sub(" ", rest).replace("\0", " ").split()
    if spare and not (asks_person and (navigator or beside or _few(spare))):
        return None
    kinds = tuple(kind for kind in KINDS if kind in found)
    return Heard(navigator, "other" in found, kinds, "community" in found)


def in_words(catalog: str, wish: Wish, name: str | None, communities: Iterable[str]) -> str:
    """Whom she asked for, as she reads it; `name` is the wanted navigator's."""
    parts = [name] if name else []
    parts += [text(catalog, KINDS[kind]) for kind in wish.kinds]
    if wish.community:
        parts += [labels.community(catalog, code) for code in communities]
    if not parts and wish.others_than:
        parts = [text(catalog, "someone else")]
    return labels.listed(catalog, parts)


def _named(rest: str, known: Mapping[str, str]) -> tuple[str | None, str]:
    for navigator_id, name in known.items():
        whole = plain(name)
        for form in dict.fromkeys((whole, whole.split(" ")[0])):
            if len(form) < 2:
                continue
            bare = any_of([form]).sub(" \0 ", rest)
            if bare != rest:
                return navigator_id, bare
    return None, rest


def _few(spare: list[str]) -> bool:
    return sum(len(word) if runs_on(word) else 1 for word in spare) <= SPARE_WORDS


@lru_cache(maxsize=1)
def _lexicon() -> dict[str, Any]:
    read: dict[str, Any] = yaml.safe_load(LEXICON.read_text(encoding="utf-8"))
    return read


@lru_cache(maxsize=1)
def _phrases() -> list[tuple[str, re.Pattern[str]]]:
    """What can be wished for; the more exact first, so that «a mom who lost a baby» is not any mother."""
    kinds = _lexicon()["kinds"]
    named = {"other": _lexicon()["other"], "community": _lexicon()["community"]}
    order = ["lost_baby", "nicu", *(kind for kind in kinds if kind not in ("lost_baby", "nicu"))]
    return [
        *((kind, any_of(_forms(kinds[kind]))) for kind in order),
        *((name, any_of(_forms(forms))) for name, forms in named.items()),
    ]


@lru_cache(maxsize=1)
def _asking() -> re.Pattern[str]:
    """Words of asking right beside a wish: before it, or behind it as Korean and Chinese have them."""
    forms = sorted(_forms(_lexicon()["asks"]), key=len, reverse=True)
    before = "|".join(re.escape(form) for form in forms)
    behind = "|".join(re.escape(form) for form in forms if runs_on(form))
    return re.compile(rf"(?:{before})\s*\0|\0\s*\S{{0,3}}\s*(?:{behind})")


@lru_cache(maxsize=1)
def _framing() -> re.Pattern[str]:
    return any_of([*_forms(_lexicon()["asks"]), *_forms(_lexicon()["polite"])])


def _forms(by_language: Mapping[str, list[str]]) -> list[str]:
    return [plain(str(form)) for forms in by_language.values() for form in forms]
