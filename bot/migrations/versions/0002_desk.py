"""the desk: shifts, notes, what was relayed, and a trail of a case without anybody's words

Revision: 0002, after 0001
"""

from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa
from alembic import op

from bot import store

revision = "0002"
down_revision = "0001"

Row = dict[str, Any]
CHILDREN_FIRST = ("case_event", "offer", "handoff_case", "navigator")
OFFERS = {"expired": "unanswered"}
CASES = {"declined": "declined_by_family"}
ENDED = ("closed", "expired", "declined_by_family")
CLOSED_IS_NULL = sa.text("closed_at IS NULL")


def upgrade() -> None:
    """The handoff's tables anew, with what was in them.

    They are not altered in place: SQLite does that by dropping the table, which takes all rows that refer to it.
    """
    old = {name: _rows(name) for name in CHILDREN_FIRST}
    for name in CHILDREN_FIRST:
        op.drop_table(name)
    _navigators()
    _cases()
    _what_belongs_to_a_case()
    known = {row["id"] for row in old["navigator"]}
    _put("navigator", map(_navigator, old["navigator"]))
    _put("handoff_case", map(_case, old["handoff_case"]))
    _put("offer", map(_offer, old["offer"]))
    _put("case_event", (_event(row, known) for row in old["case_event"]))
    _put("case_note", (_note(row) for row in old["case_event"] if row["note"] and row["who"] in known))


def _table(name: str) -> sa.Table:
    return sa.Table(name, sa.MetaData(), autoload_with=op.get_bind())


def _rows(name: str) -> list[Row]:
    table = _table(name)
    return [dict(row) for row in op.get_bind().execute(sa.select(table).order_by(table.c.id)).mappings()]


def _put(name: str, rows: Any) -> None:
    given = list(rows)
    if given:
        op.get_bind().execute(sa.insert(_table(name)), given)


def _kept(row: Mapping[str, Any], *names: str) -> Row:
    return {name: row[name] for name in names}


def _navigator(row: Row) -> Row:
    kept = _kept(
        row, "id", "phone", "phone_digest", "languages", "communities", "topics", "counties", "capacity",
        "supervisor", "active", "on_shift", "idle_since",
    )  # fmt: skip
    return {**kept, "name": row["name"][:60], "time_zone": "America/Los_Angeles"}


def _case(row: Row) -> Row:
    kept = _kept(
        row, "id", "conversation_id", "language", "summary", "needs", "community", "navigator_id", "wave",
        "requested_at", "accepted_at", "next_check_at",
    )  # fmt: skip
    state = CASES.get(row["state"], row["state"])
    ended_at = row["closed_at"] or (row["requested_at"] if state in ENDED else None)
    county = row["county"] and row["county"][:40]
    waits = {"waits_since": row["requested_at"], "promises": 0}
    return {**kept, **waits, "code": row["code"][:3], "state": state, "county": county, "closed_at": ended_at}


def _offer(row: Row) -> Row:
    kept = _kept(row, "case_id", "navigator_id", "wave", "at")
    return {**kept, "state": OFFERS.get(row["state"], row["state"])}


def _event(row: Row, known: set[str]) -> Row:
    navigator = row["who"] if row["who"] in known else None
    return {**_kept(row, "case_id", "at"), "kind": row["what"][:24], "navigator_id": navigator}


def _note(row: Row) -> Row:
    return {**_kept(row, "case_id", "at"), "navigator_id": row["who"], "body": row["note"]}


