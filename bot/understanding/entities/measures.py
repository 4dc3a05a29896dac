"""Spans of time («18 meses», "3 yo", «2 tuổi rưỡi», 三岁半, 세 살): a child's age, or how far a pregnancy is."""

import re
from collections.abc import Iterator

from bot.understanding.entities.numbers import NUMBER, value_of
from bot.understanding.entities.view import Candidate, View

WEEKS_IN_MONTH = 4.3
OLDEST_CHILD = 18 * 12

_UNITS = {
    "years": r"years? ?-?old|yea?rs? olds?|yrs? ?-?olds?|yr?s?/?o(?![a-z])|y\.o\.?|y ?/ ?o|years? of age|years?|yrs?|anos?|anitos?|anios?"
    r"|tuoi|t(?![a-z])|taong? gulang|taong|taon|anyos|yo(?![a-z])|岁|살|세(?![가-힣]탁)|yaers?|yeras?|yesr",
    "months": r"months?|mos?(?![a-z])|mths?|mnths?|monts?|mese?s?(?![a-z])|mesesitos|mesecitos|mesitos|thang|th(?![a-z])|bwan|buwang?|buwan"
    r"|个?多?月大|个月|個月|개월|달(?!라|러|력|리|걀)",
    "weeks": r"weeks?|wks?|wk|w(?![a-z])|wx|sems?(?![a-z])|semanas?|semanitas?|tuan|linggong?|linggo|周(?!岁|围|末|边)|个?星期|个?礼拜|주(?!세요|소|택|시면|말)",
    "days": r"days?|dias?|diitas|ngay|araw|天(?!天)|일(?![가-힣]?하|을|이)",
}
_unit = "|".join(f"(?P<{name}>{pattern})" for name, pattern in _UNITS.items())
_HALF = r"(?P<half>\s?(?:and a half|& ?1/2|1/2|y medi[oa]|ruoi|半|반|at kalahati))?"
_AND = r" ?(?:,|and|&|y|at|va|voi|n|/|-|하고|이랑|랑|和|跟)(?: a| an| una?| yung)? ?"
_MEASURE = re.compile(
    rf"(?P<number>{NUMBER})(?: ?1/2)?(?P<half_before>半|½|'t kalahating| and a half| y medio| ?1/2)?"
    rf"[ -]{{0,2}}(?:na |ka |ng |na ka |个|多)?(?:{_unit}){_HALF}"
    r"(?P<extra>\s?(?:零|又|y|and|,)?\s?(?P<extra_number>\d{1,2}|[一二两三四五六七八九十]{1,2}) ?(?:个月|meses|months|thang|개월))?"
)
_SHARING_UNIT = re.compile(rf"(?P<number>{NUMBER}){_AND}$")
_RANGE_OF_YEARS = re.compile(r"(?<![一二两三四五六七八九十])([一二两三四五六七八九])([一二两三四五六七八九])岁")
_HAN_YEAR_HALF = re.compile(r"(?<![一二两三四五六七八九十\d])岁半")
_WEEK_NUMBER = re.compile(r"(?:weeks?|wk|semanas?|tuan|linggo|ika-|第) ?(?:nay |so |na )?(?P<number>\d{1,2})(?!\d)(?=\D)?")
_CHILD_WORD = (
    r"is|shes|hes|she's|he's|are|theyre|they're|r|was|ages?|aged|turn(?:s|ed|ing)?|almost|only|son|daughter|boy|girl|kids?|baby"
    r"|cumplio|cumple|cumplir|tiene|tienen|nino de|nina de|hij[oa] de|el de|la de|al de|uno de|una de|edad|gulang|anak kong|kapatid kong|len|moi len|may"
)
_ALONE = re.compile(
    rf"(?P<word>(?<![^\W\d_])(?:{_CHILD_WORD})[ :]{{1,2}}(?:just |only |like |about |almost |los |sus )?)?"
    rf"(?P<number>(?(word){NUMBER}|(?<![\d.,:/$#-])\d{{1,2}}(?!\d)))(?![^\W\d_]|[%/:°]|\d|[.,]\d)"
)
_NAMED = (
    (re.compile(r"new ?-?borns?|recien nacid[oa]s?|rn nacid[oa]|so sinh|bagong panganak|bagong silang|kapapanganak|kakapanganak|新生儿|刚出生|刚生|新生|신생아|갓난|갓 태어"), 0),
    (re.compile(r"moi sinh|moi de|just born|acaba de nacer"), 0),
    (re.compile(r"满月|滿月|day thang"), 1),
    (re.compile(r"百天|百日|백일"), 3),
    (re.compile(r"半岁|half a year old|medio ano|nua nam tuoi"), 6),
    (re.compile(r"열흘|보름"), 0),
    (re.compile(r"俩月|倆月"), 2),
    (re.compile(r"周岁|thoi noi|돌 ?(?:지난|지나|됐|된|잔치|쟁이|이)|first birthday|primer cumple"), 12),
    (re.compile(r"(?:un )?ano y medio|year and a half|a year n a half|mot tuoi ruoi"), 18),
    (re.compile(r"두 ?돌"), 24),
    (re.compile(r"세 ?돌"), 36),
)  # fmt: skip


