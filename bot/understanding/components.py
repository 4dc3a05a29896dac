"""The understanding models as components of Rasa's graph. All they add is Rasa's way of training and keeping."""

from abc import abstractmethod
from collections import defaultdict
from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.classifiers.classifier import IntentClassifier
from rasa.nlu.extractors.extractor import EntityExtractorMixin
from rasa.shared.constants import DEFAULT_NLU_FALLBACK_INTENT_NAME
from rasa.shared.nlu.constants import ENTITIES, INTENT, INTENT_RANKING_KEY, METADATA, METADATA_EXAMPLE, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.understanding import archive
from bot.understanding.acts import ActsModel
from bot.understanding.augment import augmented
from bot.understanding.entities.finder import EntityFinder
from bot.understanding.examples import Example, from_metadata
from bot.understanding.language import DEFAULT, LanguageModel
from bot.understanding.needs import NeedsModel
from bot.understanding.network import Meaning, Network
from bot.understanding.safety import SafetyModel

WARM_UP = "hello from Fresno"


def examples_of(training_data: TrainingData) -> list[Example]:
    """Our examples from Rasa's: the labels stand in each message's own metadata."""
    return [
        from_metadata(
            message.get(TEXT), message.get(INTENT), (message.get(METADATA) or {}).get(METADATA_EXAMPLE) or {}
        )
        for message in training_data.intent_examples
        if message.get(TEXT)
    ]


def _language(message: Message) -> str:
    """The language that LanguageComponent, which stands first in the pipeline, found."""
    return message.get("language") or DEFAULT


def _meaning(message: Message) -> Meaning:
    """What MeaningComponent, the second in the pipeline, made of the message."""
    return message.get("meaning") or defaultdict(float)  # the warm-up message has none


class _Component(GraphComponent):
    """What the six components share: learn, keep, bring back."""

    model_class: Any = None

    def __init__(self, model_storage: ModelStorage, resource: Resource, model: Any | None = None) -> None:
        self._model_storage = model_storage
        self._resource = resource
        self._model = model

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> "_Component":
        """A new component, not trained yet."""
        return cls(model_storage, resource)

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> "_Component":
        """The component as it was trained."""
        with model_storage.read_from(resource) as folder:
            component = cls(model_storage, resource, cls.model_class.from_arrays(archive.load(folder)))
        # what is read at first use (encoder, lexicons, places) is read now, not while the first family waits
        component._read(Message({TEXT: WARM_UP}), WARM_UP)
        return component

    def train(self, training_data: TrainingData) -> Resource:
        """Learn from the NLU files and keep what was learned."""
        self._model = self._learn(augmented(examples_of(training_data)))
        with self._model_storage.write_to(self._resource) as folder:
            archive.save(folder, self._model.arrays())
        return self._resource

    def _learn(self, examples: list[Example]) -> Any:
        return self.model_class.learn(examples)

    def process(self, messages: list[Message]) -> list[Message]:
        """Read messages; each gets its part of the understanding."""
        for message in messages:
            self._read(message, message.get(TEXT) or "")
        return messages

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Training messages keep the labels they have."""
        return training_data

    @abstractmethod
    def _read(self, message: Message, text: str) -> None:
        """Set on the message what this component understands."""


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_FEATURIZER, is_trainable=True)
class LanguageComponent(_Component):
    """Sets `language`, `language_confidence` and, for Chinese, `script`.

    The language used before comes in the metadata, as {"language": ...}.
    """

    model_class = LanguageModel

    def _read(self, message: Message, text: str) -> None:
        metadata = message.get(METADATA) or {}
        found = self._model.read(text, metadata.get("language"))  # type: ignore[union-attr]
        message.set("language", found.language, add_to_output=True)
        message.set("language_confidence", round(found.score, 3), add_to_output=True)
        message.set("script", found.script, add_to_output=True)


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_FEATURIZER, is_trainable=True)
class MeaningComponent(_Component):
    """Sets `meaning`, what the network says of every label; the components after it weigh it against the words."""

    model_class = Network

    def _learn(self, examples: list[Example]) -> Network:
        from bot.understanding.tuning import tuned

        return tuned(examples).network

    def _read(self, message: Message, text: str) -> None:
        message.set("meaning", self._model.read(text))  # type: ignore[union-attr]


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class ActsComponent(_Component, IntentClassifier):
    """Sets the intent, which is the act, and the ranking of all acts."""

    model_class = ActsModel

    def _read(self, message: Message, text: str) -> None:
        ranked = self._model.rank(text, _language(message), _meaning(message))  # type: ignore[union-attr]
        ranking = [{"name": act, "confidence": share} for act, share in ranked]
        message.set(INTENT, ranking[0], add_to_output=True)
        message.set(INTENT_RANKING_KEY, ranking, add_to_output=True)


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_FEATURIZER, is_trainable=True)
class NeedsComponent(_Component):
    """Sets `needs`: a list of {"code", "score"}, the surest first."""

    model_class = NeedsModel

    def _read(self, message: Message, text: str) -> None:
        # an unsure act stands in the ranking behind Rasa's own `nlu_fallback`
        ranking = message.get(INTENT_RANKING_KEY) or []
        act = next((r["name"] for r in ranking if r["name"] != DEFAULT_NLU_FALLBACK_INTENT_NAME), "")
        crisis = message.get("crisis")
        needs = self._model.read(  # type: ignore[union-attr]
            text, _language(message), _meaning(message), act, crisis["code"] if crisis else None
        )
        message.set("needs", [need.as_json() for need in needs], add_to_output=True)


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_FEATURIZER, is_trainable=True)
class SafetyComponent(_Component):
    """Sets `crisis`: {"code", "score"} or None."""

    model_class = SafetyModel

    def _read(self, message: Message, text: str) -> None:
        crisis = self._model.read(text, _language(message), _meaning(message))  # type: ignore[union-attr]
        message.set("crisis", crisis.as_json() if crisis else None, add_to_output=True)


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=True)
class EntitiesComponent(_Component, EntityExtractorMixin):
    """Sets the entities as Rasa knows them: entity, value, start, end, confidence."""

    model_class = EntityFinder

    def _read(self, message: Message, text: str) -> None:
        found = [
            {
                "entity": entity.kind,
                "value": entity.value,
                "start": entity.start,
                "end": entity.end,
                "confidence_entity": round(entity.score, 3),
                "extractor": type(self).__name__,
            }
            for entity in self._model.find(text, _language(message), _meaning(message))  # type: ignore[union-attr]
        ]
        message.set(ENTITIES, found, add_to_output=True)
