"""One turn, one transaction: what a turn changes is gathered here and kept whole, or not at all.

While a public channel treats a message, the tracker store and the actions do not write: they leave their
work in the turn's scope, and the channel carries it out in the same transaction that marks the message as
handled and puts the replies into the outbox. Killed at any moment, a turn has happened once or not yet.
Outside a turn (`rasa shell`, `rasa run actions`) the same work is done at once, in a transaction of its own.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy.orm import Session

from bot.directory import bundled
from bot.settings import Settings
from bot.store import Store

Work = Callable[[Session], object]

_store: Store | None = None
_scope: ContextVar[TurnScope | None] = ContextVar("turn_scope", default=None)


@dataclass
class TurnScope:
    """What one turn will change when it ends."""

    conversation_id: str
    tracker: Any = None
    effects: list[Work] = field(default_factory=list)


def use_store(store: Store | None) -> None:
    """Name the store of this process."""
    global _store
    _store = store


def store() -> Store:
    """The store of this process; opened from the environment where nobody named one (`rasa shell`)."""
    global _store
    if _store is None:
        _store = Store(Settings.from_env())
        _store.upgrade()
        with _store.transaction() as session:
            bundled.fill_if_empty(session)
    return _store


@contextmanager
def turn(conversation_id: str) -> Iterator[TurnScope]:
    """A scope for one turn of one conversation."""
    scope = TurnScope(conversation_id)
    token = _scope.set(scope)
    try:
        yield scope
    finally:
        _scope.reset(token)


def current() -> TurnScope | None:
    """The scope of the turn under way in this task, if any."""
    return _scope.get()


async def do(work: Work) -> None:
    """Do this with the turn's transaction, or now where no turn is under way."""
    scope = current()
    if scope is not None:
        scope.effects.append(work)
    else:
        await store().run(work)
