"""`kinpath directory verify/queue/corrections/link` as a steward types them."""

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from bot import cli
from bot.directory import importing, records
from bot.settings import Settings
from bot.store import Store
from tests.conftest import KEY
from tests.directory.made import an_id, service, write

HERE = an_id("at pantry")
Say = Callable[[str], "tuple[int, str]"]


@pytest.fixture()
def say(
    settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Say:
    """Types a command; gives its exit code and what it printed."""
    monkeypatch.setenv("KINPATH_DATABASE_URL", settings.database_url)
    monkeypatch.setenv("KINPATH_SECRET_KEY", KEY)
    monkeypatch.setenv("KINPATH_PUBLIC_URL", "https://kinpath.example")
    store = Store(settings)
    store.upgrade()
    with store.transaction() as session:
        pantry = service("pantry", "food", zip_code="90022", assured="2020-01-05")
        importing.import_path(session, write(tmp_path, pantry))
    store.close()

    def typed(line: str) -> tuple[int, str]:
        capsys.readouterr()
        code = cli.main(["directory", *re.findall(r"[^ \"]*\"[^\"]*\"|[^ ]+", line.replace("HERE", HERE))])
        printed = capsys.readouterr()
        return code, printed.out + printed.err

    return typed


def test_a_steward_works_through_the_queue(say: Say) -> None:
    assert "Org of pantry: pantry. 213-555-0100" in say("queue")[1]
    code, said = say("verify HERE --by Ana --how phone")
    assert code == 0 and "by a call" in said
    (only,) = json.loads(say("queue --json")[1])
    assert only["days"] in (0, 1) and only["points"] < 0.01


def test_a_correction_from_opening_to_its_end(say: Say) -> None:
    assert say("corrections open HERE --kind number --by Ana --because seen")[0] == 0
    assert "number" in say("corrections")[1]
    assert say("corrections ask 1 --by Ana")[0] == 0
    code, said = say("corrections apply 1 --set phone=call --by Ana")
    assert code == 1 and "not one phone number" in said
    assert say("corrections apply 1 --set phone=213-555-0177 --by Ana")[0] == 0
    (told,) = json.loads(say("corrections --all --json")[1])
    assert [step["state"] for step in told["history"]] == ["open", "asked", "applied"]
    assert "0 correction(s) to be decided." in say("corrections")[1]
    assert "«213-555-0100» → «213-555-0177»" in say("history HERE")[1]


def test_a_refusal_says_why(say: Say) -> None:
    say("corrections open HERE --because seen")
    assert say("corrections refuse 1")[0] == 1
    assert say("corrections refuse 1 --by Ana --because right")[0] == 0
    assert "refused by Ana: right" in say("corrections show 1")[1]


def test_a_link_is_printed_with_the_words_to_send_it_by(say: Say, settings: Settings) -> None:
    say("corrections open HERE --because seen")
    code, said = say("link HERE --by Ana --language es --correction 1")
    assert code == 0 and said.count("https://kinpath.example/agency/1-") == 2
    assert "las familias" in said and "Org of pantry" in said
    assert "asked" in say("corrections")[1]
    assert "good until" in say("link --list")[1]
    assert say("link --revoke 1")[0] == 0 and "taken back" in say("link --list")[1]


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("verify nothing --how phone", 1),
        ("corrections apply 99", 1),
        ("corrections show", 1),
        ("corrections apply one", 1),
        ("corrections open nothing", 1),
        ("link nothing", 1),
        ("link", 2),
        ("link --revoke 7", 1),
    ],
)
def test_what_cannot_be_done_is_said(say: Say, line: str, code: int) -> None:
    given, said = say(line)
    assert given == code and said.startswith("kinpath: ")


def test_nothing_is_kept_when_one_of_several_cannot_be_done(say: Say, settings: Settings) -> None:
    say("corrections open HERE --because seen")
    assert say("corrections apply 1 99 --set phone=213-555-0177")[0] == 1
    store = Store(settings)
    with store.reading() as session:
        card = records.get(session, HERE)
    store.close()
    assert card is not None and card.phones[0].number == "213-555-0100"
