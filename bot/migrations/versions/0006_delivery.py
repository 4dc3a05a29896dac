"""delivery: pictures, and what the carrier did by itself

Revision: 0006, after 0005
"""

import sqlalchemy as sa
from alembic import op

from bot import store

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    """Make the change."""
    op.create_table(
        "picture",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("inbound_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("source", store.Sealed(), nullable=False),
        sa.Column("kind", sa.String(length=80), nullable=False),
        sa.Column("size", sa.Integer(), nullable=True),
        sa.Column("refused", sa.String(length=8), nullable=True),
        sa.Column("at", store.UtcDateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("picture", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_picture_inbound_id"), ["inbound_id"], unique=False)
    op.add_column("inbound", sa.Column("carrier_did", sa.String(length=8), nullable=True))
    op.add_column("outbox", sa.Column("media_json", sa.Text(), nullable=True))
    op.add_column("simulated_message", sa.Column("media_json", store.Sealed(), nullable=True))
