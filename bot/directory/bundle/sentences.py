"""What a service is and for whom, in plain sentences made of nothing but the record's own facts."""

from __future__ import annotations

import re
from collections.abc import Iterable

from babel.lists import format_list

from bot.directory.bundle.facts import Fact
from bot.directory.bundle.vocabulary import LANGUAGES, Vocabulary

_CLINICS = "community health clinics: "
"""How the facts list the towns of a network of clinics."""
_LABELS = (
    (
        re.compile(r"(no|nobody|ask|any (income|immigration))\b", re.I),
        "Good to know",
    ),
    (
        re.compile(
            r"(income|low (income|to|and)|financial|on|paid|disability|delay|based|getting|giving|proof|"
            r"cannot|either|diploma|library|about \d+%|"
            r"household (with|in))(?![\w-])(?!.* families)",
            re.I,
        ),
        "What counts",
    ),
)
"""What an eligibility is called by how it begins, where it does not name the people it is for."""
_AGE = re.compile(r"\d|\b(birth|newborns?|prenatal)\b")
_ORDINARY = ("Families", "Farmworker", "Fathers", "Grandparents", "Immigrant", "Military", "Teen")
"""First words of communities' names that are no names of a people."""


def describe_service(fact: Fact, organization: str, vocabulary: Vocabulary) -> str:
    """«Food pantry. Offered by Burbank Temporary Aid Center. It is free. Serves Los Angeles County.»"""
    sentences = [_what(fact.service), f"Offered by {organization.rstrip('.')}."]
    if fact.communities:
        names = [vocabulary.terms["communities"][code]["name"] for code in fact.communities]
        sentences.append(f"Run by or for {_communities(names)}.")
    if fact.eligibility:
        sentences.append(_eligible(fact.eligibility.rstrip(".")))
    if fact.ages:
        sentences.append(f"{'Ages' if _AGE.search(fact.ages) else 'For'}: {fact.ages}.")
    if fact.cost:
        sentences.append("It is free." if fact.cost == "free" else f"Cost: {fact.cost}.")
    if fact.languages:
        sentences.append(f"Languages: {_list(LANGUAGES[code] for code in fact.languages)}.")
    sentences.append(f"Serves {_where(fact)}.")
    return " ".join(sentences)


def describe_organization(services: list[str]) -> str:
    """«Services listed here: food pantry; tax help.»"""
    listed = list(dict.fromkeys(services))
    more = f"; and {len(listed) - 6} more" if len(listed) > 6 else ""
    return f"Services listed here: {'; '.join(listed[:6])}{more}."


def _what(service: str) -> str:
    if service.startswith(_CLINICS):
        service = f"community health clinics in {_list(service.removeprefix(_CLINICS).split(', '))}"
    return f"{service[0].upper()}{service[1:]}."


def _eligible(said: str) -> str:
    for begins, label in _LABELS:
        if begins.match(said):
            return f"{label}: {said[0].lower()}{said[1:]}."
    return f"Who can get it: {said}."


def _communities(names: list[str]) -> str:
    """«Chinese and Korean families, farmworker families»: communities' names within a sentence."""
    names = [name.split(" (")[0] for name in names]
    names = [name[0].lower() + name[1:] if name.split()[0] in _ORDINARY else name for name in names]
    short = [name for name in names if name.endswith(" families") and "," not in name]
    peoples = [name.removesuffix(" families") for name in short]
    others = [name for name in names if name not in short]
    return _list([f"{_list(peoples)} families", *others] if peoples else others)


def _where(fact: Fact) -> str:
    if fact.statewide:
        return "all of California"
    if len(fact.counties) == 1:
        return f"{fact.counties[0]} County"
    return f"{_list(fact.counties)} counties"


def _list(names: Iterable[str]) -> str:
    return str(format_list(list(names), locale="en"))
