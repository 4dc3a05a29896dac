"""The candidates of `comparison` that read meaning: the sentence encoder as it comes, and taught further."""

from collections.abc import Iterable, Sequence

import numpy as np
from sklearn.decomposition import TruncatedSVD
from sklearn.neural_network import MLPClassifier

from bot.understanding import scorer
from bot.understanding.dense_heads import DenseHeads
from bot.understanding.encoder import encoded
from bot.understanding.examples import Example
from bot.understanding.heads import Heads
from bot.understanding.tasks import Score, Task
from bot.understanding.thresholds import best_f1
from bot.understanding.tuning import tuned
from bot.understanding.vectors import Vectorizer

DENSE_STRENGTH = 0.01
FIXED_SHARE = 0.4
"""What the encoder as it comes counts beside the n-grams."""
REDUCED, HIDDEN = 300, 384
"""Numbers that the n-grams are brought down to, and the size of the hidden layer."""


def _texts(examples: Iterable[Example]) -> list[str]:
    return [example.text for example in examples]


def meaning(examples: Sequence[Example], task: Task) -> Score:
    """Linear heads over the encoder as it comes."""
    vectors = encoded(_texts(examples))
    heads = DenseHeads.learn(vectors, task.truths(examples), task.labels, DENSE_STRENGTH)
    return lambda messages: heads.logits(encoded(_texts(messages)))


def fixed(examples: Sequence[Example], task: Task) -> Score:
    """N-grams and marks beside the encoder as it comes."""
    vectorizer, sense = Vectorizer.learn(_texts(examples)), meaning(examples, task)
    vectors = vectorizer.vectors(_texts(examples))
    heads = Heads.learn(vectors, task.truths(examples), task.labels, scorer.STRENGTH, scorer.RARE_WEIGHT)

    def score(messages: Sequence[Example]) -> np.ndarray:
        written = heads.logits(vectorizer.vectors(_texts(messages)))
        return np.asarray((1 - FIXED_SHARE) * written + FIXED_SHARE * sense(messages))

    return score


def hidden(examples: Sequence[Example], task: Task) -> Score:
    """One hidden layer over the encoder as it comes and the n-grams and marks brought down to few numbers."""
    vectorizer, fewer = Vectorizer.learn(_texts(examples)), TruncatedSVD(REDUCED, random_state=0)
    fewer.fit(vectorizer.vectors(_texts(examples)))

    def seen(messages: Sequence[Example]) -> np.ndarray:
        texts = _texts(messages)
        return np.hstack([encoded(texts) * 20, fewer.transform(vectorizer.vectors(texts)) * 5])

    truths = task.truths(examples)
    layer = MLPClassifier((HIDDEN,), alpha=1e-3, max_iter=12, random_state=0)
    layer.fit(seen(examples), truths.argmax(axis=1) if task.exclusive else truths.astype(int))

    def score(messages: Sequence[Example]) -> np.ndarray:
        chances = layer.predict_proba(seen(messages)).reshape(len(messages), -1)[:, -len(task.labels) :]
        chances = np.clip(chances, 1e-6, 1 - 1e-6)
        return np.asarray(np.log(chances / (1 - chances)))

    return score


def taught(examples: Sequence[Example], task: Task) -> Score:
    """The network alone."""
    network = tuned(examples).network
    columns = [network.labels.index(f"{task.name} {label}") for label in task.labels]
    return lambda messages: network.logits(_texts(messages))[:, columns]


def both(examples: Sequence[Example], task: Task) -> Score:
    """What the product uses: n-grams and marks beside the network, the share of each settled by language."""
    model, _ = scorer.Scorer.learn(
        task.name, examples, task.truths(examples), task.labels, _accuracy if task.exclusive else best_f1
    )
    network = tuned(examples).network
    return lambda messages: np.stack(
        [model.logits(m.text, m.language, network.read(m.text)) for m in messages]
    )


def _accuracy(logits: np.ndarray, truths: np.ndarray) -> float:
    return float((logits.argmax(axis=1) == truths.argmax(axis=1)).mean())
