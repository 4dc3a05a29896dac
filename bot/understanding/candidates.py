"""The ways of understanding that `comparison` sets against one another; the product uses one of them."""

import random
import tempfile
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
from sklearn.svm import LinearSVC

from bot.understanding import scorer
from bot.understanding.candidates_meaning import both, fixed, hidden, meaning, taught
from bot.understanding.examples import Example
from bot.understanding.folding import bare
from bot.understanding.heads import Heads
from bot.understanding.tasks import Score, Task
from bot.understanding.vectors import Vectorizer

EPOCHS = 8
"""Rounds of training for the neural candidates."""


@dataclass(frozen=True)
class Candidate:
    """How one candidate learns a task, and which of the tasks it can learn."""

    learn: Callable[[Sequence[Example], Task], Score]
    tasks: tuple[str, ...] = ("acts", "needs", "crisis")


def _texts(examples: Iterable[Example]) -> list[str]:
    return [example.text for example in examples]


def ngrams(
    parts: Sequence[int] = (0, 1), machine: str = "logistic"
) -> Callable[[Sequence[Example], Task], Score]:
    """Linear heads over word n-grams (0), character n-grams (1) and lexicon marks (2)."""

    def learn(examples: Sequence[Example], task: Task) -> Score:
        vectorizer = Vectorizer.learn(_texts(examples))
        kept = _columns(vectorizer, parts)
        vectors, truths = vectorizer.vectors(_texts(examples))[:, kept], task.truths(examples)
        if machine == "logistic":
            heads = Heads.learn(vectors, truths, task.labels, scorer.STRENGTH, scorer.RARE_WEIGHT)
            return lambda messages: heads.logits(vectorizer.vectors(_texts(messages))[:, kept])
        machines = [
            LinearSVC(C=1.0, tol=1e-2, class_weight={1: 3.0}).fit(vectors, column) for column in truths.T
        ]
        weights = np.stack([m.coef_[0] for m in machines], axis=1)
        biases = np.array([m.intercept_[0] for m in machines])
        return lambda messages: np.asarray(vectorizer.vectors(_texts(messages))[:, kept] @ weights) + biases

    return learn


def _columns(vectorizer: Vectorizer, parts: Sequence[int]) -> np.ndarray:
    ends = np.cumsum([0, *(len(v.buckets) for v in vectorizer.vocabularies)])
    return np.concatenate([np.arange(ends[part], ends[part + 1]) for part in parts])


def by_language(
    learn: Callable[[Sequence[Example], Task], Score],
) -> Callable[[Sequence[Example], Task], Score]:
    """The same candidate, one model for each language."""

    def learn_each(examples: Sequence[Example], task: Task) -> Score:
        languages = sorted({e.language for e in examples})
        models = {
            language: learn([e for e in examples if e.language == language], task) for language in languages
        }
        return lambda messages: np.concatenate([models[m.language]([m]) for m in messages])

    return learn_each


def varied(learn: Callable[[Sequence[Example], Task], Score]) -> Callable[[Sequence[Example], Task], Score]:
    """The same candidate with every message once more, without accents and with a slip of the keyboard."""

    def learn_more(examples: Sequence[Example], task: Task) -> Score:
        chance = random.Random(7)  # noqa: S311 - no secret
        return learn([*examples, *(replace(e, text=_slip(bare(e.text), chance)) for e in examples)], task)

    return learn_more


def _slip(text: str, chance: random.Random) -> str:
    if len(text) < 6:
        return text
    place = chance.randrange(len(text) - 1)
    if chance.random() < 0.5:
        return text[:place] + text[place + 1 :]
    return text[:place] + text[place + 1] + text[place] + text[place + 2 :]


def spacy_textcat(architecture: dict[str, Any]) -> Callable[[Sequence[Example], Task], Score]:
    """A spaCy text categorizer: for one label at a time where exclusive, else multi-label."""

    def learn(examples: Sequence[Example], task: Task) -> Score:
        import spacy
        from spacy.training import Example as SpacyExample

        language = spacy.blank("xx")
        name = "textcat" if task.exclusive else "textcat_multilabel"
        model = {**architecture, "linear_model": _bag(task)} if "linear_model" in architecture else _bag(task)
        pipe = language.add_pipe(name, config={"model": model})
        labels = task.labels
        for label in labels:
            pipe.add_label(label)  # type: ignore[attr-defined]
        seen = [
            SpacyExample.from_dict(
                language.make_doc(e.text), {"cats": {x: float(x in task.labels_of(e)) for x in labels}}
            )
            for e in examples
        ]
        optimizer = language.initialize(lambda: seen)
        chance = random.Random(7)  # noqa: S311 - no secret
        for _ in range(EPOCHS):
            chance.shuffle(seen)
            for batch in spacy.util.minibatch(seen, 64):
                language.update(batch, sgd=optimizer, drop=0.2)

        def score(messages: Sequence[Example]) -> np.ndarray:
            found = [language(m.text).cats for m in messages]
            chances = np.clip(np.array([[cats[x] for x in labels] for cats in found]), 1e-6, 1 - 1e-6)
            return np.asarray(np.log(chances / (1 - chances)))

        return score

    return learn


