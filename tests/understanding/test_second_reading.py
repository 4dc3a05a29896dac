"""What second readers decide goes into the labels, and only that."""

import pytest

from bot.understanding.examples import Example
from bot.understanding.second_reading import doubts, key_of, settled

FOOD = Example("no food", "en", "find_help", ("food",), voice="en_A")
HELLO = Example("hello", "en", "greet", voice="en_A")


def test_a_verdict_changes_its_message_alone() -> None:
    lines = [f"{key_of(FOOD)}\tfind_help\tfood,cash\tmedical\tchange", f"{key_of(HELLO)}\tthanks\t-\t-\tkeep"]
    changed, same = settled([FOOD, HELLO], lines)
    assert (changed.needs, changed.crisis, changed.text) == (("food", "cash"), "medical", FOOD.text)
    assert same == HELLO


def test_a_verdict_may_take_labels_away() -> None:
    (changed,) = settled([FOOD], [f"{key_of(FOOD)}\tgreet\t-\t-\tchange"])
    assert (changed.act, changed.needs, changed.crisis) == ("greet", (), None)


def test_what_is_no_verdict_is_told() -> None:
    with pytest.raises(ValueError, match="no verdict"):
        settled([FOOD], ["find_help\tfood"])


def test_a_label_against_all_others_is_doubted() -> None:
    texts = ["we have no food", "nothing to eat here", "the kids are hungry", "no food until friday"]
    others = ["the rent is due", "we lost the apartment", "eviction notice came", "landlord wants us out"]
    examples = [
        Example(f"{text} {n}", "en", "find_help", (need,), voice=f"en_{n}")
        for n in range(8)
        for need, some in (("food", texts), ("housing", others))
        for text in some
    ]
    wrong = Example("we have no food nothing to eat", "en", "find_help", ("housing",), voice="en_3")
    assert doubts([*examples, wrong])[0].example == wrong