def _navigators() -> None:
    op.create_table(
        "navigator",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("phone", store.Sealed(), nullable=False),
        sa.Column("phone_digest", sa.String(length=64), nullable=False),
        sa.Column("languages", sa.JSON(), nullable=False),
        sa.Column("communities", sa.JSON(), nullable=False),
        sa.Column("topics", sa.JSON(), nullable=False),
        sa.Column("counties", sa.JSON(), nullable=False),
        sa.Column("capacity", sa.Integer(), nullable=False),
        sa.Column("supervisor", sa.Boolean(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("on_shift", sa.Boolean(), nullable=False),
        sa.Column("time_zone", sa.String(length=40), nullable=False),
        sa.Column("shift_changes_at", store.UtcDateTime(timezone=True), nullable=True),
        sa.Column("idle_since", store.UtcDateTime(timezone=True), nullable=False),
        sa.Column("asked_to_hand_on_at", store.UtcDateTime(timezone=True), nullable=True),
        sa.Column("stopped_at", store.UtcDateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("phone_digest"),
    )
    with op.batch_alter_table("navigator", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_navigator_shift_changes_at"), ["shift_changes_at"], unique=False)
    op.create_table(
        "shift",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("navigator_id", sa.String(length=32), nullable=False),
        sa.Column("weekday", sa.Integer(), nullable=False),
        sa.Column("starts", sa.Integer(), nullable=False),
        sa.Column("ends", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["navigator_id"], ["navigator.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("shift", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_shift_navigator_id"), ["navigator_id"], unique=False)
    op.create_table(
        "navigator_text",
        sa.Column("inbound_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("navigator_id", sa.String(length=32), nullable=False),
        sa.Column("at", store.UtcDateTime(timezone=True), nullable=False),
        sa.Column("kept", store.Sealed(), nullable=True),
        sa.Column("media_count", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["navigator_id"], ["navigator.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("inbound_id"),
    )
    with op.batch_alter_table("navigator_text", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_navigator_text_navigator_id"), ["navigator_id"], unique=False)


def _cases() -> None:
    op.create_table(
        "handoff_case",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("code", sa.String(length=3), nullable=False),
        sa.Column("conversation_id", sa.String(length=32), nullable=False),
        sa.Column("language", sa.String(length=8), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("summary", store.Sealed(), nullable=True),
        sa.Column("needs", sa.JSON(), nullable=False),
        sa.Column("community", sa.String(length=32), nullable=True),
        sa.Column("county", sa.String(length=40), nullable=True),
        sa.Column("navigator_id", sa.String(length=32), nullable=True),
        sa.Column("wave", sa.Integer(), nullable=False),
        sa.Column("requested_at", store.UtcDateTime(timezone=True), nullable=False),
        sa.Column("waits_since", store.UtcDateTime(timezone=True), nullable=False),
        sa.Column("offered_at", store.UtcDateTime(timezone=True), nullable=True),
        sa.Column("accepted_at", store.UtcDateTime(timezone=True), nullable=True),
        sa.Column("first_word_at", store.UtcDateTime(timezone=True), nullable=True),
        sa.Column("last_word_at", store.UtcDateTime(timezone=True), nullable=True),
        sa.Column("family_waits_since", store.UtcDateTime(timezone=True), nullable=True),
        sa.Column("nudged_at", store.UtcDateTime(timezone=True), nullable=True),
        sa.Column("call_back_at", store.UtcDateTime(timezone=True), nullable=True),
        sa.Column("promises", sa.Integer(), nullable=False),
        sa.Column("next_check_at", store.UtcDateTime(timezone=True), nullable=True),
        sa.Column("closed_at", store.UtcDateTime(timezone=True), nullable=True),
        sa.Column("closed_because", sa.String(length=20), nullable=True),
        sa.ForeignKeyConstraint(
            ["navigator_id"],
            ["navigator.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("handoff_case", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_handoff_case_conversation_id"), ["conversation_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_handoff_case_navigator_id"), ["navigator_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_handoff_case_next_check_at"), ["next_check_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_handoff_case_state"), ["state"], unique=False)
        batch_op.create_index(
            "ux_case_open_code",
            ["code"],
            unique=True,
            sqlite_where=CLOSED_IS_NULL,
            postgresql_where=CLOSED_IS_NULL,
        )
        batch_op.create_index(
            "ux_case_open_conversation",
            ["conversation_id"],
            unique=True,
            sqlite_where=CLOSED_IS_NULL,
            postgresql_where=CLOSED_IS_NULL,
        )


def _what_belongs_to_a_case() -> None:
    op.create_table(
        "case_event",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.String(length=32), nullable=False),
        sa.Column("at", store.UtcDateTime(timezone=True), nullable=False),
        sa.Column("kind", sa.String(length=24), nullable=False),
        sa.Column("from_state", sa.String(length=20), nullable=True),
        sa.Column("to_state", sa.String(length=20), nullable=True),
        sa.Column("navigator_id", sa.String(length=32), nullable=True),
        sa.Column("detail", sa.String(length=60), nullable=True),
        sa.ForeignKeyConstraint(["case_id"], ["handoff_case.id"], ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["navigator_id"],
            ["navigator.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("case_event", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_case_event_case_id"), ["case_id"], unique=False)
    op.create_table(
        "case_note",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.String(length=32), nullable=False),
        sa.Column("navigator_id", sa.String(length=32), nullable=False),
        sa.Column("body", store.Sealed(), nullable=False),
        sa.Column("at", store.UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["handoff_case.id"], ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["navigator_id"],
            ["navigator.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("case_note", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_case_note_case_id"), ["case_id"], unique=False)
    op.create_table(
        "offer",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.String(length=32), nullable=False),
        sa.Column("navigator_id", sa.String(length=32), nullable=False),
        sa.Column("wave", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("at", store.UtcDateTime(timezone=True), nullable=False),
        sa.Column("answered_at", store.UtcDateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["case_id"], ["handoff_case.id"], ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["navigator_id"], ["navigator.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("offer", schema=None) as batch_op:
        batch_op.create_index("ix_offer_case", ["case_id", "navigator_id"], unique=False)
        batch_op.create_index("ix_offer_navigator", ["navigator_id", "state"], unique=False)
    op.create_table(
        "relayed",
        sa.Column("case_id", sa.String(length=32), nullable=False),
        sa.Column("inbound_id", sa.Integer(), nullable=False),
        sa.Column("speaker", sa.String(length=12), nullable=False),
        sa.Column("at", store.UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["handoff_case.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("case_id", "inbound_id"),
    )
