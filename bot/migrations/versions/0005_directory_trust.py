"""directory trust: what corrections become, checks, figures of what was shown, agencies' links

Revision: 0005, after 0004
"""

import sqlalchemy as sa
from alembic import op

from bot import store

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    """Make the change."""
    with op.batch_alter_table("directory_correction", schema=None) as batch_op:
        batch_op.alter_column("kind", new_column_name="came_from", existing_type=sa.Text())
    with op.batch_alter_table("directory_correction", schema=None) as batch_op:
        batch_op.add_column(sa.Column("service_id", sa.Text(), nullable=True))
        batch_op.add_column(sa.Column("kind", sa.Text(), nullable=False, server_default="other"))
        batch_op.add_column(sa.Column("proposed", sa.JSON(none_as_null=True), nullable=True))
        batch_op.add_column(sa.Column("voice", sa.String(length=64), nullable=True))
        batch_op.add_column(sa.Column("state", sa.Text(), nullable=False, server_default="open"))
        batch_op.add_column(sa.Column("decided_at", store.UtcDateTime(timezone=True), nullable=True))
        for name in ("service_id", "voice", "state"):
            batch_op.create_index(batch_op.f(f"ix_directory_correction_{name}"), [name], unique=False)
    op.create_table(
        "directory_correction_step",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("correction_id", sa.Integer(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("at", store.UtcDateTime(timezone=True), nullable=False),
        sa.Column("by", sa.Text(), nullable=False),
        sa.Column("note", store.Sealed(), nullable=True),
        sa.Column("import_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["correction_id"], ["directory_correction.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(
        "ix_directory_correction_step_correction_id", "directory_correction_step", ["correction_id"]
    )
    op.create_table(
        "directory_check",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("service_id", sa.Text(), nullable=False),
        sa.Column("day", sa.String(length=10), nullable=False),
        sa.Column("how", sa.Text(), nullable=False),
        sa.Column("by", sa.Text(), nullable=False),
        sa.Column("import_id", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_directory_check_service_id", "directory_check", ["service_id"])
    op.create_table(
        "directory_shown",
        sa.Column("service_id", sa.Text(), nullable=False),
        sa.Column("month", sa.String(length=7), nullable=False),
        sa.Column("times", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("service_id", "month"),
    )
    op.create_table(
        "directory_agency_link",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("record_id", sa.Text(), nullable=False),
        sa.Column("correction_id", sa.Integer(), nullable=True),
        sa.Column("made_by", sa.Text(), nullable=False),
        sa.Column("made_at", store.UtcDateTime(timezone=True), nullable=False),
        sa.Column("expires_at", store.UtcDateTime(timezone=True), nullable=False),
        sa.Column("revoked_at", store.UtcDateTime(timezone=True), nullable=True),
        sa.Column("answered_at", store.UtcDateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_directory_agency_link_record_id", "directory_agency_link", ["record_id"])


def downgrade() -> None:
    """Take the change back."""
    for table in ("directory_agency_link", "directory_shown", "directory_check", "directory_correction_step"):
        op.drop_table(table)
    with op.batch_alter_table("directory_correction", schema=None) as batch_op:
        for name in ("service_id", "voice", "state"):
            batch_op.drop_index(batch_op.f(f"ix_directory_correction_{name}"))
        for name in ("service_id", "kind", "proposed", "voice", "state", "decided_at"):
            batch_op.drop_column(name)
    with op.batch_alter_table("directory_correction", schema=None) as batch_op:
        batch_op.alter_column("came_from", new_column_name="kind", existing_type=sa.Text())
