"""The documents Kinpath may answer a Twilio webhook with."""

import re
from xml.sax.saxutils import escape

_HEAD = '<?xml version="1.0" encoding="UTF-8"?>'
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def empty() -> str:
    """Says nothing: the answer goes out through the outbox."""
    return f"{_HEAD}<Response></Response>"


def reply(text: str) -> str:
    """Says one message: for when the database is gone and nothing can be put into the outbox."""
    words = escape(_NOT_XML.sub("", text))
    return f"{_HEAD}<Response><Message>{words}</Message></Response>"
