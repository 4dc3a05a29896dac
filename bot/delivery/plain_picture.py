"""A picture without what a phone writes into it beside what is seen: where it was taken, when, by whose phone."""

from __future__ import annotations

from collections.abc import Iterator

_JPEG_WITHOUT_LENGTH = {0x01, *range(0xD0, 0xD9)}
_JPEG_SCAN, _JPEG_END = 0xDA, 0xD9
_JPEG_SAID = {0xE1, 0xE3, 0xE4, 0xE5, 0xE6, 0xE7, 0xE8, 0xE9, 0xEA, 0xEB, 0xEC, 0xED, 0xEF, 0xFE}
_PNG_HEAD = b"\x89PNG\r\n\x1a\n"
_PNG_SAID = {b"eXIf", b"tEXt", b"zTXt", b"iTXt", b"tIME"}


class NotAPicture(ValueError):
    """The bytes are not what their kind says."""


def plain(body: bytes, kind: str) -> bytes:
    """A JPEG, PNG or GIF without metadata; what is seen stays as it is. Raises NotAPicture.

    Of a JPEG's metadata its orientation is kept, without which it would lie on its side.
    """
    if kind == "image/jpeg":
        return b"".join(_jpeg(body))
    if kind == "image/png":
        return b"".join(_png(body))
    if not body.startswith((b"GIF87a", b"GIF89a")):
        raise NotAPicture(kind)
    return body  # no phone writes a place into a GIF


def _jpeg(body: bytes) -> Iterator[bytes]:
    if not body.startswith(b"\xff\xd8"):
        raise NotAPicture("image/jpeg")
    yield body[:2]
    at = 2
    while at + 4 <= len(body):
        if body[at] != 0xFF:
            raise NotAPicture("image/jpeg")
        marker = body[at + 1]
        if marker == 0xFF:  # filling
            at += 1
            continue
        if marker in _JPEG_WITHOUT_LENGTH:
            yield body[at : at + 2]
            at += 2
            continue
        if marker == _JPEG_END:
            break
        end = at + 2 + int.from_bytes(body[at + 2 : at + 4], "big")
        if marker == 0xE1 and (turned := _orientation(body[at + 4 : end])) is not None:
            yield _only_orientation(turned)
        if marker == _JPEG_SCAN:
            end = _scan_end(body, end)
        if marker not in _JPEG_SAID:
            yield body[at:end]
        at = end
    yield b"\xff\xd9"  # phones hide a second picture, or a film, behind the first one's end


def _scan_end(body: bytes, at: int) -> int:
    """Where the next marker is after the lines of a scan, in which FF stands for itself before 00 or a restart."""
    while (at := body.find(b"\xff", at)) >= 0 and at + 1 < len(body):
        if body[at + 1] != 0 and not 0xD0 <= body[at + 1] <= 0xD7:
            return at
        at += 2
    return len(body)


def _orientation(exif: bytes) -> int | None:
    """How the picture must be turned (2 to 8) by its Exif segment; None when it stands upright."""
    if not exif.startswith(b"Exif\0\0") or len(exif) < 14:
        return None
    tiff = exif[6:]
    order = {b"II": "little", b"MM": "big"}.get(tiff[:2])
    if order is None:
        return None

    def number(at: int, size: int) -> int:
        return int.from_bytes(tiff[at : at + size], "little" if order == "little" else "big")

    first = number(4, 4)
    for entry in range(min(number(first, 2), 200)):
        at = first + 2 + 12 * entry
        if number(at, 2) == 0x0112:
            turned = number(at + 8, 2)
            return turned if 2 <= turned <= 8 else None
    return None


def _only_orientation(turned: int) -> bytes:
    entry = b"\x01\x12\x00\x03\x00\x00\x00\x01" + turned.to_bytes(2, "big") + b"\0\0"
    tiff = b"MM\0*\0\0\0\x08" + b"\0\x01" + entry + b"\0\0\0\0"
    exif = b"Exif\0\0" + tiff
    return b"\xff\xe1" + (len(exif) + 2).to_bytes(2, "big") + exif


def _png(body: bytes) -> Iterator[bytes]:
    if not body.startswith(_PNG_HEAD):
        raise NotAPicture("image/png")
    yield _PNG_HEAD
    at = len(_PNG_HEAD)
    while at + 12 <= len(body):
        end = at + 12 + int.from_bytes(body[at : at + 4], "big")
        if body[at + 4 : at + 8] not in _PNG_SAID:
            yield body[at:end]
        if body[at + 4 : at + 8] == b"IEND":
            return
        at = end
    raise NotAPicture("image/png")
