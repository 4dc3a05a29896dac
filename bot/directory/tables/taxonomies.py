"""Taxonomies and their terms, the attributes that tie them to any object, and the record of changes."""

from __future__ import annotations

from sqlalchemy import Column, Index, Text

from bot.directory.tables.columns import HsdsRow, a_text, belongs_to
from bot.store import Base


class Taxonomy(HsdsRow, Base):
    """A set of terms: needs, communities, programs, or an agency's own."""

    KIND = "taxonomy"
    SHARED = True

    name = a_text()
    description = a_text()
    uri = a_text()
    version = a_text()


class TaxonomyTerm(HsdsRow, Base):
    """One term of a taxonomy."""

    KIND = "taxonomy_term"
    SHARED = True
    ONES = {"taxonomy_detail": ("taxonomy", "taxonomy_id")}

    taxonomy_id = belongs_to("taxonomy")
    code = a_text(index=True)
    name = a_text()
    description = a_text()
    parent_id = a_text()
    taxonomy = a_text()
    language = a_text()
    term_uri = a_text()


class Attribute(HsdsRow, Base):
    """Ties a term, or a plain value, to any object. `link_id` is that object's id."""

    KIND = "attribute"
    ONES = {"taxonomy_term": ("taxonomy_term", "taxonomy_term_id")}

    link_id = Column(Text, index=True)
    taxonomy_term_id = belongs_to("taxonomy_term")
    link_type = a_text()
    link_entity = a_text()
    value = a_text()
    label = a_text()


class ChangeRecord(HsdsRow, Base):
    """What was changed in an object, when and by whom (HSDS: metadata). `resource_id` is that object's id."""

    KIND = "metadata"

    resource_id = Column(Text, index=True)
    resource_type = a_text()
    last_action_date = a_text()
    last_action_type = a_text()
    field_name = a_text()
    previous_value = a_text()
    replacement_value = a_text()
    updated_by = a_text()


class TableDescription(HsdsRow, Base):
    """Which language and character set a data package's tables are in (HSDS: meta_table_description)."""

    KIND = "meta_table_description"

    name = a_text()
    language = a_text()
    character_set = a_text()


class AlsoUnder(Base):
    """A nested object that stands under more parents of one kind than its own columns can say."""

    __tablename__ = "hsds_also_under"

    child_id = Column(Text, primary_key=True)
    child_kind = Column(Text, primary_key=True)
    column = Column(Text, primary_key=True)
    """The child's column that would hold this parent's id if it could hold two."""
    parent_id = Column(Text, primary_key=True)

    __table_args__ = (Index("ix_hsds_also_under_parent", "child_kind", "column", "parent_id"),)
