"""How to reach a service: people, phones, hours, and the languages spoken there."""

from __future__ import annotations

from bot.directory.tables.columns import HsdsRow, a_number, a_text, belongs_to
from bot.store import Base


class AgencyContact(HsdsRow, Base):
    """A person or a desk to ask for (HSDS calls it contact; to Kinpath a contact is a family)."""

    KIND = "contact"
    LISTS = {"phones": ("phone", "contact_id")}

    organization_id = belongs_to("organization")
    service_id = belongs_to("service")
    service_at_location_id = belongs_to("service_at_location")
    location_id = belongs_to("location")
    name = a_text()
    title = a_text()
    department = a_text()
    email = a_text()


class Phone(HsdsRow, Base):
    """A number to call or text."""

    KIND = "phone"
    LISTS = {"languages": ("language", "phone_id")}

    location_id = belongs_to("location")
    service_id = belongs_to("service")
    organization_id = belongs_to("organization")
    contact_id = belongs_to("contact")
    service_at_location_id = belongs_to("service_at_location")
    number = a_text()
    extension = a_number()
    type = a_text()
    description = a_text()


class SpokenLanguage(HsdsRow, Base):
    """A language in which a service is given, a location or a phone is answered (HSDS: language)."""

    KIND = "language"

    service_id = belongs_to("service")
    location_id = belongs_to("location")
    phone_id = belongs_to("phone")
    name = a_text()
    code = a_text()
    note = a_text()


class Schedule(HsdsRow, Base):
    """When a service is open, in the words of iCalendar's RRULE; `description` keeps the hours as written."""

    KIND = "schedule"

    service_id = belongs_to("service")
    location_id = belongs_to("location")
    service_at_location_id = belongs_to("service_at_location")
    valid_from = a_text()
    valid_to = a_text()
    dtstart = a_text()
    timezone = a_number()
    until = a_text()
    count = a_number()
    wkst = a_text()
    freq = a_text()
    interval = a_number()
    byday = a_text()
    byweekno = a_text()
    bymonthday = a_text()
    byyearday = a_text()
    description = a_text()
    opens_at = a_text()
    closes_at = a_text()
    schedule_link = a_text()
    attending_type = a_text()
    notes = a_text()
