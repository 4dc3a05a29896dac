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


SENTENCES = {
    "21211": "this is no phone number",
    "21214": "this number cannot be reached",
    "21408": "the account may not text this country",
    "21610": "she said STOP to the carrier",
    "21612": "this number cannot be reached from ours",
    "21614": "this is not a phone that can be texted",
    "21620": "a picture's address is refused",
    "30003": "the phone is off or out of reach, three times",
    "30004": "blocked by the phone or its carrier",
    "30005": "there is no such phone",
    "30006": "a landline, or a carrier that cannot be reached",
    "30007": "filtered as unwanted by a carrier: change the words before it is sent again",
    "30008": "unknown to the carrier, three times",
    "30034": "the number is not registered for texting applications (A2P 10DLC)",
}
"""What operators read beside a dead letter's code."""


def sentence(code: str) -> str:
    """What a code of a dead letter means, in words."""
    return SENTENCES.get(
        code, "see https://www.twilio.com/docs/api/errors" if code.isdigit() else "tried too often"
    )


def of_response(status: int, code: str, retry_after: float | None) -> CarrierError:
    """The error that a refused create call means, by HTTP status and Twilio's code ("" when unknown)."""
    named = code or f"http_{status}"
    if status == 429 or status >= 500 or code in BUSY or code in OURS_TO_MEND:
        return Temporary(named, retry_after)
    if status in (401, 403, 404, 408) or status < 400:
        return Temporary(named, retry_after)
    return Permanent(named)
