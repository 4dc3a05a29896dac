"""Makes the report from the directory and from what families asked for in vain."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy.orm import Session

from bot.directory.gaps import counting, finding, offers
from bot.directory.gaps.finding import Asked
from bot.directory.gaps.tables import Report
from bot.languages import LANGUAGES


def report(session: Session, asked: Iterable[tuple[str, str | None, str, int]]) -> Report:
    """Count everything and find the gaps. `asked` are rows of (need, county, language code, times)."""
    counts = counting.count(offers.read(session))
    wanted = Asked.of(asked)
    spoken = tuple(LANGUAGES)
    return Report(counts, wanted, finding.find(counts, wanted, spoken), spoken)
