"""Which of the shown options: numerals, ordinals, "the last one", in six languages."""

import re
from collections.abc import Iterator

from bot.understanding.entities.view import Candidate, View

LONGEST = 9
_ORDINALS = {
    1: r"1st|first|primer[oa]?|1r[oa]|1er[oa]?|dau tien|thu nhat|so mot|第一|头一|첫 ?번?째|첫거|첫 ?번|una|unang?|number one|numero uno|uno|one|일번|하나|mot|isa|一号|1号|一|选a|a那个|最上面|맨 ?위|제일 ?위|pinakauna|pinaka ?una|tren cung|de arriba|the top",
    2: r"2nd|second|segund[oa]|2d[oa]|thu hai|thu nhi|so hai|第二|두 ?번?째|둘째|pangalawa|pangalawang|ikalawa|ikalawang|number two|numero dos|dos|two|이번|둘|hai|dalawa|二号|二|中间|the middle|del medio|en medio|gitna|o giua|가운데",
    3: r"3rd|third|tercer[oa]?|3r[oa]|3er[oa]?|thu ba|so ba|第三|세 ?번?째|셋째|pangatlo|pangatlong|ikatlo|ikatlong|number three|numero tres|tres|three|삼번|셋|ba|tatlo|三号|三",
    4: r"4th|fourth|cuart[oa]|thu tu|so bon|第四|네 ?번?째|pang-apat|pang apat|ikaapat|cuatro|four|bon|四",
    5: r"5th|fifth|quint[oa]|thu nam|so nam|第五|다섯 ?번?째|panglima|ikalima|cinco|five|五",
}
_LAST = r"last|ultim[oa]|cuoi cung|cai cuoi|cho cuoi|sau cung|cuoi|最后|最后一|末尾|最下面|제일 ?밑|tren huli|bottom|de abajo|마지막|맨 ?끝|맨 ?마지막|맨 ?밑|맨 ?아래|huli|huling|pinakahuli|nasa dulo|최하단|尾"
_NUMERAL = re.compile(
    r"(?<![\d$.,:/])(?:(?P<mark>#|no\.? ?|num(?:ber|ero)? ?|option ?|opcion ?|opc ?|so ?|la |el |cho so |cai so |第|numero ?|선택 ?|y )\s?)?"
    r"(?P<digit>[1-9])(?P<after> ?(?:번째|번|号|個|个|那个|nd|st|rd|th|da|ra|do|ro|er|pls|please|po|nga|nha|di|ạ)?)(?!\d|[.,:/]\d)"
)
_ORDINAL = {
    value: re.compile(rf"(?<![a-z])(?:{words})(?![a-z])") for value, words in _ORDINALS.items()
}
_LAST_ONE = re.compile(rf"(?<![a-z])(?:{_LAST})(?![a-z])")


def candidates(view: View) -> Iterator[Candidate]:
    """Every numeral, ordinal or "last" that may pick an option."""
    for match in _NUMERAL.finditer(view.folded):
        cue = "marked" if match["mark"] or match["after"].strip() else "numeral"
        yield view.candidate("option", match["digit"], *match.span("digit"), cue)
    for value, pattern in _ORDINAL.items():
        for match in pattern.finditer(view.folded):
            yield view.candidate("option", str(value), *match.span(), "ordinal")
    for match in _LAST_ONE.finditer(view.folded):
        yield view.candidate("option", "last", *match.span(), "last")
