"""`python -m bot.directory.measuring tests/directory/judged`: how good the answers are, in one table.

Reads the directory of KINPATH_DATABASE_URL, which should be the bundled one: the judgements are about it.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Sequence
from pathlib import Path

from sqlalchemy.orm import Session

from bot.directory import search
from bot.directory.measuring.baselines import Baselines
from bot.directory.measuring.judged import FIRST, Judged, Score, read
from bot.directory.records import Found
from bot.settings import Settings
from bot.store import Store


def table(session: Session, requests: Sequence[Judged]) -> list[str]:
    """The lines of a table in Markdown: search beside distance and words, all requests and those held back."""
    plain = Baselines(session)
    ways: dict[str, Callable[[Judged], list[Found]]] = {
        "Kinpath's search": lambda one: search.find(session, one.request),
        "nearest first": lambda one: plain.by_distance(one.request, FIRST),
        "plain text search": lambda one: plain.by_words(one.ask, FIRST),
    }
    lines = [
        "| | nDCG@3, tuned on | nDCG@3, held back | fitting first answer, tuned on | held back |",
        "|---|---|---|---|---|",
    ]
    for name, way in ways.items():
        answers = [(one, way(one)) for one in requests]
        tuned = Score.of(pair for pair in answers if not pair[0].held_back)
        held = Score.of(pair for pair in answers if pair[0].held_back)
        lines.append(
            f"| {name} | {tuned.ndcg:.3f} | {held.ndcg:.3f} | {tuned.begins_well:.0%} | {held.begins_well:.0%} |"
        )
    return lines


def _weakest(session: Session, requests: Sequence[Judged], below: float) -> list[str]:
    lines: list[str] = []
    for one in requests:
        found = search.find(session, one.request)
        if not one.held_back and one.ndcg(found) < below:
            lines.append(f"\n{one.ndcg(found):.2f}  {one.ask}")
            lines += [
                f"      {grade}  {shown.organization} | {shown.service}"
                for grade, shown in zip(one.grades(found), found, strict=True)
            ]
            best = [item for item in one.items if item.grade == one.items[0].grade]
            lines.append("      best: " + "; ".join(f"{i.organization} {i.service}".strip() for i in best))
    return lines


def main() -> None:
    """Read the command line and print."""
    parser = argparse.ArgumentParser(prog="python -m bot.directory.measuring", description=__doc__)
    parser.add_argument("folder", type=Path, help="the folder of judged requests")
    parser.add_argument(
        "--weak", type=float, metavar="BELOW", help="also list requests answered worse than this"
    )
    given = parser.parse_args()
    requests = read(given.folder)
    store = Store(Settings.from_env())
    try:
        with store.reading() as session:
            print(f"{len(requests)} requests, {sum(one.held_back for one in requests)} held back")
            print("\n".join(table(session, requests)))
            if given.weak:
                print("\n".join(_weakest(session, requests, given.weak)))
    finally:
        store.close()


if __name__ == "__main__":
    main()
