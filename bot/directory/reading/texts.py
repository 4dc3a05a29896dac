"""Text files as people and spreadsheets save them: which encoding, and what cannot be kept."""

from __future__ import annotations

import re
from dataclasses import dataclass

_CONTROLS = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_UNDEFINED = bytes((0x81, 0x8D, 0x8F, 0x90, 0x9D))
"""Bytes that mean nothing in Windows-1252."""
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


def decode(content: bytes) -> Text:
    """The text of a file: UTF-8, UTF-16 or Windows-1252. Raises NotText."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return Text(_utf16(content, "utf-16"), "UTF-16")
    for number, encoding in ((1, "utf-16-le"), (0, "utf-16-be")):
        sample = content[:200]
        if len(sample) >= 4 and sample[number::2].count(0) > 0.4 * len(sample) / 2:
            return Text(_utf16(content, encoding), "UTF-16")
    _refuse_other_files(content)
    try:
        return Text(content.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        first = error.start
    if any(byte in content for byte in _UNDEFINED):
        raise NotText(
            f"the text is neither UTF-8 (byte {first}) nor Windows-1252", "save the file as UTF-8"
        ) from None
    return Text(content.decode("cp1252"), "Windows-1252")


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
