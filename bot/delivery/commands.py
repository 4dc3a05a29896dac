"""`kinpath delivery`: how messages stand, which ones died, and sending them again. Numbers are shown masked."""

from __future__ import annotations

import argparse
import json
import sys
from dataclasses import asdict
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.delivery import dispatch, inbox, meanings, outbox
from bot.delivery.outbox import OutboxMessage
from bot.store import Store
from bot.vault import mask


def add_parsers(subparsers: Any) -> None:
    """`kinpath delivery state | dead | retry`."""
    top = subparsers.add_parser("delivery", help="messages in and out: how they stand, dead letters, retry")
    actions = top.add_subparsers(metavar="action", required=True)
    state = actions.add_parser("state", help="what waits, for how long, and what was given up")
    state.add_argument("--json", action="store_true", help="as JSON")
    state.set_defaults(handler=handle_state)
    dead = actions.add_parser("dead", help="messages that could not be delivered, the newest first")
    dead.add_argument("--limit", type=int, default=50, metavar="N")
    dead.add_argument("--json", action="store_true", help="one JSON object a line")
    dead.set_defaults(handler=handle_dead)
    retry = actions.add_parser("retry", help="send dead letters again")
    retry.add_argument("ids", nargs="*", type=int, metavar="ID", help="ids that `dead` shows")
    retry.add_argument("--code", help="all that died of this error code")
    retry.set_defaults(handler=handle_retry)


def handle_state(arguments: argparse.Namespace, store: Store) -> int:
    """Print the backlogs of both directions."""
    with store.reading() as session:
        standing = {"inbox": asdict(inbox.backlog(session)), "outbox": asdict(dispatch.backlog(session))}
    if arguments.json:
        print(json.dumps(standing))
        return 0
    for name, one in standing.items():
        print(
            f"{name:<8}{one['waiting']} waiting, the oldest for {one['oldest_seconds']:.0f} s; "
            f"{one['failed']} given up"
        )
    return 0


def handle_dead(arguments: argparse.Namespace, store: Store) -> int:
    """Print dead letters: id, when, to whom (masked), what they belonged to, and what the carrier said."""
    with store.reading() as session:
        rows = [_shown(message) for message in dead_letters(session, arguments.limit)]
    if arguments.json:
        for row in rows:
            print(json.dumps(row))
        return 0
    for row in rows:
        print(
            f"{row['id']:>8}  {row['at'][:16]}  {row['to']:<18}{row['about']:<10}{row['code']:<8}{row['means']}"
        )
    print(f"{len(rows)} dead letters" if rows else "no dead letters")
    return 0


def handle_retry(arguments: argparse.Namespace, store: Store) -> int:
    """Queue dead letters again; 1 when one of the ids is none."""
    if not arguments.ids and not arguments.code:
        print("kinpath: say which: ids, or --code", file=sys.stderr)
        return 2
    with store.transaction() as session:
        chosen = list(arguments.ids)
        if arguments.code:
            died_of_it = dead_letters(session, code=arguments.code)
            chosen += [message.id for message in died_of_it if message.id not in chosen]
        queued = [one for one in chosen if outbox.retry(session, one)]
    for one in chosen:
        if one not in queued:
            print(f"kinpath: {one} is no dead letter, or its recipient's words were erased", file=sys.stderr)
    print(f"{len(queued)} queued again")
    return 0 if len(queued) == len(chosen) else 1


def dead_letters(session: Session, limit: int | None = None, code: str | None = None) -> list[OutboxMessage]:
    """Messages that ended undelivered, the newest first."""
    query = select(OutboxMessage).where(OutboxMessage.status == outbox.FAILED)
    if code is not None:
        query = query.where(OutboxMessage.error_code == code)
    return list(session.execute(query.order_by(OutboxMessage.id.desc()).limit(limit)).scalars())


def _shown(message: OutboxMessage) -> dict[str, Any]:
    code = message.error_code or "?"
    return {
        "id": message.id,
        "at": message.created_at.isoformat(),
        "to": mask(message.recipient) if message.recipient else "erased",
        "about": {"in": "answer", "desk": "desk", "case": "relay"}.get(
            message.key.partition(":")[0], "other"
        ),
        "code": code,
        "means": meanings.sentence(code),
        "attempts": message.attempts,
    }
