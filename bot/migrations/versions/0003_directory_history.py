"""directory history

Revision: 0003, after 0002
"""

import sqlalchemy as sa
from alembic import op

from bot import store

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Make the change."""
    op.create_table(
        "directory_import",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", store.UtcDateTime(timezone=True), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("form", sa.Text(), nullable=False),
        sa.Column("files", sa.JSON(), nullable=False),
        sa.Column("counts", sa.JSON(), nullable=False),
        sa.Column("seconds", sa.Float(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_directory_import_source", "directory_import", ["source"])
    op.create_table(
        "directory_change",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("import_id", sa.Integer(), nullable=False),
        sa.Column("record_kind", sa.Text(), nullable=False),
        sa.Column("record_id", sa.Text(), nullable=False),
        sa.Column("part_kind", sa.Text(), nullable=True),
        sa.Column("part_id", sa.Text(), nullable=True),
        sa.Column("field", sa.Text(), nullable=False),
        sa.Column("before", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("after", sa.JSON(none_as_null=True), nullable=True),
        sa.ForeignKeyConstraint(["import_id"], ["directory_import.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_directory_change_import_id", "directory_change", ["import_id"])
    op.create_index("ix_directory_change_record_id", "directory_change", ["record_id"])
    op.create_table(
        "directory_origin",
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("record_id", sa.Text(), nullable=False),
        sa.Column("first_import", sa.Integer(), nullable=False),
        sa.Column("vanished_import", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["first_import"], ["directory_import.id"]),
        sa.ForeignKeyConstraint(["vanished_import"], ["directory_import.id"]),
        sa.PrimaryKeyConstraint("source", "kind", "record_id"),
    )
    op.create_index("ix_directory_origin_record", "directory_origin", ["record_id"])


def downgrade() -> None:
    """Take the change back."""
    op.drop_table("directory_origin")
    op.drop_table("directory_change")
    op.drop_table("directory_import")
