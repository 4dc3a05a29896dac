"""What a conversation keeps of each message."""

from bot.conversations import remembering


def test_the_most_exact_place_is_kept() -> None:
    assert remembering.place_named({"zip": "90022", "city": "Los Angeles"}) == "90022"
    assert remembering.place_named({"county": "Kern"}) == "Kern County"
    assert remembering.place_named({}) is None


def test_facts_not_named_stay_as_they_were() -> None:
    assert remembering.facts({"child_age_months": 18}, []) == {"child_age_months": 18.0}


def test_a_community_is_added_once() -> None:
    assert remembering.facts({"community": "black"}, ["fathers"]) == {"community": ["fathers", "black"]}
    assert remembering.facts({"community": "black"}, ["black"]) == {}


def test_more_needs_than_one_answer_holds_are_kept_for_later() -> None:
    kept = remembering.needs("find_help", ["food", "housing", "jobs", "utilities"], [], [])
    assert kept == {"needs": ["food", "housing", "jobs"], "later_needs": ["utilities"]}


def test_a_correction_replaces_what_is_looked_for() -> None:
    assert remembering.needs("deny", ["baby_supplies"], ["food"], [])["needs"] == ["baby_supplies"]


def test_thanks_change_no_need() -> None:
    assert remembering.needs("thanks", ["food"], ["housing"], []) == {}


def test_yes_and_no_answer_the_open_question_only() -> None:
    assert remembering.answer("affirm", {}, "share_consent") == {"share_consent": True}
    assert remembering.answer("deny", {}, "erase_consent") == {"erase_consent": False}
    assert remembering.answer("affirm", {}, None) == {}


def test_who_would_rather_not_say_where_she_is_need_not() -> None:
    assert remembering.answer("deny", {}, "place") == {"place": remembering.ANYWHERE}


def test_a_number_answers_what_would_help_most() -> None:
    assert remembering.answer("choose", {"option": "2"}, "needs") == {"needs": ["baby_supplies"]}
    assert remembering.answer("choose", {"option": "9"}, "needs") == {}


def test_help_in_general_says_nothing_beside_another_need() -> None:
    assert remembering.needs("find_help", ["housing", "navigation"], [], [])["needs"] == ["housing"]
    assert remembering.needs("find_help", ["navigation"], [], [])["needs"] == ["navigation"]


def test_a_wish_for_a_person_leaves_the_needs_as_they_are() -> None:
    assert remembering.needs("ask_person", ["mental_health"], ["food"], []) == {}


def test_a_question_that_was_not_answered_is_asked_again() -> None:
    assert remembering.unanswered("give_info", {}, "place") == {"place": None}
    assert remembering.unanswered("give_info", {"place": "90022"}, "place") == {}
    assert remembering.unanswered("thanks", {}, "place") == {}
