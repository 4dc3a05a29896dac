"""Wishes and questions of a case, a phone for a family on the web, drafts, and daily jobs.

Revision: 0007, after 0006
"""

import sqlalchemy as sa
from alembic import op

from bot import store

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    """Make the change."""
    with op.batch_alter_table("handoff_case", schema=None) as batch_op:
        batch_op.add_column(sa.Column("agreed", store.Sealed(), nullable=True))
        batch_op.add_column(sa.Column("wish", sa.JSON(none_as_null=True), nullable=True))
        batch_op.add_column(sa.Column("other_language", sa.String(length=8), nullable=True))
        batch_op.add_column(sa.Column("question", sa.String(length=12), nullable=True))
        batch_op.add_column(sa.Column("question_at", store.UtcDateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("question_about", sa.JSON(none_as_null=True), nullable=True))
        batch_op.add_column(sa.Column("asked", sa.JSON(), nullable=False, server_default="[]"))
        batch_op.add_column(sa.Column("follow_up_phone", store.Sealed(), nullable=True))
        batch_op.add_column(sa.Column("follow_up_digest", sa.String(length=64), nullable=True))
        batch_op.add_column(sa.Column("follow_up_asked_at", store.UtcDateTime(timezone=True), nullable=True))
        batch_op.add_column(
            sa.Column("follow_up_confirmed_at", store.UtcDateTime(timezone=True), nullable=True)
        )
        batch_op.add_column(sa.Column("on_phone", sa.Boolean(), nullable=False, server_default=sa.false()))
        batch_op.create_index(
            batch_op.f("ix_handoff_case_follow_up_digest"), ["follow_up_digest"], unique=False
        )
    with op.batch_alter_table("navigator_text", schema=None) as batch_op:
        batch_op.add_column(sa.Column("case_id", sa.String(length=32), nullable=True))
        batch_op.create_index(batch_op.f("ix_navigator_text_case_id"), ["case_id"], unique=False)
    op.create_table(
        "handoff_draft",
        sa.Column("conversation_id", sa.String(length=32), nullable=False),
        sa.Column("struck", sa.JSON(), nullable=False),
        sa.Column("wish", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("at", store.UtcDateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("conversation_id"),
    )
    op.create_table(
        "daily_job",
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("begun_at", store.UtcDateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("name"),
    )


def downgrade() -> None:
    """Take it back."""
    op.drop_table("daily_job")
    op.drop_table("handoff_draft")
    with op.batch_alter_table("navigator_text", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_navigator_text_case_id"))
        batch_op.drop_column("case_id")
    with op.batch_alter_table("handoff_case", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_handoff_case_follow_up_digest"))
        for name in (
            "on_phone", "follow_up_confirmed_at", "follow_up_asked_at", "follow_up_digest", "follow_up_phone",
            "asked", "question_about", "question_at", "question", "other_language", "wish", "agreed",
        ):  # fmt: skip
            batch_op.drop_column(name)
