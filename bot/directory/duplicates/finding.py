"""Records that are likely the same: organizations, services and locations, with the reasons and a score."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import combinations
from typing import Any

from rapidfuzz import fuzz
from sqlalchemy.orm import Session

from bot.directory.duplicates import gathering
from bot.directory.duplicates.gathering import Traits

KINDS = ("organization", "service", "location")
LEAST = 0.6
"""The score from which a pair is shown."""
CROWD = 40
"""A phone or an address that more records than this share tells nothing of two of them."""
ALIKE = 85.0
"""The likeness (0 to 100) from which two names are nearly one."""


@dataclass(frozen=True)
class Pair:
    """Two records that are likely one. `score` from 0 to 1; each reason says what they share."""

    kind: str
    one: Traits
    other: Traits
    score: float
    reasons: tuple[str, ...] = field(default=())

    def as_json(self) -> dict[str, Any]:
        """As plain data."""
        return {
            "kind": self.kind,
            "score": self.score,
            "reasons": list(self.reasons),
            "records": [
                {"id": t.id, "name": t.name, "organization": t.organization, "phones": sorted(t.phones),
                 "address": t.address} for t in (self.one, self.other)
            ],
        }  # fmt: skip

    def __str__(self) -> str:
        names = "\n".join(f"    {t.id}  {t.name}{f' ({t.organization})' if t.organization else ''}"
                          for t in (self.one, self.other))  # fmt: skip
        return f"{self.score:.2f}  {self.kind}: {'; '.join(self.reasons)}\n{names}"


def find(session: Session, kinds: Iterable[str] = KINDS, least: float = LEAST) -> list[Pair]:
    """Likely duplicates among active records, the surest first. Only records that share a name, a phone number, an
    address or a web site are compared, so that a hundred thousand take a minute and not a day."""
    found: list[Pair] = []
    for kind in kinds:
        traits = gathering.gather(session, kind)
        for one, other in _candidates(traits):
            score, reasons = _RULES[kind](one, other)
            if score >= least:
                found.append(Pair(kind, one, other, round(score, 2), tuple(reasons)))
    return sorted(found, key=lambda pair: (-pair.score, pair.kind, pair.one.name, pair.one.id, pair.other.id))


def _candidates(traits: list[Traits]) -> Iterator[tuple[Traits, Traits]]:
    blocks: dict[tuple[str, str], list[Traits]] = defaultdict(list)
    for each in traits:
        for key in _keys(each):
            blocks[key].append(each)
    met: set[tuple[str, str]] = set()
    for (sort, _), block in blocks.items():
        if len(block) > CROWD and sort != "name":
            continue
        for one, other in combinations(sorted(block[: CROWD * 4], key=lambda t: t.id), 2):
            if one.id != other.id and (one.id, other.id) not in met:
                met.add((one.id, other.id))
                yield one, other


def _keys(each: Traits) -> Iterator[tuple[str, str]]:
    words = each.plain.split()
    if words:
        yield (
            "name",
            f"{each.organization_plain} {' '.join(sorted(words))}"
            if each.kind == "service"
            else " ".join(sorted(words)),
        )
        yield (
            "start",
            f"{each.organization_plain} {words[0][:6]} {words[-1][:4]}"
            if each.kind == "service"
            else f"{words[0][:6]} {words[-1][:4]}",
        )
    yield from (("phone", phone) for phone in each.phones)
    if each.place:
        yield "place", each.place
    if each.site:
        yield "site", each.site


def _names(one: Traits, other: Traits) -> tuple[float, str | None]:
    """(how much the names say that the two are one, in words)"""
    if not one.plain or not other.plain:
        return 0.0, None
    if one.plain == other.plain:
        return 0.6, "the same name"
    likeness = max(fuzz.token_sort_ratio(one.plain, other.plain), fuzz.ratio(one.plain, other.plain))
    if likeness >= ALIKE:
        return 0.5, f"names {likeness:.0f}% alike"
    shorter, longer = sorted((one.plain.split(), other.plain.split()), key=len)
    if len(shorter) > 1 and set(shorter) <= set(longer):
        return 0.4, "one name holds the other"
    if one.initials and (one.initials == other.plain or other.initials == one.plain):
        return 0.4, "one name is the other's initials"
    return 0.0, None


def _shared(one: Traits, other: Traits, name_worth: float) -> tuple[float, list[str]]:
    score, reasons = 0.0, []
    if phones := one.phones & other.phones:
        score += 0.25
        reasons.append(f"the same phone {sorted(phones)[0]}")
    if one.place and one.place == other.place:
        score += 0.25
        reasons.append(f"the same address {one.address}")
    if one.site and one.site == other.site:
        score += 0.2 if name_worth else 0.1
        reasons.append(f"the same web site {one.site}")
    return score, reasons


def _organizations(one: Traits, other: Traits) -> tuple[float, list[str]]:
    worth, said = _names(one, other)
    if not said:
        return 0.0, []
    score, reasons = _shared(one, other, worth)
    if worth >= 0.6 and not reasons:  # one name, nothing that speaks against: two chapters perhaps
        score = 0.05 if (one.phones and other.phones) else 0.1
    return min(1.0, worth + score), [said, *reasons]


def _services(one: Traits, other: Traits) -> tuple[float, list[str]]:
    worth, said = _names(one, other)
    if not said:
        return 0.0, []
    score, reasons = _shared(one, other, worth)
    if one.organization_id and one.organization_id == other.organization_id:
        score += 0.2
        reasons.append("of one organization")
    elif one.organization_plain and one.organization_plain == other.organization_plain:
        score += 0.2
        reasons.append("of organizations of one name")
    elif one.organization_plain and other.organization_plain and not reasons:
        return 0.0, []  # many agencies have a «Food Pantry»
    if one.place and other.place and one.place != other.place:
        score -= 0.3  # the same service at two places is two sites
        reasons.append(f"but at {one.address} and {other.address}")
    return max(0.0, min(1.0, worth + score)), [said, *reasons]


def _locations(one: Traits, other: Traits) -> tuple[float, list[str]]:
    if not one.place or one.place != other.place:
        return 0.0, []
    worth, said = _names(one, other)
    reasons = [f"the same address {one.address}"]
    score = 0.55
    if one.organization_id and one.organization_id == other.organization_id:
        score += 0.2
        reasons.append("of one organization")
    if said:
        score += worth / 2
        reasons.append(said)
    if one.phones & other.phones:
        score += 0.15
        reasons.append(f"the same phone {sorted(one.phones & other.phones)[0]}")
    return min(1.0, score), reasons


_RULES: dict[str, Callable[[Traits, Traits], tuple[float, list[str]]]] = {
    "organization": _organizations,
    "service": _services,
    "location": _locations,
}
