"""The places a message names: which words of it, and what they mean.

Longest names win («San Jose» before «Jose»). A name that is also an ordinary word («Orange», «Weed») or a
person's («Austin») counts only when something around it says that a place is meant: a capital where capitals
mean something, «in», «near», «county», a ZIP code beside it, or nothing else in the message.
"""

from __future__ import annotations

from bot.gazetteer import cjk
from bot.gazetteer.latin import Words, around
from bot.gazetteer.mention import Mention


def find_places(text: str) -> list[Mention]:
    """Every place the text names, in order, without overlaps. Exact names only: see find_misspelt_places."""
    found = [*cjk.mentions(text), *Words(text).mentions()]
    return sorted(found, key=lambda mention: mention.start)


def find_misspelt_places(text: str) -> list[Mention]:
    """Places named with typing errors («live in Bakersfeild»). Only looks behind «in», «near», «en»…"""
    words = Words(text)
    taken = find_places(text)
    found: list[Mention] = []
    at = 1
    while at < len(words):
        free = not any(m.start <= words.tokens[at].start() < m.end for m in taken)
        guessed = words.guess_at(at) if free and words.before(at) in around("place_before") else None
        if guessed:
            length, mention = guessed
            found.append(mention)
            at += length
        at += 1
    return found
