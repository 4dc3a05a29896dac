"""Numbers as families write them: digits, halves, and words in six languages (folded, without accents)."""

import re

_WORDS = {
    "en": "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
    "seventeen eighteen nineteen twenty",
    "es": "cero un dos tres cuatro cinco seis siete ocho nueve diez once doce trece catorce quince dieciseis "
    "diecisiete dieciocho diecinueve veinte",
    "vi": "khong mot hai ba bon nam sau bay tam chin muoi",
    "tl": "zero isang dalawang tatlong apat limang anim pitong walong siyam sampung",
    "borrowed": "sero uno dos tres kwatro singko sais siyete otso nuwebe diyes onse dose trese katorse kinse disisais "
    "disisiyete disiotso disinuwebe bente",
    "ko_native": "영 한 두 세 네 다섯 여섯 일곱 여덟 아홉 열 열한 열두 열세 열네 열다섯 열여섯 열일곱 열여덟 열아홉 스무",
}
_MORE = {
    "una": 1, "uno": 1, "isa": 1, "dalawa": 2, "tatlo": 3, "lima": 5, "pito": 7, "walo": 8, "sampu": 10,
    "labing-isang": 11, "labing isang": 11, "labindalawang": 12, "labintatlong": 13, "labing-apat": 14, "labing apat": 14,
    "labinlimang": 15, "labing-anim": 16, "labing anim": 16, "labimpitong": 17, "labing pitong": 17, "labingwalong": 18,
    "kuwatro": 4, "syete": 7, "nwebe": 9, "dyes": 10, "disisyete": 17,
    "muoi mot": 11, "muoi hai": 12, "muoi ba": 13, "muoi bon": 14, "muoi lam": 15, "muoi nam": 15, "muoi sau": 16,
    "muoi bay": 17, "muoi tam": 18, "muoi chin": 19, "hai muoi": 20, "hai muoi hai": 22, "hai muoi bon": 24, "hai tam": 28,
    "hai lam": 25, "hai muoi lam": 25, "ba muoi": 30, "ba muoi hai": 32, "ba muoi sau": 36, "ba hai": 32,
    "하나": 1, "둘": 2, "석": 3, "넉": 4, "너": 4, "셋": 3, "넷": 4, "스물": 20, "서른": 30,
    "veintiuno": 21, "veintidos": 22, "veintitres": 23, "veinticuatro": 24, "veinticinco": 25, "veintiseis": 26,
    "veintisiete": 27, "veintiocho": 28, "veintinueve": 29, "treinta": 30, "treinta y dos": 32, "treinta y cuatro": 34,
    "treinta y cinco": 35, "treinta y seis": 36, "treinta y ocho": 38,
    "twenty four": 24, "twenty-four": 24, "twenty eight": 28, "twenty-eight": 28, "twenty two": 22, "twenty-two": 22,
    "thirty": 30, "thirty two": 32, "thirty-two": 32, "thirty four": 34, "thirty-four": 34, "thirty six": 36,
}  # fmt: skip
_VALUES: dict[str, int] = {
    **{word: value for words in _WORDS.values() for value, word in enumerate(words.split())},
    **_MORE,
}
_HAN_DIGITS = {c: i for i, c in enumerate("零一二三四五六七八九")} | {"两": 2, "俩": 2}
_SINO_KOREAN = {c: i for i, c in enumerate("영일이삼사오육칠팔구")}

_latin = "|".join(sorted((w for w in _VALUES if w.isascii()), key=len, reverse=True))
_native = "|".join(sorted((w for w in _VALUES if not w.isascii()), key=len, reverse=True))
NUMBER = (
    r"(?:\d{1,3}(?:[.,]5)?(?: ?1/2| ?½)?"
    rf"|(?<![^\W\d_])(?:{_latin})(?![^\W\d_])"
    r"|[零一二两俩三四五六七八九十]{1,3}"
    rf"|(?:{_native})"
    r"|[일이삼사오육칠팔구십]{1,3})"
)
"""A regular expression for one number, digits or word."""


def value_of(words: str) -> float | None:
    """What a stretch matched by NUMBER means; None where it is no number after all."""
    words = words.strip()
    half = 0.5 if re.search(r"½|1/2|[.,]5$", words) else 0.0
    digits = re.match(r"\d+", words)
    if digits:
        return int(digits.group()) + half
    if words in _VALUES:
        return float(_VALUES[words])
    return _positional(words, "十", _HAN_DIGITS) or _positional(words, "십", _SINO_KOREAN)


def _positional(words: str, ten: str, digits: dict[str, int]) -> float | None:
    if not words or any(c != ten and c not in digits for c in words):
        return None
    tens, found, ones = words.rpartition(ten)
    if not found:
        return float(digits[words]) if len(words) == 1 else None
    if len(tens) > 1 or len(ones) > 1 or ten in tens:
        return None
    return float((digits[tens] if tens else 1) * 10 + (digits[ones] if ones else 0))
