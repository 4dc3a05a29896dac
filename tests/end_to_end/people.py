"""Families and navigators who live through a run: what they text, and what they do about what they read."""

from __future__ import annotations

import asyncio
import random
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache

import yaml

from bot.understanding import keywords
from bot.understanding.examples import Example, read_all
from tests.end_to_end.phones import Phones, answered

LANGUAGES = ("es", "en", "vi", "zh", "tl", "ko")
CODE = re.compile(r"\b([ACEFHJKMNPRTWXY]{2}[234679])\b")
PATIENCE = 60.0
"""Seconds that somebody looks at her phone for an answer before she goes on."""


@lru_cache(maxsize=1)
def _examples() -> tuple[Example, ...]:
    return tuple(read_all())


@lru_cache(maxsize=1)
def _lexicon() -> dict[str, dict[str, list[str]]]:
    words: dict[str, dict[str, list[str]]] = yaml.safe_load(keywords.KEYWORDS.read_text(encoding="utf-8"))
    return words


def word(meaning: str, language: str) -> str:
    """A menu word as a family of this language texts it."""
    return _lexicon()[meaning][language][0].upper()


def wish(rng: random.Random, language: str, act: str = "find_help") -> str:
    """A message as families of this language write them."""
    fitting = [e for e in _examples() if e.language == language and e.act == act and not e.crisis]
    return rng.choice(fitting).text


def danger(rng: random.Random, language: str) -> tuple[str, str]:
    """A message of danger, and the kind of danger."""
    example = rng.choice([e for e in _examples() if e.language == language and e.crisis])
    return example.text, str(example.crisis)


@dataclass
class Family:
    """One family's evening: a plan of messages, and what became of them."""

    number: str
    language: str
    plan: str
    rng: random.Random
    texts: int = 0
    unanswered: list[str] = field(default_factory=list)
    crises: list[str] = field(default_factory=list)
    stopped_after: int | None = None
    """How many messages her phone had when STOP was acknowledged and confirmed."""

    def messages(self) -> Iterator[str]:
        """What she texts, in order, by her plan."""
        yield wish(self.rng, self.language)
        yield self.rng.choice(("90022", "95822", "93706", "92105", "94601"))
        if self.plan == "person":
            yield word("person", self.language)
            yield word("yes", self.language)
            for _ in range(self.rng.randint(1, 3)):
                yield wish(self.rng, self.language)
            if self.rng.random() < 0.2:
                yield danger(self.rng, self.language)[0]
        elif self.plan == "crisis":
            yield danger(self.rng, self.language)[0]
            yield wish(self.rng, self.language)
        elif self.plan == "stop":
            yield word("stop", self.language)
        else:
            yield str(self.rng.randint(1, 3))
            yield word("more", self.language)
            if self.rng.random() < 0.5:
                yield wish(self.rng, self.language)

    async def live(self, phones: Phones, pause: float) -> None:
        """Text, look for an answer, think, text on."""
        await asyncio.sleep(self.rng.uniform(0, 4 * pause))
        for body in self.messages():
            before = len(phones.shown(self.number))
            await phones.text(self.number, body)
            self.texts += 1
            if not await answered(phones, self.number, before, PATIENCE):
                self.unanswered.append(body)
            if keywords.meaning(body) == "stop":
                self.stopped_after = len(phones.shown(self.number))
            await asyncio.sleep(self.rng.uniform(0.3, 1.7) * pause)
        if self.plan == "stop":  # words after STOP must stay without an answer
            await phones.text(self.number, wish(self.rng, self.language))
            self.texts += 1


@dataclass
class Peer:
    """One navigator: she says yes or no or nothing to what she is asked, talks, and finishes."""

    number: str
    temper: str
    """`ready` says yes, `choosy` no half of the time, `silent` nothing, `late` yes and then nothing more."""
    rng: random.Random
    texts: int = 0
    words: dict[str, int] = field(default_factory=dict)
    """How often she answered the family of each case."""

    async def live(self, phones: Phones, pause: float) -> None:
        """Read what comes, until cancelled."""
        read = 0
        while True:
            shown = phones.shown(self.number)
            while read < len(shown):
                await asyncio.sleep(self.rng.uniform(0.1, 0.8) * pause)
                await self._read(phones, shown[read])
                read += 1
            await asyncio.sleep(0.1)

    async def _read(self, phones: Phones, body: str) -> None:
        code = CODE.search(body)
        if code is None or self.temper == "silent":
            return
        if "Reply YES or NO" in body:
            yes = self.temper != "choosy" or self.rng.random() < 0.5
            await self._text(phones, f"{'YES' if yes else 'NO'} {code[1]}")
        elif " is yours" in body:
            self.words[code[1]] = 0
            if self.temper != "late":
                await self._text(phones, f"{code[1]} Hi, I am here for you. What happened?")
        elif " Family: " in body and code[1] in self.words and self.temper != "late":
            self.words[code[1]] += 1
            if self.words[code[1]] <= 2:
                await self._text(
                    phones, f"{code[1]} I hear you. Let me look into number {self.words[code[1]]}."
                )
            else:
                await self._text(phones, f"DONE {code[1]}")

    async def _text(self, phones: Phones, body: str) -> None:
        self.texts += 1
        await phones.text(self.number, body)


def families(rng: random.Random, count: int, plans: dict[str, float]) -> list[Family]:
    """That many families, their languages in turn, their plans in these shares."""
    made = []
    for number in range(count):
        plan = rng.choices(list(plans), list(plans.values()))[0]
        language = LANGUAGES[number % len(LANGUAGES)]
        made.append(Family(f"+1213556{number:04d}", language, plan, random.Random(rng.random())))
    return made


def peers(rng: random.Random, count: int, tempers: dict[str, float]) -> list[Peer]:
    """That many navigators, their tempers in these shares; the first is always ready."""
    return [
        Peer(
            f"+1213557{number:04d}",
            "ready" if number == 0 else rng.choices(list(tempers), list(tempers.values()))[0],
            random.Random(rng.random()),
        )
        for number in range(count)
    ]
