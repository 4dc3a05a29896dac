"""In which language the next reply is: it follows the family, and one foreign word does not flip it."""

from bot.languages import DEFAULT_CATALOG, LANGUAGES, catalog_for, code_of

SURE = 0.85
"""How sure the language component must be before a conversation changes its language unasked."""

SURE_AT_FIRST = 0.5
"""How sure it must be at the first message, when there is little to lose."""

WORDS = 3
"""How many words (or, in Chinese, characters) a message needs before it can change the language unasked."""


def choose(
    prior: str | None,
    code: str,
    confidence: float,
    text: str,
    script: str | None = None,
    wanted: str | None = None,
    first: bool = False,
) -> str:
    """The catalog of the next reply.

    prior: the catalog used before, or what her browser asks for; None when nothing is known. code,
    confidence, script: what the language component heard. wanted: a language she asked for, as a code.
    first: whether this is the first message of the conversation.
    """
    asked = catalog_for(wanted, script or prior) if wanted is not None else None
    if asked is not None:
        return asked
    before = prior or DEFAULT_CATALOG
    heard = catalog_for(code, script) if code in LANGUAGES else None
    if heard is None:
        return before
    if code_of(before) == code_of(heard):
        # the same language: the script she writes decides the script she reads
        return heard if script in LANGUAGES[code].catalogs else before
    if first:
        return heard if confidence >= SURE_AT_FIRST else before
    long_enough = len(text.split()) >= WORDS or (code == "zh" and len(text) >= WORDS)
    return heard if confidence >= SURE and long_enough else before
