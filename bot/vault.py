"""Sealing what must not be read by whoever finds the database: phone numbers and families' words."""

import base64
import hashlib
import hmac

from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.kdf.hkdf import HKDF


class SealBroken(ValueError):
    """A sealed value cannot be opened: it was sealed under another KINPATH_SECRET_KEY or is damaged."""


class Vault:
    """Seals text (authenticated encryption), and makes keyed digests by which sealed text can be found."""

    def __init__(self, key: str) -> None:
        self._fernet = Fernet(base64.urlsafe_b64encode(_derive(key, b"kinpath sealing")))
        self._digest_key = _derive(key, b"kinpath digests")

    def seal(self, text: str) -> str:
        """The sealed form of a text; never the same twice."""
        return self._fernet.encrypt(text.encode()).decode()

    def open(self, sealed: str) -> str:
        """The text that was sealed. Raises SealBroken."""
        try:
            return self._fernet.decrypt(sealed.encode()).decode()
        except InvalidToken:
            raise SealBroken("sealed under another KINPATH_SECRET_KEY, or damaged") from None

    def digest(self, text: str) -> str:
        """A keyed hash (64 hex digits) to look a text up by: the same text gives the same digest."""
        return hmac.new(self._digest_key, text.encode(), hashlib.sha256).hexdigest()


def _derive(key: str, purpose: bytes) -> bytes:
    return HKDF(algorithm=hashes.SHA256(), length=32, salt=None, info=purpose).derive(key.encode())


def mask(number: str) -> str:
    """A phone number fit to be shown to people who may not have it: «+1 ••• ••• 0001»."""
    return f"{number[:2]} ••• ••• {number[-4:]}" if len(number) >= 8 else "•••"
