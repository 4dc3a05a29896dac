"""Organizations of one name under several ids, noticed while they are imported."""

from __future__ import annotations

from collections import defaultdict

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.directory.mapping.ids import plain
from bot.directory.progress import Progress
from bot.directory.report import Problem
from bot.directory.shapes import SHAPES


def namesakes(session: Session, progress: Progress) -> list[Problem]:
    """A remark for each name that a new organization shares with another; nothing is joined: they may be two."""
    new = (
        progress.seen["organization"]
        if "organization" in progress.empty
        else progress.created["organization"]
    )
    if not new:
        return []
    table = SHAPES["organization"].table
    named: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for key, name in session.execute(select(table.c.id, table.c.name).where(table.c.name.is_not(None))):
        named[plain(name)].append((key, name))
    found = []
    for alike in named.values():
        if len(alike) > 1 and any(key in new for key, _ in alike):
            first, *others = sorted(alike, key=lambda pair: (pair[0] in new, pair[0]))
            what = f"«{first[1]}» stands under {len(alike)} ids: {first[0]}, {', '.join(key for key, _ in others[:4])}"
            mend = "see kinpath directory duplicates; give one organization one id"
            found.append(Problem("", others[0][0], "organization", what, mend, False))
    return found
