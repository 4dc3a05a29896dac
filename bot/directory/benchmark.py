"""`python -m bot.directory.benchmark`: how fast import and search are as a directory grows, in Markdown tables.

Made-up directories (bot.directory.scale) of each size are imported into an empty SQLite file and, with
--postgresql, into a schema of its own there; both are gone afterwards. Every search opens its own session, as
the server does. «Warm» searches are those of a server that has answered for a while; before each «cold» one
all that the process keeps is forgotten. In brackets: p95 of the process's own work, which other programs on
the machine disturb less. Sizes are measured one after the other in one run.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import create_engine, text

from bot import gazetteer
from bot.directory import importing, judging, search, shelf
from bot.directory.measuring.searches import KINDS, requests
from bot.directory.scale.__main__ import write
from bot.settings import Settings
from bot.store import Store, new_id

SEED = 211
FOR_COLD = 3
"""A third as many searches are made cold."""


Time = tuple[float, float]
"""Milliseconds that passed, and those of them in which this process itself worked."""
Spread = tuple[float, float, float]
"""p50 and p95 of the time that passed, and p95 of the process's own work."""


def measure(store: Store, folder: Path, searches: int) -> Iterator[tuple[str, str, Spread]]:
    """(what, state, its spread) of the directory in a folder: seconds for import, milliseconds for searches."""
    started = time.perf_counter()
    with store.transaction() as session:
        report = importing.import_files(session, [folder])
    if report.refused:
        raise RuntimeError(f"the made-up directory was not taken whole: {report.problems[:3]}")
    seconds = time.perf_counter() - started
    yield "import (seconds)", "", (seconds, seconds, seconds)
    if not store.is_sqlite:
        with store.engine.begin() as connection:
            connection.execute(text("ANALYZE"))
    gazetteer.county("Los Angeles")
    for kind in KINDS:
        ways = list(requests(kind, searches, SEED))
        _times(store, ways)  # warms up
        yield kind, "warm", _spread(_times(store, ways))
        yield kind, "cold", _spread(_times(store, ways[: searches // FOR_COLD], _forget))


def _times(
    store: Store, ways: list[search.Request | str], before: Callable[[], None] = lambda: None
) -> list[Time]:
    times: list[Time] = []
    for way in ways:
        before()
        worked, started = time.thread_time(), time.perf_counter()
        with store.reading() as session:
            if isinstance(way, str):
                search.by_name(session, way)
            else:
                search.find(session, way)
        times.append(((time.perf_counter() - started) * 1000, (time.thread_time() - worked) * 1000))
    return times


def _forget() -> None:
    shelf.memory.clear()
    judging.memory.clear()


def _spread(times: list[Time]) -> Spread:
    passed, worked = (sorted(each) for each in zip(*times, strict=True))
    late = int(len(passed) * 0.95)
    return passed[len(passed) // 2], passed[late], worked[late]


@contextmanager
def _empty(url: str) -> Iterator[Store]:
    """An empty database: a SQLite file in a folder of its own, or a schema on PostgreSQL; gone at the end."""
    with tempfile.TemporaryDirectory() as folder:
        schema = f"benchmark_{new_id()}"
        if url == "sqlite":
            address = f"sqlite:///{folder}/kinpath.db"
        else:
            address = f"{url}{'&' if '?' in url else '?'}options=-csearch_path%3D{schema}"
            _run(url, f"CREATE SCHEMA {schema}")
        store = Store(Settings.from_env({"KINPATH_DATABASE_URL": address, "KINPATH_SECRET_KEY": new_id()}))
        try:
            store.upgrade()
            yield store
        finally:
            store.close()
            if url != "sqlite":
                _run(url, f"DROP SCHEMA {schema} CASCADE")


def _run(url: str, statement: str) -> None:
    engine = create_engine(url, future=True)
    with engine.begin() as connection:
        connection.exec_driver_sql(statement)
    engine.dispose()


def _table(sizes: list[int], measured: dict[tuple[str, str], list[Spread]]) -> Iterator[str]:
    heads = [f"{size:,}: p50 / p95 (own work)" for size in sizes]
    yield f"| | | {' | '.join(heads)} | p95, largest over smallest |"
    yield "|---|---|" + "---|" * (len(sizes) + 1)
    for (what, state), spreads in measured.items():
        cells = [f"{p50:.1f} / {p95:.1f} ({own:.1f})" if state else f"{p50:.0f}" for p50, p95, own in spreads]
        yield f"| {what} | {state} | {' | '.join(cells)} | {spreads[-1][1] / spreads[0][1]:.1f} |"


def main() -> None:
    """Read the command line, measure, print."""
    parser = argparse.ArgumentParser(prog="python -m bot.directory.benchmark", description=__doc__)
    parser.add_argument("--services", type=int, nargs="+", default=[1000, 10_000, 100_000], metavar="N")
    parser.add_argument("--postgresql", metavar="URL", help="measure on this PostgreSQL too")
    parser.add_argument("--searches", type=int, default=300, metavar="N", help="searches of each kind (300)")
    given = parser.parse_args()
    for url in filter(None, ("sqlite", given.postgresql)):
        measured: dict[tuple[str, str], list[Spread]] = {}
        for size in given.services:
            with tempfile.TemporaryDirectory() as folder, _empty(url) as store:
                write(Path(folder), size, size * 6 // 10, SEED)
                for what, state, spread in measure(store, Path(folder), given.searches):
                    measured.setdefault((what, state), []).append(spread)
                    print(
                        url, size, what, state, *(f"{one:.2f}" for one in spread), file=sys.stderr, flush=True
                    )
        print(f"\n{'SQLite' if url == 'sqlite' else 'PostgreSQL'} (milliseconds)\n")
        print("\n".join(_table(given.services, measured)))


if __name__ == "__main__":
    main()
