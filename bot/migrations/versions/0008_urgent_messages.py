"""Messages that go before others; a moment of consent that nothing read is let go.

Revision: 0008, after 0007
"""

import sqlalchemy as sa
from alembic import op

from bot import store

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    """Make the change."""
    with op.batch_alter_table("inbound", schema=None) as batch_op:
        batch_op.add_column(sa.Column("urgent", sa.Boolean(), nullable=False, server_default=sa.false()))
    with op.batch_alter_table("contact", schema=None) as batch_op:
        batch_op.drop_column("follow_up_consent_at")


def downgrade() -> None:
    """Take it back."""
    with op.batch_alter_table("contact", schema=None) as batch_op:
        batch_op.add_column(sa.Column("follow_up_consent_at", store.UtcDateTime(timezone=True), nullable=True))
    with op.batch_alter_table("inbound", schema=None) as batch_op:
        batch_op.drop_column("urgent")
