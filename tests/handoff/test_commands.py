"""What navigators text, in every way that people text it, and what they read because of it."""

from __future__ import annotations

import pytest
import yaml

from bot.conversations.plainly import plain
from bot.delivery.outbox import OutboxMessage
from bot.handoff import codes, commands, grammar
from bot.handoff.grammar import Said
from bot.languages import LANGUAGES
from tests.handoff.scene import SECRET, Scene


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("YES", Said("accept", None, "")),
        ("yes.", Said("accept", None, "")),
        (" Yes!! ", Said("accept", None, "")),
        ("ＹＥＳ", Said("accept", None, "")),
        ("SÍ", Said("accept", None, "")),
        ("si, por favor", Said("accept", None, "")),
        ("yes KT7", Said("accept", "KT7", "")),
        ("YES to case kt7.", Said("accept", "KT7", "")),
        ("kt7 yes", Said("accept", "KT7", "")),
        ("«KT7» SI", Said("accept", "KT7", "")),
        ("No", Said("decline", None, "")),
        ("no thanks", Said("decline", None, "")),
        ("không", Said("decline", None, "")),
        ("khong KT7", Said("decline", "KT7", "")),
        ("完成", Said("done", None, "")),
        ("네", Said("accept", None, "")),
        ("listo", Said("done", None, "")),
        ("Done with KT7", Said("done", "KT7", "")),
        ("KT7 done", Said("done", "KT7", "")),
        ("hand on", Said("pass", None, "")),
        ("AYUDA", Said("help", None, "")),
        ("STOP", Said("stop", None, "")),
        ("note she likes mornings", Said("note", None, "she likes mornings")),
        ("Nota: KT7 prefiere la mañana", Said("note", "KT7", "prefiere la mañana")),
        ("KT7 note: call Monday", Said("note", "KT7", "call Monday")),
        ("NOTE", Said("note", None, "")),
        ("assign KT7 Ana Maria", Said("assign", "KT7", "Ana Maria")),
        ("KT7", Said(None, "KT7", "")),
        ("KT7: hello there", Said(None, "KT7", "hello there")),
        ("kt7 - ¿cómo está?", Said(None, "KT7", "¿cómo está?")),
        ("yes I can call them for you", Said(None, None, "yes I can call them for you")),
        ("done with the form yet?", Said(None, None, "done with the form yet?")),
        ("No one told me that", Said(None, None, "No one told me that")),
        ("I am away on Friday", Said(None, None, "I am away on Friday")),
        ("at 3 we meet", Said(None, None, "at 3 we meet")),
        ("PM3 is the room", Said(None, None, "PM3 is the room")),
        ("KT77 is not a code", Said(None, None, "KT77 is not a code")),
        ("", Said(None, None, "")),
        ("👍", Said(None, None, "👍")),
    ],
)
def test_texts_are_read_as_they_are_meant(text: str, said: Said) -> None:
    assert grammar.read(text) == said


def test_every_command_has_words_in_the_languages_we_speak() -> None:
    lexicon = yaml.safe_load(grammar.LEXICON.read_text(encoding="utf-8"))
    assert set(lexicon) == {*commands.COMMANDS, "polite", "between"}
    assert len(LANGUAGES) >= 2
    for name, forms in lexicon.items():
        assert len(forms) >= 4, name
    meanings: dict[str, set[str]] = {}
    for name, forms in lexicon.items():
        for form in forms:
            meanings.setdefault(plain(str(form)), set()).add(name)
    assert not {form: names for form, names in meanings.items() if len(names) > 1}, "one word, one meaning"


def test_codes_have_no_look_alikes_and_are_never_words() -> None:
    assert not set("BDGILOQSUVZ01588") & {c for code in codes.every() for c in code}
    assert len(codes.every()) > 1000
    assert all(grammar.read(code.lower()) == Said(None, code, "") for code in codes.every())
    assert not any(grammar._meaning(code) for code in codes.every())


def test_yes_without_a_code_when_one_case_is_offered(scene: Scene) -> None:
    scene.navigator("Ana")
    code = scene.asks("Rosa")
    assert f"{code} is yours" in scene.texts("Ana", "ok")[0]