def candidates(view: View) -> Iterator[Candidate]:
    """Every span of time, once as a child's age and once as weeks of a pregnancy, where the size allows."""
    taken: list[tuple[int, int]] = []
    for match in _MEASURE.finditer(view.folded):
        number = value_of(match["number"])
        if number is None:
            continue
        taken.append(match.span())
        yield from _measured(view, match, number, *match.span())
        sharing = _SHARING_UNIT.search(view.folded[max(0, match.start() - 16) : match.start()])
        shared = value_of(sharing["number"]) if sharing else None
        if sharing and shared is not None:
            # «2 at 5 anyos»: both numbers are years
            start = max(0, match.start() - 16) + sharing.start("number")
            taken.append((start, match.start()))
            yield from _measured(view, match, shared, start, start + len(sharing["number"]), whole=False)
    for match in _WEEK_NUMBER.finditer(view.folded):
        if not any(s <= match.start("number") < e for s, e in taken) and 3 < int(match["number"]) <= 42:
            yield view.candidate("weeks_pregnant", int(match["number"]), *match.span("number"), "week number")
    for match in _RANGE_OF_YEARS.finditer(view.folded):
        yield from (view.candidate("child_age_months", int(12 * (value_of(n) or 0)), *match.span(), "range") for n in match.groups())
    for match in _HAN_YEAR_HALF.finditer(view.folded):
        taken.append(match.span())
        yield view.candidate("child_age_months", 18, *match.span(), "years")
    for pattern, months in _NAMED:
        for match in pattern.finditer(view.folded):
            if not any(s <= match.start() < e for s, e in taken):
                yield view.candidate("child_age_months", months, *match.span(), f"named{months}")
    for match in _ALONE.finditer(view.folded):
        years = value_of(match["number"])
        if years is not None and 0 < years * 12 <= OLDEST_CHILD and not any(s <= match.start("number") < e for s, e in taken):
            cue = "alone" if match["word"] else "bare"
            half = 6 if re.match(r" (?:and a half|n a half|1/2|and half|y medio|ruoi)", view.folded[match.end("number") :]) else 0
            yield view.candidate("child_age_months", int(years * 12) + half, *match.span("number"), cue)


def _measured(
    view: View, match: re.Match[str], number: float, start: int, end: int, whole: bool = True
) -> Iterator[Candidate]:
    if whole and (match["half_before"] or match["half"]):
        number += 0.5
    unit, months, weeks = "days", number / 30.4, 0.0
    if match["years"]:
        extra = value_of(match["extra_number"]) if whole and match["extra"] else None
        unit, months = "years", number * 12 + (extra or 0)
    elif match["months"]:
        unit, months, weeks = "months", number, number * WEEKS_IN_MONTH
    elif match["weeks"]:
        unit, months, weeks = "weeks", number / WEEKS_IN_MONTH, number
    if 0 <= months <= OLDEST_CHILD:
        yield view.candidate("child_age_months", int(months), start, end, unit)
    if 2 <= weeks <= 42:
        yield view.candidate("weeks_pregnant", round(weeks), start, end, unit)
