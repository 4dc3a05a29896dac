"""What Twilio's error codes mean for a message: try again, or end.

Codes of the create call are documented at https://www.twilio.com/docs/api/errors; those from 30001 on come
with status callbacks, after the message was taken.
"""

from __future__ import annotations

from bot.delivery.carrier import CarrierError, Permanent, Temporary

OPTED_OUT = "21610"
"""The recipient told the carrier STOP: nothing may be sent until she says START."""

OURS_TO_MEND = frozenset(
    {
        "20003",  # credentials refused
        "20005",  # account not active
        "21212", "21603", "21606", "21659", "21660",  # the From number is missing, wrong or not ours
        "21701", "21703", "21705",  # the messaging service is missing, empty or wrong
        "21609",  # the status callback address is refused
        "30002",  # account suspended
    }
)  # fmt: skip
"""The configuration is at fault, not the message: it waits while an operator mends it."""

BUSY = frozenset({"20429", "14107", "21611", "30001", "30022", "30023"})
"""A limit or a full queue: later it will do."""

WORTH_ANOTHER_TRY = {"30001": 120, "30003": 900, "30008": 300, "30017": 300, "30022": 300, "30023": 3600}
"""Codes of undelivered messages that are sent again, and after how many seconds.

30003 is a phone that is switched off or out of reach. Not among them: 30004 (blocked), 30005 and 30006
(no such phone, or a landline) and 30007 (filtered as spam: the same words would be filtered again).
"""


def of_response(status: int, code: str, retry_after: float | None) -> CarrierError:
    """The error that a refused create call means, by HTTP status and Twilio's code ("" when unknown)."""
    named = code or f"http_{status}"
    if status == 429 or status >= 500 or code in BUSY or code in OURS_TO_MEND:
        return Temporary(named, retry_after)
    if status in (401, 403, 404, 408) or status < 400:
        return Temporary(named, retry_after)
    return Permanent(named)
