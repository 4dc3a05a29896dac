"""Where services are, and whom they reach from there."""

from __future__ import annotations

from bot.directory.tables.columns import HsdsRow, a_number, a_text, belongs_to
from bot.store import Base


class Location(HsdsRow, Base):
    """A place where services are given."""

    KIND = "location"
    SHARED = True
    LISTS = {
        "languages": ("language", "location_id"),
        "addresses": ("address", "location_id"),
        "contacts": ("contact", "location_id"),
        "accessibility": ("accessibility", "location_id"),
        "phones": ("phone", "location_id"),
        "schedules": ("schedule", "location_id"),
    }

    organization_id = belongs_to("organization")
    location_type = a_text()
    url = a_text()
    name = a_text()
    alternate_name = a_text()
    description = a_text()
    transportation = a_text()
    latitude = a_number()
    longitude = a_number()
    external_identifier = a_text()
    external_identifier_type = a_text()


class ServiceAtLocation(HsdsRow, Base):
    """One service at one of its places: what a family goes to."""

    KIND = "service_at_location"
    LISTS = {
        "service_areas": ("service_area", "service_at_location_id"),
        "contacts": ("contact", "service_at_location_id"),
        "phones": ("phone", "service_at_location_id"),
        "schedules": ("schedule", "service_at_location_id"),
    }
    ONES = {"location": ("location", "location_id"), "service": ("service", "service_id")}

    service_id = belongs_to("service")
    location_id = belongs_to("location")
    description = a_text()


class Address(HsdsRow, Base):
    """The address of a location."""

    KIND = "address"

    location_id = belongs_to("location")
    attention = a_text()
    address_1 = a_text()
    address_2 = a_text()
    city = a_text()
    region = a_text()
    state_province = a_text()
    postal_code = a_text()
    country = a_text()
    address_type = a_text()


class ServiceArea(HsdsRow, Base):
    """Where people must live to get a service."""

    KIND = "service_area"

    service_id = belongs_to("service")
    service_at_location_id = belongs_to("service_at_location")
    name = a_text()
    description = a_text()
    extent = a_text()
    extent_type = a_text()
    uri = a_text()


class Accessibility(HsdsRow, Base):
    """What a location does for people with disabilities."""

    KIND = "accessibility"

    location_id = belongs_to("location")
    description = a_text()
    details = a_text()
    url = a_text()
