"""What a text costs on the air: its encoding, its segments, and how to cut or fold it to fit.

GSM-7 has 160 places in one segment (153 in each of several), UCS-2 has 70 (67). A character of GSM-7's
extension table takes two places; in UCS-2 most emoji do. Neither is ever cut in two by a segment's end.
"""

import unicodedata
from collections.abc import Iterator

GSM7 = "GSM-7"
UCS2 = "UCS-2"

_BASIC = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§"
    "¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
_EXTENSION = frozenset("\f^{}\\[~]|€")
_SIZES = {GSM7: (160, 153), UCS2: (70, 67)}
_FOLDED = str.maketrans(
    {
        "‘": "'", "’": "'", "‚": "'", "‛": "'", "′": "'", "´": "'", "`": "'",
        "“": '"', "”": '"', "„": '"', "‟": '"', "″": '"', "«": '"', "»": '"',
        "‐": "-", "‑": "-", "‒": "-", "–": "-", "—": "-", "―": "-", "−": "-", "•": "-", "·": "-",
        "…": "...", "\t": " ", "\u00a0": " ", "\u2007": " ", "\u2009": " ", "\u200a": " ", "\u202f": " ",
        "\u200b": "", "\u200c": "", "\u200d": "", "\u200e": "", "\u200f": "", "\u2060": "", "\ufeff": "",
    }
)  # fmt: skip


def encoding(text: str) -> str:
    """GSM7 when every character is in its two tables, else UCS2."""
    return GSM7 if not strays(text) else UCS2


def strays(text: str) -> list[str]:
    """The characters that push a text out of GSM-7, each once, in order."""
    return list(dict.fromkeys(c for c in text if c not in _BASIC and c not in _EXTENSION))


def segments(text: str) -> int:
    """How many segments a text is sent as. An empty text counts as one."""
    alone, each = _SIZES[encoding(text)]
    places = list(_places(text))
    if sum(places) <= alone:
        return 1
    count, free = 1, each
    for size in places:
        if size > free:
            count, free = count + 1, each
        free -= size
    return count


def fold(text: str) -> str:
    """The text with typographer's quotes, dashes and spaces made plain, if that saves segments."""
    folded = text.translate(_FOLDED)
    return folded if segments(folded) < segments(text) else text


def split(text: str, limit: int, head: str = "") -> list[str]:
    """Cut a text into parts of at most `limit` segments, each with `head` in front.

    Cuts where words end; a word longer than a part is cut between characters. More than one part are
    marked " (1/2)", " (2/2)". The parts hold every word of the text, in order.
    """
    if segments(head + text) <= limit:
        return [head + text]
    for digits in (1, 2, 3, 4):
        room = f" ({'9' * digits}/{'9' * digits})"
        parts = list(_cut(text, limit, head, room))
        if len(parts) < 10**digits:
            break
    return [f"{head}{part} ({n}/{len(parts)})" for n, part in enumerate(parts, 1)]


def _places(text: str) -> Iterator[int]:
    if encoding(text) == GSM7:
        return (2 if c in _EXTENSION else 1 for c in text)
    return (2 if ord(c) > 0xFFFF else 1 for c in text)


def _cut(text: str, limit: int, head: str, mark: str) -> Iterator[str]:
    rest = text.strip()
    while rest:
        end = _longest(rest, limit, head, mark)
        if end < len(rest):
            end = _word_end(rest, end)
        yield rest[:end].rstrip()
        rest = rest[end:].lstrip()


def _longest(text: str, limit: int, head: str, mark: str) -> int:
    """The most characters of the text that fit one part; at least one, so that cutting always ends."""
    low, high = 1, min(len(text), limit * 160)
    while low < high:
        middle = (low + high + 1) // 2
        if segments(head + text[:middle] + mark) <= limit:
            low = middle
        else:
            high = middle - 1
    return low


def _word_end(text: str, end: int) -> int:
    space = max(text.rfind(" ", 0, end + 1), text.rfind("\n", 0, end + 1))
    if space > end // 2:
        return space
    for at in range(end, end // 2, -1):  # scripts without spaces: after a mark of punctuation
        if unicodedata.category(text[at - 1]) in ("Po", "Pe", "Pf"):
            return at
    while end > 1 and _joins(text, end):
        end -= 1
    return end


def _joins(text: str, at: int) -> bool:
    """True where a cut would tear one visible character apart: accents, skin tones, joined emoji."""
    after = text[at]
    return (
        unicodedata.combining(after) > 0
        or after in "\u200d\ufe0e\ufe0f"
        or "\U0001f3fb" <= after <= "\U0001f3ff"
        or text[at - 1] == "\u200d"
    )
