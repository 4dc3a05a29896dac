"""Spans of time («18 meses», "3 yo", «2 tuổi rưỡi», 三岁半, 세 살): a child's age, or how far a pregnancy is."""

import re
from collections.abc import Iterator
from functools import lru_cache

from bot.understanding.entities.lexicon import read
from bot.understanding.entities.numbers import number_pattern, value_of
from bot.understanding.entities.view import Candidate, View

WEEKS_IN_MONTH = 4.3
DAYS_IN_MONTH = 30.4
OLDEST_CHILD = 18 * 12
LONGEST_PREGNANCY = 42
BEFORE = 16
"""Characters before a measure in which another number may share its unit («2 at 5 anyos»)."""
_LETTER = r"[^\W\d_]"


class _Patterns:
    """The regular expressions, made once of data/lexicons/measures.yml."""

    def __init__(self) -> None:
        words, number = read("measures"), number_pattern()
        units = "|".join(f"(?P<{name}>{'|'.join(forms)})" for name, forms in words["units"].items())
        half, months = "|".join(words["half"]), "|".join(words["months_after_years"])
        conjunction = "|".join(words["and"])
        self.measure = re.compile(
            rf"(?P<number>{number})(?: ?1/2)?(?P<half_before>{'|'.join(words['half_before'])})?"
            rf"[ -]{{0,2}}(?:{'|'.join(words['joining'])})?(?:{units})(?P<half>\s?(?:{half}))?"
            rf"(?:\s?(?:零|又|{conjunction})?\s?(?P<more_months>{number}) ?(?:{months})(?!{_LETTER}))?"
        )
        self.sharing = re.compile(rf"(?P<number>{number}) ?(?:{conjunction})(?: an?| una?| yung)? ?$")
        self.range_of_years = re.compile(
            r"(?<![一二两三四五六七八九十])([一二两三四五六七八九])([一二两三四五六七八九])岁"
        )
        self.year_and_half = re.compile(r"(?<![一二两三四五六七八九十\d])岁半")
        self.named = [(re.compile("|".join(forms)), int(age)) for age, forms in words["named"].items()]
        self.week_number = re.compile(
            rf"(?:{'|'.join(words['week'])}) ?(?:nay |so |na )?(?P<number>\d{{1,2}})(?!\d)"
        )
        self.alone = re.compile(
            rf"(?P<word>(?<!{_LETTER})(?:{'|'.join(words['child'])})[ :]{{1,2}}"
            rf"(?:just |only |like |about |almost |los |sus )?)?"
            rf"(?P<number>(?(word){number}|(?<![\d.,:/$#-])\d{{1,2}}(?!\d)))(?!{_LETTER}|[%/:°]|\d|[.,]\d)"
        )
        self.halves = re.compile(
            rf"(?<![\d.,:/$#-])(?P<number>{number}) ?(?P<half>{half})?(?!{_LETTER}|[%/:°]|\d|[.,]\d)"
        )
        self.and_half = re.compile(rf" ?(?:{half})")


@lru_cache(maxsize=1)
def _patterns() -> _Patterns:
    return _Patterns()


def candidates(view: View) -> Iterator[Candidate]:
    """Every span of time, once as a child's age and once as weeks of a pregnancy, where the size allows."""
    taken: list[tuple[int, int]] = []
    yield from _with_unit(view, taken)
    yield from _named(view, taken)
    yield from _halves(view, taken)
    yield from _without_unit(view, taken)


def _with_unit(view: View, taken: list[tuple[int, int]]) -> Iterator[Candidate]:
    patterns = _patterns()
    for match in patterns.measure.finditer(view.folded):
        number = value_of(match["number"])
        if number is None or _ends_a_longer_number(view.folded, match.start()):
            continue
        taken.append(match.span())
        more = value_of(match["more_months"]) if match["years"] and match["more_months"] else None
        half = 0.5 if match["half_before"] or match["half"] else 0.0
        yield from _measured(view, match, number + half, more or 0.0, match.span())
        earliest = max(0, match.start() - BEFORE)
        sharing = patterns.sharing.search(view.folded[earliest : match.start()])
        shared = value_of(sharing["number"]) if sharing else None
        if sharing and shared is not None:
            start = earliest + sharing.start("number")
            taken.append((start, match.start()))
            yield from _measured(view, match, shared, 0.0, (start, start + len(sharing["number"])))


def _measured(
    view: View, match: re.Match[str], number: float, more_months: float, span: tuple[int, int]
) -> Iterator[Candidate]:
    unit, months, weeks = "days", number / DAYS_IN_MONTH, 0.0
    if match["years"]:
        unit, months = "years", number * 12 + more_months
    elif match["months"]:
        unit, months, weeks = "months", number, number * WEEKS_IN_MONTH
    elif match["weeks"]:
        unit, months, weeks = "weeks", number / WEEKS_IN_MONTH, number
    if 0 <= months <= OLDEST_CHILD:
        yield view.candidate("child_age_months", int(months), *span, unit)
    if 2 <= weeks <= LONGEST_PREGNANCY:
        yield view.candidate("weeks_pregnant", round(weeks), *span, unit)


def _named(view: View, taken: list[tuple[int, int]]) -> Iterator[Candidate]:
    patterns = _patterns()
    for match in patterns.week_number.finditer(view.folded):
        if _free(match.start("number"), taken) and 3 < int(match["number"]) <= LONGEST_PREGNANCY:
            yield view.candidate("weeks_pregnant", int(match["number"]), *match.span("number"), "week number")
    for match in patterns.range_of_years.finditer(view.folded):
        for years in match.groups():
            yield view.candidate("child_age_months", int(12 * (value_of(years) or 0)), *match.span(), "range")
    for match in patterns.year_and_half.finditer(view.folded):
        taken.append(match.span())
        yield view.candidate("child_age_months", 18, *match.span(), "years")
    for pattern, months in patterns.named:
        for match in pattern.finditer(view.folded):
            if _free(match.start(), taken):
                yield view.candidate("child_age_months", months, *match.span(), f"named{months}")


def _without_unit(view: View, taken: list[tuple[int, int]]) -> Iterator[Candidate]:
    for match in _patterns().alone.finditer(view.folded):
        years = value_of(match["number"])
        if years is None or not 0 < years * 12 <= OLDEST_CHILD or not _free(match.start("number"), taken):
            continue
        half = 6 if _patterns().and_half.match(view.folded[match.end("number") :]) else 0
        cue = "alone" if match["word"] else "bare"
        yield view.candidate("child_age_months", int(years * 12) + half, *match.span("number"), cue)


def _halves(view: View, taken: list[tuple[int, int]]) -> Iterator[Candidate]:
    """Years and a half without a unit («3½», «tres y medio»): little else is counted so."""
    for match in _patterns().halves.finditer(view.folded):
        years = (value_of(match["number"]) or 0.0) + (0.5 if match["half"] else 0.0)
        if years % 1 and years * 12 <= OLDEST_CHILD and _free(match.start(), taken):
            yield view.candidate("child_age_months", int(years * 12), *match.span(), "half")


def _free(place: int, taken: list[tuple[int, int]]) -> bool:
    return not any(start <= place < end for start, end in taken)


def _ends_a_longer_number(text: str, start: int) -> bool:
    """«90005 살아요»: the last digits of a ZIP code are nobody's age."""
    return start > 0 and text[start - 1].isdigit() and text[start].isdigit()