def test_yes_with_several_offers_is_asked_about(scene: Scene) -> None:
    scene.navigator("Ana")
    one, two = scene.asks("Rosa"), scene.asks("Lupe")
    assert scene.texts("Ana", "YES") == [f"Which one? Reply YES and its code: {one}, {two}."]
    assert scene.texts("Ana", "no") == [f"Which one? Reply NO and its code: {one}, {two}."]
    scene.texts("Ana", f"yes {two.lower()}")
    assert scene.state("Lupe") == "accepted" and scene.state("Rosa") == "offered"


def test_yes_with_an_offer_and_a_family_of_her_own_is_asked_about(scene: Scene) -> None:
    mine = scene.accepted("Rosa")
    offered = scene.asks("Lupe")
    (asked,) = scene.texts("Ana", "yes")
    assert asked == (
        f"To take a family reply YES and the code: {offered}. For your own family put her code first: {mine}."
    )
    assert scene.state("Lupe") == "offered" and scene.got("Rosa") == []
    scene.texts("Ana", mine)
    assert scene.got("Rosa") == ["Ana: Yes."], "what she meant for her own family was kept"
    scene.texts("Ana", f"{mine} yes")
    assert scene.got("Rosa") == ["Ana: yes"]
    scene.texts("Ana", f"yes {offered}")
    assert scene.state("Lupe") == "accepted"


def test_yes_to_her_family_is_carried_to_her_family(scene: Scene) -> None:
    scene.accepted("Rosa")
    assert scene.texts("Ana", "Yes") == [] and scene.texts("Ana", "no!") == []
    assert scene.got("Rosa") == ["Ana: Yes", "Ana: no!"]


def test_yes_to_nothing(scene: Scene) -> None:
    scene.navigator("Ana")
    assert scene.texts("Ana", "yes") == [
        "There is no family waiting for your answer now. I'll text you when there is."
    ]
    assert scene.texts("Ana", "yes KT7") == ["KT7 is not open for you any more. Thank you."]


def test_done_pass_info_and_note_ask_which_family(scene: Scene) -> None:
    one, two = scene.accepted("Rosa"), scene.accepted("Lupe")
    both = f"{one}, {two}"
    assert scene.texts("Ana", "done") == [f"Which one is finished? Reply DONE and its code: {both}."]
    assert scene.texts("Ana", "pass") == [f"Which one? Reply PASS and its code: {both}."]
    assert scene.texts("Ana", "info") == [f"Which one? Reply INFO and its code: {both}."]
    assert scene.texts("Ana", "note hm") == [f"For which one? Reply NOTE, its code and your note: {both}."]
    assert SECRET in scene.texts("Ana", f"info {one}")[0]
    assert scene.texts("Ana", f"note {two} likes mornings") == [
        f"Noted for {two}. The family does not see it."
    ]
    assert "Note: likes mornings" in scene.texts("Ana", f"{two} info")[0]
    assert "likes mornings" not in scene.texts("Ana", f"info {one}")[0]
    assert scene.got("Rosa") == [] and scene.got("Lupe") == []
    assert scene.texts("Ana", f"done {one}") == [f"{one} is closed. Thank you."]
    assert scene.state("Rosa") == "closed" and scene.state("Lupe") == "accepted"


@pytest.mark.parametrize("command", ["done", "pass", "info", "note x"])
def test_commands_without_a_family(scene: Scene, command: str) -> None:
    scene.navigator("Ana")
    assert scene.texts("Ana", command) == ["You have no open family now. I'll text you when one asks."]
    assert scene.texts("Ana", f"KT7 {command}") == ["KT7 is not yours or is closed."]


def test_commands_with_a_code_that_is_not_hers(scene: Scene) -> None:
    mine = scene.accepted("Rosa")
    other = "KT7" if mine != "KT7" else "KT9"
    assert scene.texts("Ana", f"done {other}") == [f"{other} is not yours or is closed. Yours: {mine}."]
    assert scene.state("Rosa") == "accepted"


def test_info_before_yes_says_no_more_than_the_alert(scene: Scene) -> None:
    scene.navigator("Ana")
    code = scene.asks("Rosa")
    for asked in ("INFO", f"info {code}"):
        (told,) = scene.texts("Ana", asked)
        assert told.startswith(f"Kinpath {code}: a family (English") and SECRET not in told


