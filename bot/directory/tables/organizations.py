"""Organizations, what they run as programs, and how they are known and paid for."""

from __future__ import annotations

from bot.directory.tables.columns import HsdsRow, a_number, a_text, belongs_to
from bot.store import Base


class Organization(HsdsRow, Base):
    """Who gives services."""

    KIND = "organization"
    SHARED = True
    LISTS = {
        "additional_websites": ("url", "organization_id"),
        "funding": ("funding", "organization_id"),
        "contacts": ("contact", "organization_id"),
        "phones": ("phone", "organization_id"),
        "locations": ("location", "organization_id"),
        "programs": ("program", "organization_id"),
        "organization_identifiers": ("organization_identifier", "organization_id"),
        "services": ("service", "organization_id"),
    }

    name = a_text(index=True)
    alternate_name = a_text()
    description = a_text()
    email = a_text()
    website = a_text()
    tax_status = a_text()
    tax_id = a_text()
    year_incorporated = a_number()
    legal_status = a_text()
    logo = a_text()
    uri = a_text()
    parent_organization_id = a_text()


class Program(HsdsRow, Base):
    """A grouping of an organization's services under one name."""

    KIND = "program"
    SHARED = True

    organization_id = belongs_to("organization")
    name = a_text()
    alternate_name = a_text()
    description = a_text()


class OrganizationIdentifier(HsdsRow, Base):
    """An organization's number in a register."""

    KIND = "organization_identifier"

    organization_id = belongs_to("organization")
    identifier_scheme = a_text()
    identifier_type = a_text()
    identifier = a_text()


class Funding(HsdsRow, Base):
    """Where the money of an organization or a service comes from."""

    KIND = "funding"

    organization_id = belongs_to("organization")
    service_id = belongs_to("service")
    source = a_text()


class Url(HsdsRow, Base):
    """A further web page of an organization or a service."""

    KIND = "url"

    organization_id = belongs_to("organization")
    service_id = belongs_to("service")
    label = a_text()
    url = a_text()
