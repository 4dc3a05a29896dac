"""Nothing is invented: cards of random records of the bundled directory hold facts of those records alone."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from typing import Any

import pytest
from babel.dates import format_skeleton

from bot.directory import documents, records
from bot.languages import CATALOGS, locale_of
from bot.replies import answers, cards, labels
from bot.replies.catalogs import text
from bot.store import Store

HOW_MANY = 150


def strings(value: Any) -> Iterator[str]:
    """Every text and number in a document."""
    if isinstance(value, dict):
        for each in value.values():
            yield from strings(each)
    elif isinstance(value, list):
        for each in value:
            yield from strings(each)
    elif value is not None:
        yield str(value)


@pytest.mark.parametrize("catalog", CATALOGS)
def test_each_fact_of_a_card_is_in_the_record(furnished: Store, catalog: str) -> None:
    with furnished.reading() as session:
        chosen = random.Random(catalog).sample(documents.ids_of(session, "service"), HOW_MANY)
        whole = documents.load(session, "service", chosen)
        for key in chosen:
            found = records.of_service(session, key)
            assert found is not None
            said_of_it = "\n".join(strings(whole[key]))
            card = cards.web_card(catalog, 1, found, list(found.needs))
            answer = answers.one(catalog, found)
            phone = (card["phone"] or "").partition(" ext. ")[0]
            for fact in (card["title"], phone, card["url"], found.service, found.email, found.hours):
                assert not fact or fact in said_of_it, f"{key}: {fact}"
            for part in re.split(r", | (?=\d{5}$)", found.address or ""):
                assert part in said_of_it, f"{key}: {part}"
            for number in re.findall(r"\d{3}-\d{3}-\d{4}", answer.text + card["verified"]):
                assert number in said_of_it, f"{key}: {number}"
            if found.assured_on is not None:
                assert whole[key]["assured_date"][:4] == str(found.assured_on.year)
            allowed = _allowed(catalog, found)
            for line in answer.text.splitlines()[:-1]:
                value = re.split(": ?|：", line, maxsplit=1)[-1]
                assert line in allowed or value in allowed, f"{key}: {line}"


def _allowed(catalog: str, found: records.Found) -> set[str]:
    """Everything that may stand in an answer on this record: its fields, as they are or translated."""
    phrases = (found.service, found.hours, found.cost, found.eligibility, found.ages)
    dates = [format_skeleton("yMMM", found.assured_on, locale=locale_of(catalog))] if found.assured_on else []
    return {
        found.organization,
        *(cards.phrase(catalog, phrase) for phrase in phrases if phrase),
        *filter(None, (found.address, found.url, found.email)),
        *(phone.number for phone in found.phones),
        labels.languages(catalog, found.languages),
        ", ".join(cards.phrase(catalog, paper) for paper in found.documents),
        cards.verified(catalog, found),
        *(text(catalog, "Checked {when}", when=date) for date in dates),
    }


def test_a_fact_that_is_not_in_the_record_would_be_seen(furnished: Store) -> None:
    with furnished.reading() as session:
        key = documents.ids_of(session, "service")[0]
        found = records.of_service(session, key)
    assert found is not None
    assert "555-555-0100" not in _allowed("en", found)
