"""What an import under way has to remember from one portion of its input to the next."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.directory.history.recording import Recorder
from bot.directory.shapes import SHAPES


@dataclass
class Progress:
    """Ids met so far, by kind."""

    changes: Recorder
    empty: frozenset[str]
    """Kinds of which there were none when the import began."""
    seen: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    """Everything the input holds."""
    created: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    """What was not there before (not kept for kinds of which there were none)."""
    touched: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    """What is new or different, and what had a part taken off."""
    spared: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    """Records that are in the input but could not be taken: not vanished."""

    @classmethod
    def start(cls, session: Session, changes: Recorder) -> Progress:
        """At the beginning of an import."""
        empty = {
            kind
            for kind, shape in SHAPES.items()
            if session.execute(select(shape.table.c.id).limit(1)).first() is None
        }
        return cls(changes, frozenset(empty))

    def is_new(self, kind: str, key: str) -> bool:
        """True for what this import made."""
        return key in (self.seen if kind in self.empty else self.created)[kind]
