"""Reads messages with a trained model, without importing Rasa: for the command line and for evaluation."""

import io
import re
import tarfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.understanding import archive
from bot.understanding.acts import ActsModel
from bot.understanding.augment import augmented
from bot.understanding.entities.finder import EntityFinder, by_kind
from bot.understanding.examples import Example
from bot.understanding.language import LanguageModel
from bot.understanding.needs import NeedsModel
from bot.understanding.network import Network
from bot.understanding.reading import Reading
from bot.understanding.safety import SafetyModel

_RESOURCE = re.compile(r"components/train_bot\.understanding\.components\.(\w+?)Component\d*/arrays\.npz$")


class ModelError(ValueError):
    """The file is no model of Kinpath's; the message says why."""


@dataclass
class Reader:
    """Reads messages: exactly what Rasa's graph gives for the same model."""

    language: LanguageModel
    network: Network
    acts: ActsModel
    needs: NeedsModel
    safety: SafetyModel
    entities: EntityFinder

    @classmethod
    def learn(cls, examples: Sequence[Example]) -> "Reader":
        """Train every part on annotated messages."""
        from bot.understanding.tuning import tuned

        examples = augmented(examples)
        return cls(
            LanguageModel.learn(examples),
            tuned(examples).network,
            ActsModel.learn(examples),
            NeedsModel.learn(examples),
            SafetyModel.learn(examples),
            EntityFinder.learn(examples),
        )

    @classmethod
    def from_model(cls, path: Path) -> "Reader":
        """The reader of a model that `rasa train` made. Raises ModelError."""
        parts: dict[str, Any] = {}
        try:
            with tarfile.open(path) as model:
                for member in model:
                    match = _RESOURCE.search(member.name)
                    content = model.extractfile(member) if match else None
                    if match and content:
                        parts[match.group(1)] = archive.load(io.BytesIO(content.read()))
            return cls(
                LanguageModel.from_arrays(parts["Language"]),
                Network.from_arrays(parts["Meaning"]),
                ActsModel.from_arrays(parts["Acts"]),
                NeedsModel.from_arrays(parts["Needs"]),
                SafetyModel.from_arrays(parts["Safety"]),
                EntityFinder.from_arrays(parts["Entities"]),
            )
        except (OSError, tarfile.TarError, KeyError, ValueError) as error:
            raise ModelError(f"{path} is no model of Kinpath's ({type(error).__name__}: {error})") from error

    def read(self, text: str, prior: str | None = None) -> Reading:
        """Understand one message; `prior` is the language the family used before."""
        language = self.language.read(text, prior)
        meaning = self.network.read(text)
        act, confidence = self.acts.rank(text, language.language, meaning)[0]
        crisis = self.safety.read(text, language.language, meaning)
        danger = crisis.code if crisis else None
        return Reading(
            text=text,
            language=language.language,
            act=act,
            act_confidence=confidence,
            needs=tuple(self.needs.read(text, language.language, meaning, act, danger)),
            crisis=crisis,
            entities=by_kind(self.entities.find(text, language.language, meaning)),
            script=language.script,
        )


def newest_model(folder: Path) -> Path:
    """The model trained last. Raises ModelError when there is none."""
    models = sorted(folder.glob("*.tar.gz"), key=lambda path: path.stat().st_mtime)
    if not models:
        raise ModelError(f"no model in {folder}: train one with `kinpath train`")
    return models[-1]
