"""The objects of HSDS 3.1 as tables."""

from bot.directory.tables.columns import HsdsRow
from bot.directory.tables.contacts import AgencyContact, Phone, Schedule, SpokenLanguage
from bot.directory.tables.locations import Accessibility, Address, Location, ServiceArea, ServiceAtLocation
from bot.directory.tables.organizations import (
    Funding,
    Organization,
    OrganizationIdentifier,
    Program,
    Url,
)
from bot.directory.tables.services import CostOption, RequiredDocument, Service, ServiceCapacity, Unit
from bot.directory.tables.taxonomies import (
    AlsoUnder,
    Attribute,
    ChangeRecord,
    TableDescription,
    Taxonomy,
    TaxonomyTerm,
)

MODELS: tuple[type[HsdsRow], ...] = (
    Organization,
    Program,
    Service,
    Location,
    ServiceAtLocation,
    AgencyContact,
    Phone,
    Address,
    Schedule,
    SpokenLanguage,
    ServiceArea,
    Accessibility,
    CostOption,
    RequiredDocument,
    Funding,
    Url,
    OrganizationIdentifier,
    Unit,
    ServiceCapacity,
    Taxonomy,
    TaxonomyTerm,
    Attribute,
    ChangeRecord,
    TableDescription,
)
"""Every object of the standard, parents before children."""

__all__ = ["MODELS", "AlsoUnder", *(model.__name__ for model in MODELS)]
