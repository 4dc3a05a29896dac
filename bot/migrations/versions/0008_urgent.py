"""Messages that go before others.

Revision: 0008, after 0007
"""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    """Make the change."""
    # a plain default, so that SQLite adds the column in place: a table built anew would lose AUTOINCREMENT
    op.add_column("inbound", sa.Column("urgent", sa.Boolean(), nullable=False, server_default="0"))


def downgrade() -> None:
    """Take it back."""
    with op.batch_alter_table("inbound", schema=None) as batch_op:
        batch_op.drop_column("urgent")