def test_an_empty_note_is_explained(scene: Scene) -> None:
    scene.accepted("Rosa")
    assert scene.texts("Ana", "NOTE") == [
        "Text NOTE and then what you want to remember. The family does not see it."
    ]


def test_with_several_families_the_code_in_front_decides(scene: Scene) -> None:
    _, two = scene.accepted("Rosa"), scene.accepted("Lupe")
    assert scene.texts("Ana", f"{two.lower()}: hello Lupe") == []
    assert scene.got("Lupe") == ["Ana: hello Lupe"] and scene.got("Rosa") == []


def test_words_without_a_code_are_asked_about_kept_and_then_sent(scene: Scene) -> None:
    one, two = scene.accepted("Rosa"), scene.accepted("Lupe")
    question = f"Who gets this? Reply with the code and I'll send it: {one}, {two}."
    assert scene.texts("Ana", "the clinic opens at 9") == [question]
    assert scene.texts("Ana", "bring your card") == [question]
    assert scene.got("Rosa") == [] and scene.got("Lupe") == []
    assert scene.texts("Ana", one) == [f"Sent to {one}."]
    assert scene.got("Rosa") == ["Ana: the clinic opens at 9", "Ana: bring your card"]
    assert scene.texts("Ana", one) == [f"Text {one} and then your words, and I'll send them."], "sent once"
    assert scene.got("Lupe") == []


def test_words_typed_again_with_the_code_replace_what_was_kept(scene: Scene) -> None:
    one, _ = scene.accepted("Rosa"), scene.accepted("Lupe")
    scene.texts("Ana", "the clinic opens at 9")
    scene.texts("Ana", f"{one} the clinic opens at 9")
    scene.texts("Ana", one)
    assert scene.got("Rosa") == ["Ana: the clinic opens at 9"]


def test_kept_words_are_not_sent_by_surprise_hours_later(scene: Scene) -> None:
    one, _ = scene.accepted("Rosa"), scene.accepted("Lupe")
    scene.texts("Ana", "old words")
    scene.wait(61)
    scene.texts("Ana", one)
    assert scene.got("Rosa") == []


def test_the_code_of_a_closed_case_never_reaches_another_family(scene: Scene) -> None:
    closed, mine = scene.accepted("Rosa"), scene.accepted("Lupe")
    scene.texts("Ana", f"done {closed}")
    (told,) = scene.texts("Ana", f"{closed} your landlord must answer")
    assert "nobody got this" in told and mine in told
    assert scene.got("Lupe") == []
    scene.texts("Ana", mine)
    assert scene.got("Lupe") == ["Ana: your landlord must answer"], "unless she says that she meant her"


def test_words_for_a_case_that_is_only_offered(scene: Scene) -> None:
    scene.navigator("Ana")
    code = scene.asks("Rosa")
    assert scene.texts("Ana", f"{code} hello") == [
        f"{code} is not yours yet, so nobody got this. Reply YES {code} to take it."
    ]
    assert scene.texts("Ana", "hello?") == [
        f"Nobody got this yet. To take the family reply YES and the code: {code}."
    ]


def test_words_to_nobody(scene: Scene) -> None:
    scene.navigator("Ana")
    assert scene.texts("Ana", "hello?") == [
        "You have no open family now, so nobody got that. I'll text you when one asks. HELP for help."
    ]
    assert scene.texts("Ana", "KT7 hello?") == ["KT7 is not yours or is closed, so nobody got this."]


def test_away_and_back(scene: Scene) -> None:
    scene.navigator("Ana")
    assert scene.texts("Ana", "away") == [
        "Rest well. You get no new families now. Text BACK when you return."
    ]
    scene.asks("Rosa")
    assert scene.got("Ana") == []
    welcome, alert = scene.texts("Ana", "BACK")
    assert (
        welcome == "Welcome back. I'll text you when a family asks for someone."
        and "asks for a person" in alert
    )


def test_stop_and_start(scene: Scene) -> None:
    scene.navigator("Bea"), scene.texts("Bea", "away")
    scene.accepted("Rosa")
    scene.texts("Bea", "back")
    assert scene.texts("Ana", "STOP") == ["You get no more texts from Kinpath. Text START to come back."]
    assert scene.offered("Rosa") == ["Bea"] and "Ana can't go on" in scene.got("Rosa")[0]
    scene.asks("Lupe")
    assert scene.texts("Ana", "stop") == [] and scene.got("Ana") == []
    assert "Welcome back" in scene.texts("Ana", "START")[0]
    scene.asks("Mai")
    assert "Ana" in scene.offered("Mai")


