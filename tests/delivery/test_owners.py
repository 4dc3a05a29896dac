"""Claims of dead processes are known at once; of all others nothing is assumed."""

from __future__ import annotations

import errno
import multiprocessing
import os
from datetime import timedelta
from pathlib import Path

import pytest

from bot.delivery import dispatch, inbox, outbox, owners
from bot.store import Store, now


def _name(pipe: object) -> None:
    pipe.send(owners.new())  # type: ignore[attr-defined]


def name_of_a_dead_process() -> str:
    here, there = multiprocessing.Pipe()
    process = multiprocessing.get_context("fork").Process(target=_name, args=(there,))
    process.start()
    name: str = here.recv()
    process.join()
    return name


def test_a_process_that_ended_is_dead_and_this_one_is_not() -> None:
    dead = name_of_a_dead_process()
    assert owners.is_dead(dead)
    assert not owners.is_dead(owners.new())
    assert owners.new() != owners.new()


def test_a_process_id_that_was_given_again_is_another_process() -> None:
    machine, _, started, loop = owners.new().split(":")
    assert owners.is_dead(f"{machine}:{os.getpid()}:{int(started) - 1}:{loop}")


def test_a_process_that_cannot_be_looked_at_is_not_called_dead(monkeypatch: pytest.MonkeyPatch) -> None:
    dead = name_of_a_dead_process()

    def too_many_files(self: Path, *_: object) -> str:
        raise OSError(errno.EMFILE, "too many open files")

    monkeypatch.setattr(Path, "read_text", too_many_files)
    assert not owners.is_dead(dead)


def test_of_other_machines_and_odd_names_nothing_is_assumed() -> None:
    _, rest = name_of_a_dead_process().split(":", 1)
    for name in (f"elsewhere:{rest}", "", None, "a", "a:b", "rehearsal", f"{owners._machine()}:x:1:a"):
        assert not owners.is_dead(name)


def test_what_a_dead_process_held_is_free_and_what_others_hold_is_not(store: Store) -> None:
    dead, elsewhere = name_of_a_dead_process(), f"elsewhere:{os.getpid()}:1:a"
    at = now()
    with store.transaction() as session:
        for number, _ in enumerate((dead, elsewhere)):
            inbox.take_in(session, f"SM{number}", "sms", f"+1555010000{number}", "+15550100009", "hola")
            outbox.put(
                session, key=f"k{number}", channel="sms", recipient=f"+1555010000{number}", body="hola"
            )
        claims = [
            (inbox.claim_next(session, one, 600), dispatch.claim_due(session, one, 600, 1))
            for one in (dead, elsewhere)
        ]
        assert all(message and sent for message, sent in claims)
    with store.reading() as session:
        assert inbox.left_behind(session) == [dead] == dispatch.left_behind(session)
    with store.transaction() as session:
        assert inbox.free_dead(session) == 1 == dispatch.free_dead(session)
        again = inbox.claim_next(session, "new", 600, at + timedelta(seconds=5))
        assert again is not None and again.provider_sid == "SM0" and again.attempts == 2
        assert inbox.claim_next(session, "new", 600, at + timedelta(seconds=5)) is None
        (sending,) = dispatch.claim_due(session, "new", 600, 5, at + timedelta(seconds=5))
        assert sending.key == "k0"
