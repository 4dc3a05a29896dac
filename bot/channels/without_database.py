"""A text that comes while the database cannot be written to: kept aside, and danger answered at once."""

from __future__ import annotations

import asyncio

import structlog

from bot.channels.arrived import Arrived
from bot.channels.house import House
from bot.channels.understood import Understood, in_plain_words
from bot.delivery import twiml
from bot.languages import DEFAULT_CATALOG, catalog_for
from bot.replies import fixed
from bot.understanding import keywords

log = structlog.get_logger()

SAY_SO_AFTER = 60.0
"""Seconds without a database after which she is told; a shorter gap she does not notice: her answer comes late."""
TO_UNDERSTAND = 4.0
"""Seconds for the model; then the lexicon alone decides."""


async def keep(house: House, arrived: Arrived) -> str:
    """Put the text into the spool; gives back the TwiML that answers the webhook.

    A crisis is answered in it, since that needs no database; the text is treated again when there is one.
    When not even the spool takes it she gets the fallback, which asks her to write again.
    """
    try:
        await asyncio.to_thread(house.spool.put, "message", arrived.fields())
        kept = True
    except Exception as error:
        log.error("sms.not_kept", error=type(error).__name__)
        kept = False
    if keywords.meaning(arrived.body) == "stop":
        return twiml.empty()
    understood = await _understood(house, arrived.body)
    catalog = catalog_for(understood.language, understood.script) or DEFAULT_CATALOG
    if understood.crisis is not None:
        return twiml.reply(fixed.crisis(catalog, understood.crisis))
    if kept and house.spool.oldest_seconds() < SAY_SO_AFTER:
        return twiml.empty()
    return twiml.reply(fixed.fallback(catalog))


async def _understood(house: House, body: str) -> Understood:
    try:
        return await asyncio.wait_for(house.understand(body, None), TO_UNDERSTAND)
    except Exception:
        return in_plain_words(body, None)
