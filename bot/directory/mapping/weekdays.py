"""Tables with one row a weekday, or a holiday, as the standard's schedules."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from bot.directory.bundle.hours import WEEK
from bot.directory.mapping import cleaning, ids

Adopt = Callable[[str, str], str]
PARENTS = {
    "service_id": "service",
    "location_id": "location",
    "service_at_location_id": "service_at_location",
}
_NAMES = {name: WEEK[n] for n, name in enumerate(("mon", "tue", "wed", "thu", "fri", "sat", "sun"))}
_SAID = dict(zip(WEEK, ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"), strict=True))


def read(
    special: str, rows: list[tuple[int, dict[str, str]]], source: str, adopt: Adopt
) -> Iterator[tuple[int, dict[str, Any]]]:
    """(line, schedule) of a table of `weekdays` or of `holidays`."""
    yield from _weekdays(rows, source, adopt) if special == "weekdays" else _holidays(rows, source, adopt)


def day_of(written: str) -> str | None:
    """MO … SU of a day's name or its number (1 is Monday, 7 and 0 are Sunday)."""
    said = written.strip().lower()
    if said.isdigit() and int(said) <= 7:
        return WEEK[(int(said) - 1) % 7]
    return _NAMES.get(said[:3]) or (said.upper() if said.upper() in WEEK else None)


def _weekdays(
    rows: list[tuple[int, dict[str, str]]], source: str, adopt: Adopt
) -> Iterator[tuple[int, dict[str, Any]]]:
    """Days of one parent with the same hours are one schedule; its words say the whole week."""
    weeks: dict[tuple[tuple[str, str], ...], dict[tuple[str, str], list[str]]] = {}
    lines: dict[tuple[tuple[str, str], ...], int] = {}
    for line, row in rows:
        day = day_of(row.get("weekday", ""))
        opens, closes = (cleaning.clock(row.get(name, "")) for name in ("opens_at", "closes_at"))
        parents = tuple((c, adopt(k, row[c])) for c, k in PARENTS.items() if row.get(c, "").strip())
        if day and opens and closes and parents:
            lines.setdefault(parents, line)
            weeks.setdefault(parents, {}).setdefault((opens, closes), []).append(day)
    for parents, week in weeks.items():
        words = "; ".join(f"{_spans(days)} {opens}–{closes}" for (opens, closes), days in week.items())
        for number, ((opens, closes), days) in enumerate(week.items()):
            yield (
                lines[parents],
                {
                    "id": ids.made(source, "schedule", *(key for _, key in parents), number),
                    **dict(parents),
                    "freq": "WEEKLY",
                    "byday": ",".join(sorted(set(days), key=WEEK.index)),
                    "opens_at": opens,
                    "closes_at": closes,
                    **({"description": words} if number == 0 else {}),
                },
            )


def _holidays(
    rows: list[tuple[int, dict[str, str]]], source: str, adopt: Adopt
) -> Iterator[tuple[int, dict[str, Any]]]:
    """Kept as notes: a search must not take hours of one holiday for those of every week."""
    for line, row in rows:
        parents = {c: adopt(k, row[c]) for c, k in PARENTS.items() if row.get(c, "").strip()}
        start, end = (
            cleaning.day(row.get(name, "")) or row.get(name, "") for name in ("start_date", "end_date")
        )
        closed = row.get("closed", "").strip().lower() in ("true", "t", "yes", "1")
        hours = f"{row.get('opens_at', '')}–{row.get('closes_at', '')}"
        if parents:
            yield (
                line,
                {
                    "id": ids.made(source, "schedule", "holiday", *parents.values(), start, end),
                    **parents,
                    **{
                        name: value
                        for name, value in (("valid_from", start), ("valid_to", end))
                        if value[:1].isdigit()
                    },
                    "notes": f"Holiday {start}{f' to {end}' if end != start else ''}: {'closed' if closed else hours}",
                },
            )


def _spans(days: list[str]) -> str:
    """Mon–Fri for days that follow each other, else Mon, Wed, Fri."""
    numbers = sorted(WEEK.index(day) for day in set(days))
    if len(numbers) > 2 and numbers[-1] - numbers[0] == len(numbers) - 1:
        return f"{_SAID[WEEK[numbers[0]]]}–{_SAID[WEEK[numbers[-1]]]}"
    return ", ".join(_SAID[WEEK[number]] for number in numbers)
