"""What a service is and for whom, in plain sentences made of nothing but the record's own facts."""

from __future__ import annotations

from babel.lists import format_list

from bot.directory.bundle.facts import Fact
from bot.directory.bundle.vocabulary import Vocabulary


def describe_service(fact: Fact, organization: str, vocabulary: Vocabulary) -> str:
    """«Food pantry, from Burbank Temporary Aid Center. Serves Los Angeles County.»"""
    sentences = [f"{fact.service[0].upper()}{fact.service[1:]}, from {organization.rstrip('.')}."]
    if fact.communities:
        names = [vocabulary.terms["communities"][code]["name"] for code in fact.communities]
        sentences.append(f"By or for {_list(names)} in particular.")
    if fact.eligibility:
        sentences.append(f"Who can get it: {fact.eligibility}.")
    if fact.ages:
        sentences.append(f"Ages: {fact.ages}.")
    sentences.append(f"Serves {_where(fact)}.")
    return " ".join(sentences)


def describe_organization(services: list[str]) -> str:
    """«Gives these services listed here: food pantry; tax help.»"""
    listed = list(dict.fromkeys(services))
    more = f"; and {len(listed) - 6} more" if len(listed) > 6 else ""
    return f"Services listed here: {'; '.join(listed[:6])}{more}."


def _where(fact: Fact) -> str:
    if fact.statewide:
        return "all of California"
    if len(fact.counties) == 1:
        return f"{fact.counties[0]} County"
    return f"{_list(fact.counties)} counties"


def _list(names: list[str]) -> str:
    return str(format_list(names, locale="en"))
