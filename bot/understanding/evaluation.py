"""How well messages are understood, counted on annotated messages, language by language.

python -m bot.understanding.evaluation [--model MODEL] [--errors] FILE...
"""

import argparse
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from bot.settings import ROOT
from bot.understanding.annotations import normal
from bot.understanding.examples import NUMBER_KEYS, Example, read_any
from bot.understanding.reader import Reader, newest_model
from bot.understanding.reading import Reading


@dataclass
class Tally:
    """Right, wrongly found and missed; precision, recall and F1 of them."""

    right: int = 0
    wrong: int = 0
    missed: int = 0

    def count(self, found: set[str], truth: set[str]) -> None:
        """Add one message's."""
        self.right += len(found & truth)
        self.wrong += len(found - truth)
        self.missed += len(truth - found)

    @property
    def precision(self) -> float:
        """Of what was found, the share that is right."""
        return self.right / max(1, self.right + self.wrong)

    @property
    def recall(self) -> float:
        """Of what was there, the share that was found."""
        return self.right / max(1, self.right + self.missed)

    @property
    def f1(self) -> float:
        """The balance of both; 1 where there was nothing to find and nothing was found."""
        whole = 2 * self.right + self.wrong + self.missed
        return 2 * self.right / whole if whole else 1.0


@dataclass
class Scores:
    """The scores of one set of messages."""

    messages: int = 0
    acts: int = 0
    languages: int = 0
    needs: Tally = field(default_factory=Tally)
    crisis: Tally = field(default_factory=Tally)
    kinds: int = 0
    entities: Tally = field(default_factory=Tally)
    by_entity: dict[str, Tally] = field(default_factory=lambda: defaultdict(Tally))
    by_need: dict[str, Tally] = field(default_factory=lambda: defaultdict(Tally))
    act_errors: Counter[tuple[str, str]] = field(default_factory=Counter)

    def count(self, example: Example, reading: Reading) -> None:
        """Add one message."""
        self.messages += 1
        self.acts += reading.act == example.act
        self.languages += reading.language == example.language
        if reading.act != example.act:
            self.act_errors[example.act, reading.act] += 1
        needs = {need.code for need in reading.needs}
        self.needs.count(needs, set(example.needs))
        for need in needs | set(example.needs):
            self.by_need[need].count(needs & {need}, set(example.needs) & {need})
        self.crisis.count({"crisis"} if reading.crisis else set(), {"crisis"} if example.crisis else set())
        self.kinds += bool(reading.crisis and reading.crisis.code == example.crisis)
        found, truth = pairs(reading.entities), pairs(example.entities)
        self.entities.count(found, truth)
        for kind in {pair.partition("=")[0] for pair in found | truth}:
            mine = (
                {p for p in found if p.startswith(f"{kind}=")},
                {p for p in truth if p.startswith(f"{kind}=")},
            )
            self.by_entity[kind].count(*mine)

    def row(self) -> list[str]:
        """The scores as the table shows them."""
        return [
            str(self.messages),
            f"{self.acts / max(1, self.messages):.3f}",
            f"{self.needs.f1:.3f}",
            f"{self.needs.precision:.2f}/{self.needs.recall:.2f}",
            f"{self.crisis.recall:.3f}",
            f"{self.crisis.precision:.3f}",
            f"{self.kinds / max(1, self.crisis.right):.3f}",
            f"{self.languages / max(1, self.messages):.3f}",
            f"{self.entities.f1:.3f}",
        ]


HEADINGS = ("set", "n", "act", "needs F1", "P/R", "crisis R", "crisis P", "kind", "language", "entities F1")


def pairs(entities: dict) -> set[str]:
    """`kind=value` for every value, folded so that case and small differences in months do not count."""
    found = set()
    for kind, values in entities.items():
        for value in values if isinstance(values, list) else [values]:
            found.add(f"{kind}={value if kind in NUMBER_KEYS else str(value).casefold()}")
    return found


def score(reader: Reader, examples: Iterable[Example]) -> Scores:
    """Read every message (without knowing the language used before) and count."""
    scores = Scores()
    for example in examples:
        scores.count(example, reader.read(example.text))
    return scores


def table(rows: Sequence[Sequence[str]], headings: Sequence[str] = HEADINGS) -> str:
    """A Markdown table."""
    lines = [headings, ["---"] * len(headings), *rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)


def describe_errors(reader: Reader, examples: Iterable[Example]) -> str:
    """Every message that was not understood whole, with what was expected and what was read."""
    lines = []
    for example in examples:
        reading = reader.read(example.text)
        needs = {need.code for need in reading.needs}
        wrong = []
        if reading.act != example.act:
            wrong.append(f"act {example.act} read as {reading.act}")
        if needs != set(example.needs):
            wrong.append(
                f"needs missed {sorted(set(example.needs) - needs)} added {sorted(needs - set(example.needs))}"
            )
        if (reading.crisis.code if reading.crisis else None) != example.crisis:
            wrong.append(f"crisis {example.crisis} read as {reading.crisis.code if reading.crisis else None}")
        if reading.language != example.language:
            wrong.append(f"language read as {reading.language}")
        found, truth = pairs(reading.entities), pairs(example.entities)
        if found != truth:
            wrong.append(f"entities missed {sorted(truth - found)} added {sorted(found - truth)}")
        if wrong:
            lines.append(f"{example.text}\n    " + "; ".join(wrong))
    return "\n".join(lines)


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the table of scores, one row a file."""
    parser = argparse.ArgumentParser(prog="python -m bot.understanding.evaluation", description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)  # fmt: skip
    parser.add_argument(
        "files", nargs="+", type=Path, help="drafts (.txt), JSON lines (.jsonl) or NLU files (.yml)"
    )
    parser.add_argument("--model", type=Path, help="a model that `rasa train` made (the newest in models/)")
    parser.add_argument(
        "--errors", action="store_true", help="also every message that was not understood whole"
    )
    parser.add_argument(
        "--details", action="store_true", help="also scores by entity and need, and acts confused"
    )
    given = parser.parse_args(arguments)
    reader = Reader.from_model(given.model or newest_model(ROOT / "models"))
    rows = []
    for path in given.files:
        examples = [normal(example) for example in read_any([path])]
        scores = score(reader, examples)
        rows.append([path.stem, *scores.row()])
        if given.errors:
            print(describe_errors(reader, examples))
        if given.details:
            print(details(scores))
    print(table(rows))
    return 0


def details(scores: Scores) -> str:
    """The scores by entity and by need, and which acts were taken for which."""
    lines = [
        f"{name:24} {tally.f1:.2f}  right {tally.right} wrong {tally.wrong} missed {tally.missed}"
        for tallies in (scores.by_entity, scores.by_need)
        for name, tally in sorted(tallies.items(), key=lambda item: item[1].f1)
    ]
    lines += [f"{count} {truth} read as {read}" for (truth, read), count in scores.act_errors.most_common(12)]
    return "\n".join(lines)


if __name__ == "__main__":
    raise SystemExit(main())
