"""directory names: search by shelves, names and words

Revision: 0004, after 0003
"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
POSTINGS = ("directory_name_terms", "directory_text_terms")


def upgrade() -> None:
    """The search tables anew: what was in them is made again from the directory when the server starts."""
    op.drop_table("directory_key")
    op.drop_table("directory_entry")
    op.create_table(
        "directory_entry",
        sa.Column("id", NUMBER, autoincrement=False, nullable=False),
        sa.Column("record_id", sa.Text(), nullable=False),
        sa.Column("service_id", sa.Text(), nullable=False),
        sa.Column("card", sa.JSON(), nullable=False),
        sa.Column("fit", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("record_id"),
    )
    op.create_index("ix_directory_entry_service_id", "directory_entry", ["service_id"])
    op.create_table(
        "directory_shelf",
        sa.Column("term", sa.Text(), nullable=False),
        sa.Column("area", sa.Text(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("packed", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("term", "area"),
    )
    op.create_table(
        "directory_name",
        sa.Column("id", NUMBER, autoincrement=False, nullable=False),
        sa.Column("plain", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_table(
        "directory_named",
        sa.Column("name_id", NUMBER, nullable=False),
        sa.Column("area", sa.Text(), nullable=False),
        sa.Column("service_id", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["name_id"], ["directory_name.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("name_id", "area", "service_id"),
    )
    op.create_index("ix_directory_named_service_id", "directory_named", ["service_id"])
    op.create_table(
        "directory_name_term",
        sa.Column("term", sa.Text(), nullable=False),
        sa.Column("uses", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("term"),
    )
    op.create_table(
        "directory_said",
        sa.Column("id", NUMBER, autoincrement=False, nullable=False),
        sa.Column("service_id", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("service_id"),
    )
    for name in POSTINGS:
        if op.get_bind().dialect.name == "sqlite":
            op.execute(
                f"CREATE VIRTUAL TABLE {name} USING fts5(terms, detail=none, columnsize=0, "
                "tokenize=\"unicode61 remove_diacritics 0 tokenchars '_'\")"
            )
        else:
            op.execute(f"CREATE TABLE {name} (id BIGINT PRIMARY KEY, terms tsvector NOT NULL)")
            op.execute(f"CREATE INDEX ix_{name} ON {name} USING gin (terms)")
