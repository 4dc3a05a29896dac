"""The few that are picked hold what an exact look at everything would choose."""

import random
from datetime import datetime, timezone

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.directory import candidates, places, rotation, shelf
from bot.directory.entries import Entry
from bot.directory.fit import Fit
from bot.directory.freshness import Today
from bot.directory.judging import judged
from bot.directory.ranking import judge
from bot.directory.requests import Cost, Request
from tests.directory.test_judged import REQUESTS

TODAY = Today.at(datetime(2026, 11, 24, 20, 0, tzinfo=timezone.utc))


def test_the_best_of_all_are_among_the_picked(bundle: Session) -> None:
    rows = bundle.execute(select(Entry.id, Entry.record_id, Entry.fit)).all()
    everything = [(entry, record, Fit.from_json(fit)) for entry, record, fit in rows]
    same = shown = 0
    for one in REQUESTS:
        exact = [found for row in everything if (found := judge(*row, one.request, TODAY))]
        quick = judged(bundle, [f"need:{need}" for need in one.request.needs], one.request, TODAY)
        best = [one_.record_id for one_ in rotation.choose(exact, one.request.needs, 3)]
        found = [one_.record_id for one_ in rotation.choose(quick, one.request.needs, 3)]
        same += len(set(best) & set(found))
        shown += len(best)
        assert best[:1] == found[:1], one.ask
    assert same >= 0.99 * shown


def test_weighing_all_at_once_comes_near_judging_one_by_one(bundle: Session) -> None:
    place = places.resolve(zip="90022")
    assert isinstance(place, places.Place)
    for request in (
        Request(("food",), place, ("es",)),
        Request(("legal",), place, ("en",), ("immigrant",)),
        Request(("child_health",), place, ("ko",), child_age_months=8),
    ):
        term = f"need:{request.needs[0]}"
        for shelved in shelf.read(bundle, [term], ["*", place.county])[term]:
            points = candidates.weigh(shelved, term, request, TODAY)
            rows = bundle.execute(
                select(Entry.id, Entry.record_id, Entry.fit).where(Entry.id.in_(shelved.entry.tolist()))
            )
            for entry, record, fit in rows:
                about = max(points[shelved.entry == entry])
                exact = judge(entry, record, Fit.from_json(fit), request, TODAY)
                if exact is None:
                    assert about == float("-inf")
                else:
                    assert about == pytest.approx(exact.score, abs=12), record


@pytest.mark.parametrize("age", [None, 3, 30])
def test_what_cannot_fit_is_never_picked(bundle: Session, age: int | None) -> None:
    place = places.resolve(city="Oakland")
    assert isinstance(place, places.Place)
    request = Request(("legal", "child_health"), place, child_age_months=age, cost=Cost.FREE)
    found = candidates.pick(bundle, ["need:legal", "need:child_health"], request, TODAY)
    fits = [
        Fit.from_json(fit) for fit in bundle.execute(select(Entry.fit).where(Entry.id.in_(found))).scalars()
    ]
    assert fits and all(fit.cost == "free" for fit in fits)


def test_more_are_picked_when_asked_for(bundle: Session) -> None:
    place = places.resolve(zip="90022")
    assert isinstance(place, places.Place)
    request = Request(("food",), place)
    few = candidates.pick(bundle, ["need:food"], request, TODAY)
    more = candidates.pick(bundle, ["need:food"], request, TODAY, times=4)
    assert len(few) == candidates.CLOSELY + 1 or len(few) == candidates.FOR_EACH * 3
    assert set(few) < set(more)


def test_downwards_gives_all_that_may_fit_best_first() -> None:
    numbers = [random.Random(5).choice((float("-inf"), n * 0.5)) for n in range(60)]  # noqa: S311
    points = shelf.np.array(numbers, "f4")
    ordered = [float(points[row]) for row in candidates._downwards(points, 8)]
    assert ordered == sorted((n for n in numbers if n > float("-inf")), reverse=True)
