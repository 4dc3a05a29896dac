"""`python -m bot.directory.scale FOLDER --services 100000`: writes a made-up directory as HSDS JSON."""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from bot.directory.scale.making import services
from bot.settings import ROOT

BUNDLE = ROOT / "data" / "directory" / "services.json"
IN_A_FILE = 5000


def write(folder: Path, count: int, locations: int, seed: int) -> list[Path]:
    """The directory in files of 5,000 services each."""
    folder.mkdir(parents=True, exist_ok=True)
    made = services(seed, count, locations, BUNDLE)
    written: list[Path] = []
    for part in _parts(made):
        path = folder / f"services-{len(written) + 1:03}.json"
        path.write_text(json.dumps({"services": part}, ensure_ascii=False), encoding="utf-8")
        written.append(path)
    return written


def _parts(made: Iterator[dict[str, object]]) -> Iterator[list[dict[str, object]]]:
    while part := list(islice(made, IN_A_FILE)):
        yield part


def main() -> None:
    """Read the command line and write."""
    parser = argparse.ArgumentParser(prog="python -m bot.directory.scale", description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--services", type=int, default=100_000)
    parser.add_argument("--locations", type=int, help="by default 60 for 100 services")
    parser.add_argument("--seed", type=int, default=211)
    given = parser.parse_args()
    locations = given.locations or given.services * 6 // 10
    for path in write(given.folder, given.services, locations, given.seed):
        print(path)


if __name__ == "__main__":
    main()