def _bag(task: Task) -> dict[str, Any]:
    return {
        "@architectures": "spacy.TextCatBOW.v3", "exclusive_classes": task.exclusive,
        "no_output_layer": False, "ngram_size": 2, "length": 262144,
    }  # fmt: skip


def diet(examples: Sequence[Example], task: Task) -> Score:
    """Rasa's DIET classifier over its own word and character counts."""
    from rasa.core.agent import Agent
    from rasa.model_training import train_nlu

    with tempfile.TemporaryDirectory() as folder:
        config, data = Path(folder) / "config.yml", Path(folder) / "nlu.yml"
        config.write_text(_DIET.format(epochs=EPOCHS), encoding="utf-8")
        lines = ['version: "3.1"', "nlu:"]
        for label in task.labels:
            lines += [f"- intent: {label}", "  examples: |"]
            lines += [
                f"    - {e.text.translate(_RASA_SYNTAX)}" for e in examples if label in task.labels_of(e)
            ]
        data.write_text("\n".join(lines) + "\n", encoding="utf-8")
        agent = Agent.load(train_nlu(str(config), str(data), folder))

    def score(messages: Sequence[Example]) -> np.ndarray:
        import asyncio

        found = np.zeros((len(messages), len(task.labels)))
        for row, message in enumerate(messages):
            parsed = asyncio.run(agent.parse_message(message.text))
            for ranked in parsed["intent_ranking"]:
                found[row, task.labels.index(ranked["name"])] = ranked["confidence"]
        return found

    return score


_RASA_SYNTAX = str.maketrans({"[": "(", "]": ")", "\n": " "})
_DIET = """recipe: default.v1
language: en
pipeline:
- name: WhitespaceTokenizer
- name: CountVectorsFeaturizer
- name: CountVectorsFeaturizer
  analyzer: char_wb
  min_ngram: 1
  max_ngram: 4
- name: DIETClassifier
  epochs: {epochs}
  entity_recognition: false
  ranking_length: 0
"""
_ENSEMBLE = {
    "@architectures": "spacy.TextCatEnsemble.v2",
    "tok2vec": {
        "@architectures": "spacy.Tok2Vec.v2",
        "embed": {
            "@architectures": "spacy.MultiHashEmbed.v2", "width": 64, "rows": [4000, 2000, 2000, 2000],
            "attrs": ["NORM", "PREFIX", "SUFFIX", "SHAPE"], "include_static_vectors": False,
        },
        "encode": {
            "@architectures": "spacy.MaxoutWindowEncoder.v2",
            "width": 64, "window_size": 1, "maxout_pieces": 3, "depth": 2,
        },
    },
    "linear_model": None,
}  # fmt: skip

CANDIDATES: dict[str, Candidate] = {
    "word n-grams, logistic": Candidate(ngrams((0,))),
    "character n-grams, logistic": Candidate(ngrams((1,))),
    "word + character n-grams, logistic": Candidate(ngrams()),
    "the same, one model a language": Candidate(by_language(ngrams())),
    "the same, SVM": Candidate(ngrams(machine="svm")),
    "the same, with slips and no accents": Candidate(varied(ngrams())),
    "n-grams + lexicon marks": Candidate(ngrams((0, 1, 2))),
    "sentence encoder as it comes": Candidate(meaning),
    "n-grams + marks + encoder as it comes": Candidate(fixed),
    "hidden layer over encoder, n-grams, marks": Candidate(hidden),
    "encoder taught on our messages": Candidate(taught),
    "n-grams + marks + taught encoder (kept)": Candidate(both),
    "spaCy bag of words": Candidate(spacy_textcat({})),
    "spaCy ensemble": Candidate(spacy_textcat(_ENSEMBLE)),
    "Rasa DIET": Candidate(diet, ("acts",)),
}
