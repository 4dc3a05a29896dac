"""Text files as people and spreadsheets save them: which encoding, and what cannot be kept."""

from __future__ import annotations

import re
from dataclasses import dataclass

_CONTROLS = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_UNDEFINED = bytes((0x81, 0x8D, 0x8F, 0x90, 0x9D))
"""Bytes that mean nothing in Windows-1252."""
_IN_WORDS = re.compile(rb"(?<=[A-Za-z])[\x80-\x90\x98-\xff](?=[a-z])")
"""The seven left out are letters in Mac Roman, and dashes, bullets and quotes between words in Windows-1252."""
_MAC_ENDINGS = re.compile(rb"i\x97n(?![a-z])|(?<=[aeiouAEIOU])\x96[aeou]s?(?![A-Za-z])|\x92a(?![a-z])")
"""«ión», «ños», «ía» as Mac Roman writes them."""
_LETTERS = frozenset("áéíóúüñçàèìòùâêîôûäëïöãõ’")
"""What stands within words of our languages, where an accented byte does."""
_TWICE = re.compile("[ÃÂ][\u0080-¿\u0152-\u02dc\u2013-\u2122]|â€[\u0080-¿\u0152-\u02dc\u2013-\u2122]")
"""UTF-8 that was once read as Windows-1252: «Ã±» for «ñ»."""


class NotText(ValueError):
    """The bytes are no text in any encoding we know. Says what they look like, and what to do."""

    def __init__(self, what: str, mend: str) -> None:
        super().__init__(what)
        self.what, self.mend = what, mend


@dataclass(frozen=True)
class Text:
    """The text of a file, and the encoding it was in when that is not UTF-8."""

    text: str
    encoding: str | None = None
    odd_lines: tuple[int, ...] = ()
    """Lines with a byte that means nothing in any encoding we know; it was left out."""


def decode(content: bytes) -> Text:
    """The text of a file: UTF-8, UTF-16, Windows-1252, Mac Roman, or lines of several. Raises NotText."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return Text(_utf16(content, "utf-16"), "UTF-16")
    for number, encoding in ((1, "utf-16-le"), (0, "utf-16-be")):
        sample = content[:200]
        if len(sample) >= 4 and sample[number::2].count(0) > 0.4 * len(sample) / 2:
            return Text(_utf16(content, encoding), "UTF-16")
    _refuse_other_files(content)
    try:
        return Text(content.decode("utf-8-sig"))
    except UnicodeDecodeError:
        pass
    return _line_by_line(content.removeprefix(b"\xef\xbb\xbf").splitlines(keepends=True))


def _line_by_line(written: list[bytes]) -> Text:
    """Lists are put together from lists: some lines may be UTF-8 where others are of one older encoding."""
    lines = [_utf8(line) for line in written]
    others = b"".join(line for line, read in zip(written, lines, strict=True) if read is None)
    encoding, name = ("mac_roman", "Mac Roman") if _is_mac_roman(others) else ("cp1252", "Windows-1252")
    odd = tuple(
        number
        for number, (line, read) in enumerate(zip(written, lines, strict=True), start=1)
        if read is None and encoding == "cp1252" and any(byte in line for byte in _UNDEFINED)
    )
    mixed = any(read is not None and not read.isascii() for read in lines)
    text = "".join(
        line.decode(encoding, "ignore") if read is None else read
        for line, read in zip(written, lines, strict=True)
    )
    return Text(text, f"{name} and UTF-8" if mixed else name, odd)


def _utf8(line: bytes) -> str | None:
    try:
        return line.decode("utf-8")
    except UnicodeDecodeError:
        return None


def _is_mac_roman(content: bytes) -> bool:
    within, endings = b"".join(_IN_WORDS.findall(content)), len(_MAC_ENDINGS.findall(content))
    as_mac, as_windows = (
        sum(character in _LETTERS for character in within.decode(encoding, "ignore"))
        for encoding in ("mac_roman", "cp1252")
    )
    return as_mac + endings > 0.8 * (len(within) + endings) and as_mac + endings > 2 * as_windows


def storable(text: str) -> str:
    """The text without what no database keeps: NUL, and halves of characters."""
    if text.isascii():
        return text.replace("\0", "") if "\0" in text else text
    return text.replace("\0", "").encode("utf-8", "ignore").decode()


def once(text: str) -> str:
    """The text with what was encoded twice read right: «PequeÃ±os» is «Pequeños»; else as it is."""
    if not _TWICE.search(text):
        return text
    try:
        return text.encode("cp1252").decode("utf-8")
    except UnicodeError:
        return text


def _utf16(content: bytes, encoding: str) -> str:
    try:
        return content.decode(encoding).removeprefix("\ufeff")
    except UnicodeDecodeError as error:
        raise NotText(
            f"the UTF-16 text breaks off (byte {error.start})", "save the file again as UTF-8"
        ) from None


def _refuse_other_files(content: bytes) -> None:
    if content.startswith(b"PK\x03\x04"):
        raise NotText(
            "this is a spreadsheet or a zip file, not text",
            "save each sheet as «CSV UTF-8», or give the zip file a name that ends in .zip",
        )
    if content.startswith((b"\xd0\xcf\x11\xe0", b"%PDF", b"\x1f\x8b")):
        raise NotText("this is a spreadsheet, a PDF or a packed file, not text", "save it as «CSV UTF-8»")
    if len(_CONTROLS.findall(content[:100_000])) > max(2, len(content[:100_000]) // 200):
        raise NotText("this is not text", "save the file as UTF-8 text")