def test_help_tells_what_can_be_done_now(scene: Scene) -> None:
    scene.navigator("Ana")
    (waiting,) = scene.texts("Ana", "help")
    assert all(word in waiting for word in ("YES", "NO", "AWAY", "BACK"))
    code = scene.accepted("Rosa")
    (talking,) = scene.texts("Ana", "AYUDA")
    assert code in talking and all(word in talking for word in ("DONE", "PASS", "INFO", "NOTE", "AWAY"))


def test_a_text_that_is_handled_twice_happens_once(scene: Scene) -> None:
    scene.accepted("Rosa"), scene.accepted("Lupe")
    for _ in range(2):
        scene.texts("Ana", "which one?", inbound=500)
    for _ in range(2):
        scene.texts("Ana", f"{scene.case('Rosa').code} hello", inbound=600)
    for _ in range(2):
        scene.texts("Ana", f"done {scene.case('Rosa').code}", inbound=700)
    assert scene.got("Rosa")[0] == "Ana: hello" and len(scene.everything("Rosa")) == 4
    with scene.store.reading() as session:
        keys = [row.key for row in session.query(OutboxMessage)]
    assert len(keys) == len(set(keys))


def test_supervisors_see_the_queue_and_who_is_there_and_assign(scene: Scene) -> None:
    scene.navigator("Ana", "en", capacity=2), scene.navigator("Linh", "en", "vi")
    scene.texts("Linh", "away")
    scene.navigator("Sue", "en", supervisor=True)
    talking = scene.accepted("Rosa", by="Ana")
    waiting = scene.asks("Mai", family_language="es")
    scene.wait(12)
    assert scene.texts("Sue", "QUEUE") == [f"Waiting: 1. With a navigator: 1.\n{waiting} Spanish 12 minutes"]
    assert scene.texts("Sue", "who?") == ["On shift: 2 of 3.\nAna 1/2 en\nSue 0/3 en"]
    assert scene.texts("Sue", f"assign {waiting} ana") == ["Ana does not speak Spanish."]
    assert scene.texts("Sue", f"ASSIGN {talking} Linh") == [f"{talking} is with Linh now."]
    assert scene.case("Rosa").state == "accepted" and "goes on to someone else" in scene.got("Ana")[-1]
    assert "is yours" in scene.got("Linh")[-1] and "Linh, a peer navigator" in scene.got("Rosa")[-1]
    assert scene.texts("Sue", f"assign {talking} Linh") == [f"{talking} cannot go to Linh now."]
    assert "I know no Bob" in scene.texts("Sue", f"assign {talking} Bob")[0]
    assert "like: ASSIGN" in scene.texts("Sue", "assign")[0]
    assert scene.texts("Sue", "assign KT7 Ana") == ["KT7 is not open."]
    assert len(scene.texts("Sue", "help")) == 2


def test_a_supervisor_can_give_a_waiting_case_to_herself(scene: Scene) -> None:
    scene.navigator("Sue", supervisor=True)
    scene.texts("Sue", "away")
    code = scene.asks("Rosa")
    (yours,) = scene.texts("Sue", f"assign {code} sue")
    assert f"{code} is yours" in yours and scene.speaking("Rosa")


def test_the_supervisors_words_are_talk_from_anybody_else(scene: Scene) -> None:
    scene.accepted("Rosa")
    scene.texts("Ana", "Who?")
    assert scene.got("Rosa") == ["Ana: Who?"]


def test_a_navigator_reads_her_own_language(scene: Scene) -> None:
    scene.navigator("Ana", "es")
    assert scene.texts("Ana", "AYUDA")


def test_a_yes_that_comes_too_late_is_told_so(scene: Scene) -> None:
    scene.navigator("Ana"), scene.navigator("Bea")
    code = scene.asks("Rosa")
    scene.texts("Bea", "yes")
    scene.got("Ana")
    assert scene.texts("Ana", f"YES {code}") == [f"{code} is not open for you any more. Thank you."]
