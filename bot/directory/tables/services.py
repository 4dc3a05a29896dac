"""Services: what a family can get, what it costs, what to bring, how much of it there is."""

from __future__ import annotations

from bot.directory.tables.columns import HsdsRow, a_number, a_text, belongs_to
from bot.store import Base


class Service(HsdsRow, Base):
    """What an organization gives to people."""

    KIND = "service"
    LISTS = {
        "additional_urls": ("url", "service_id"),
        "phones": ("phone", "service_id"),
        "schedules": ("schedule", "service_id"),
        "service_areas": ("service_area", "service_id"),
        "service_at_locations": ("service_at_location", "service_id"),
        "languages": ("language", "service_id"),
        "funding": ("funding", "service_id"),
        "cost_options": ("cost_option", "service_id"),
        "required_documents": ("required_document", "service_id"),
        "contacts": ("contact", "service_id"),
        "capacities": ("service_capacity", "service_id"),
    }
    ONES = {"organization": ("organization", "organization_id"), "program": ("program", "program_id")}

    organization_id = belongs_to("organization")
    program_id = belongs_to("program")
    name = a_text()
    alternate_name = a_text()
    description = a_text()
    url = a_text()
    email = a_text()
    status = a_text()
    interpretation_services = a_text()
    application_process = a_text()
    fees_description = a_text()
    wait_time = a_text()
    fees = a_text()
    accreditations = a_text()
    eligibility_description = a_text()
    minimum_age = a_number()
    maximum_age = a_number()
    assured_date = a_text()
    assurer_email = a_text()
    licenses = a_text()
    alert = a_text()
    last_modified = a_text()


class CostOption(HsdsRow, Base):
    """What a service costs, for whom."""

    KIND = "cost_option"

    service_id = belongs_to("service")
    valid_from = a_text()
    valid_to = a_text()
    option = a_text()
    currency = a_text()
    amount = a_number()
    amount_description = a_text()


class RequiredDocument(HsdsRow, Base):
    """What one must bring."""

    KIND = "required_document"

    service_id = belongs_to("service")
    document = a_text()
    uri = a_text()


class ServiceCapacity(HsdsRow, Base):
    """How much of a service there is, and how much of it is free."""

    KIND = "service_capacity"
    ONES = {"unit": ("unit", "unit_id")}

    service_id = belongs_to("service")
    unit_id = belongs_to("unit")
    available = a_number()
    maximum = a_number()
    description = a_text()
    updated = a_text()


class Unit(HsdsRow, Base):
    """What capacity is counted in: beds, places, kilograms."""

    KIND = "unit"
    SHARED = True

    name = a_text()
    scheme = a_text()
    identifier = a_text()
    uri = a_text()
