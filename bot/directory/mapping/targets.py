"""What a column of a flat table can become."""

from __future__ import annotations

from bot.directory.shapes import SHAPES

READERS = frozenset(
    {"phones", "hours", "languages", "areas", "documents", "accessibility", "fundings", "categories", "terms",
     "locations", "address", "website", "flag"}
)  # fmt: skip
"""Readers: each makes parts of a record from one cell."""
PARTS = frozenset(
    {"phones", "fax", "tty", "text", "hotline", "hours", "languages", "ticked_language", "areas", "documents",
     "address", "mail_address", "categories", "needs", "communities", "ages", "accessibility", "program", "fees",
     "county", "ignore", "assured", *(f"hours.{day}" for day in ("MO", "TU", "WE", "TH", "FR", "SA", "SU"))}
)  # fmt: skip
"""Targets that are read into parts, whatever way they are written. `ticked_language`: a column named after one
language, ticked where it is spoken."""
RECORDS = {"organization": "organization", "service": "service", "location": "location", "address": "address",
           "contact": "contact"}  # fmt: skip
"""Targets like `service.name`: an attribute of that object, by the standard's name."""
MORE = {"service": {"id"}, "organization": {"id"}, "location": {"id"}, "address": set(), "contact": {"phone"}}


def is_target(written: str) -> bool:
    """True for a reader's name or for an attribute of one of the objects a flat row is about."""
    if written in PARTS:
        return True
    kind, _, name = written.partition(".")
    return kind in RECORDS and (name in SHAPES[RECORDS[kind]].names or name in MORE[kind])
