"""Somebody checked a record: from that day it counts as verified, and families are told how."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.directory.shapes import SHAPES
from bot.directory.trust.acts import CHECK, Act
from bot.directory.trust.tables import Check
from bot.store import new_id, now

PHONE, WEB, VISIT, AGENCY = "phone", "web", "visit", "agency"
HOWS: Mapping[str, str] = {
    PHONE: "by a call",
    WEB: "on its own page",
    VISIT: "by going there",
    AGENCY: "by the agency's own word",
}
"""How a record can be checked."""
LABEL = "assured how"
"""The attribute that keeps how it was checked last."""
OUTDATED = ("recheck", "source date", LABEL)
"""Attributes about the freshness that a check replaces."""
PACIFIC = ZoneInfo("America/Los_Angeles")


def verify(session: Session, service_id: str, by: str, how: str, day: date | None = None) -> int:
    """Record that a service was checked and is right; gives the act's number in the history. Raises KeyError.

    HSDS keeps it as `assured_date`, `assurer_email` where `by` is one, a `metadata` row that says who, and an
    attribute that says how. Of these only the date and how are public.
    """
    if how not in HOWS:
        raise KeyError(how)
    day = day or now().astimezone(PACIFIC).date()
    act = Act(session, CHECK, by)
    check = Check(service_id=service_id, day=day.isoformat(), how=how, by=by, import_id=act.number)
    session.add(check)
    mark(act, check)
    act.end()
    return act.number


def mark(act: Act, check: Check) -> None:
    """Write a check into the HSDS tables."""
    service = SHAPES["service"].table
    before = act.session.execute(
        select(service.c.assured_date).where(service.c.id == check.service_id)
    ).scalar()
    columns: dict[str, str] = {"assured_date": check.day}
    if re.fullmatch(r"[^@\s]+@[^@\s]+\.\w+", check.by):
        columns["assurer_email"] = check.by
    act.set("service", check.service_id, columns)
    table = SHAPES["attribute"].table
    old = select(table.c.id).where(table.c.link_id == check.service_id, table.c.label.in_(OUTDATED))
    act.remove("attribute", "link_id", list(act.session.execute(old).scalars()))
    link = {"link_id": check.service_id, "link_entity": "service"}
    act.add("attribute", {**link, "label": LABEL, "value": check.how}, new_id())
    act.add(
        "metadata",
        {
            "resource_id": check.service_id,
            "resource_type": "service",
            "last_action_date": check.day,
            "last_action_type": f"checked: {check.how}",
            "field_name": "assured_date",
            "previous_value": before or "",
            "replacement_value": check.day,
            "updated_by": check.by,
        },
    )


def of_service(session: Session, service_id: str) -> list[Check]:
    """The checks of a service, oldest first."""
    query = select(Check).where(Check.service_id == service_id).order_by(Check.id)
    return list(session.execute(query).scalars())
