"""The network: what numpy reads is what TensorFlow taught, and it can be taught."""

import numpy as np
import pytest

from bot.understanding.encoder import pieces, weights
from bot.understanding.examples import Example
from bot.understanding.folds import by_voice
from bot.understanding.network import PIECES, Network, even, shortened
from bot.understanding.targets import targets
from bot.understanding.tuning import BATCH, PARTS, batches, left_out, own_pieces

MESSAGES = {
    "food": ["we have no food left", "nothing to eat at home", "the fridge is empty", "hungry kids here"],
    "housing": ["rent is due", "they evict us friday", "we sleep in the car", "landlord locked us out"],
}
EXAMPLES = [
    Example(text, "en", "find_help", needs=(need,), voice=f"en_{place}")
    for need, texts in MESSAGES.items()
    for place, text in enumerate(texts)
] + [Example("hello there", "en", "greet", voice="en_0")]


@pytest.fixture(scope="module")
def taught() -> tuple[Network, np.ndarray]:
    """A network after sixty steps on the few messages above, and what TensorFlow itself reads in them."""
    from bot.understanding.trainer import Trainer

    labels, truths = targets(EXAMPLES)
    rows = [pieces(example.text) for example in EXAMPLES]
    trainer = Trainer.begin(weights(), own_pieces(rows), labels, signs=16)
    for _ in range(60):
        trainer.step(rows, truths, 2e-3)
    return trainer.network(), trainer.logits(rows)


def test_numpy_reads_what_tensorflow_taught(taught: tuple[Network, np.ndarray]) -> None:
    network, logits = taught
    read = network.logits([example.text for example in EXAMPLES])
    assert np.abs(read - even(logits.copy(), network.labels)).max() < 0.05


def test_it_learned(taught: tuple[Network, np.ndarray]) -> None:
    network, _ = taught
    labels, truths = targets(EXAMPLES)
    assert network.labels == labels
    assert ((network.logits([example.text for example in EXAMPLES]) > 0) == truths).all()


def test_what_is_kept_reads_the_same(taught: tuple[Network, np.ndarray]) -> None:
    network, _ = taught
    again = Network.from_arrays(network.arrays())
    for text in ("no food", "", "x" * 5000, "아기가 배고파요"):
        assert again.read(text).keys() == network.read(text).keys()
        assert np.allclose(list(again.read(text).values()), list(network.read(text).values()), atol=0.05)


def test_acts_become_log_odds() -> None:
    logits = even(np.array([[2.0, 2.0, 5.0]]), ["acts greet", "acts thanks", "needs food"])
    assert logits.tolist() == [[0.0, 0.0, 5.0]]


def test_a_long_message_keeps_beginning_and_end() -> None:
    ids = np.arange(500)
    assert shortened(ids).tolist() == [*range(PIECES // 2), *range(500 - PIECES // 2, 500)]
    assert shortened(ids[:PIECES]).tolist() == list(range(PIECES))


def test_every_message_is_learned_once_a_round() -> None:
    chosen = np.arange(3, 1000)
    found = list(batches(np.arange(1000) % 50, chosen, np.random.default_rng(0)))
    assert sorted(np.concatenate(found)) == list(chosen)
    assert max(map(len, found)) == BATCH


def test_no_voice_is_half_left_out() -> None:
    examples = [Example("x", "en", "greet", voice=f"en_{n % 5}") for n in range(100)]
    out = left_out(examples)
    assert out.any() and not out.all()
    assert (out == (by_voice(examples, PARTS) == 0)).all()
    for voice in {example.voice for example in examples}:
        mine = [o for example, o in zip(examples, out, strict=True) if example.voice == voice]
        assert len(set(mine)) == 1


def test_targets_name_every_label_of_a_message() -> None:
    example = Example("x", "en", "find_help", ("food",), "medical", {"community": ["native"]}, "en_A")
    labels, truths = targets([example, Example("y", "en", "greet", voice="en_A")])
    assert {label for label, true in zip(labels, truths[0], strict=True) if true} == {
        "acts find_help", "needs food", "crisis any", "crisis medical", "community native",
    }  # fmt: skip
    assert [label for label, true in zip(labels, truths[1], strict=True) if true] == ["acts greet"]
