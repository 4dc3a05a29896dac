"""What a record's words say about money and about papers. What they do not say is not known."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

FREE, SLIDING, OTHER = "free", "sliding", "other"

_FREE = re.compile(r"\b(free|no (cost|charge|fees?)|at no cost|without (cost|charge))\b", re.IGNORECASE)
_SLIDING = re.compile(
    r"\b(sliding|based on income|income[- ]based|by income|low[- ]cost|free (or|and) low[- ]cost|donation)\b",
    re.IGNORECASE,
)
_ANY_STATUS = re.compile(
    r"\b(any (immigration )?status|all immigration status(es)?|undocumented|"
    r"(regardless|irrespective) of (their |your )?(immigration|legal|citizenship|documentation)|"
    r"(papers|documents|documentation|citizenship|immigration status)( is| are)? not (required|needed|asked)|"
    r"(do|does|will) not ask (about|for) (immigration|citizenship|papers|status)|"
    r"without (immigration )?papers|no (immigration )?papers (needed|required))\b",
    re.IGNORECASE,
)
_NOT_ANY_STATUS = re.compile(
    r"\bnot (open |available )?(to|for) (the )?undocumented|\bundocumented \w+ (are|is) not\b|"
    r"\b(only|must be) (u\.?s\.? )?citizens?\b|\bcitizens? or (legal|permanent|lawful)",
    re.IGNORECASE,
)


def cost(fees: str | None, options: Iterable[dict[str, Any]]) -> str | None:
    """`free`, `sliding` or `other`, as the fees and HSDS cost options say; None when they do not say."""
    options = list(options)
    said = "; ".join(filter(None, (fees, *(str(option.get("option") or "") for option in options))))
    if _SLIDING.search(said):
        return SLIDING
    if _FREE.search(said):
        return FREE
    amounts = [option["amount"] for option in options if isinstance(option.get("amount"), (int, float))]
    if amounts:
        return OTHER if any(amounts) else FREE
    return OTHER if said else None


def takes_undocumented(*texts: str | None) -> bool:
    """True when the record itself says that immigration status does not matter, and nowhere that it does."""
    said = "; ".join(filter(None, texts))
    return bool(_ANY_STATUS.search(said)) and not _NOT_ANY_STATUS.search(said)
