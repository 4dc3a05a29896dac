"""What families say is wrong is kept, and the record stays as it is."""

from sqlalchemy import text
from sqlalchemy.orm import Session

from bot.directory import corrections


def test_a_report_is_kept_sealed(empty: Session) -> None:
    corrections.open(empty, "a record", "family", "nobody answers, call me at 213-555-0123")
    (kept,) = corrections.of_record(empty, "a record")
    assert kept.words.startswith("nobody answers") and kept.kind == "family"
    stored = empty.execute(text("SELECT words FROM directory_correction")).scalar()
    assert "213" not in str(stored)
