"""Danger outranks the conversation: the crisis reply goes out before any rule, form or question goes on."""

from typing import Any

from rasa.core.policies.policy import Policy, PolicyPrediction, SupportedData
from rasa.engine.graph import ExecutionContext
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.core.constants import ACTION_LISTEN_NAME
from rasa.shared.core.domain import Domain
from rasa.shared.core.generator import TrackerWithCachedStates
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.shared.exceptions import RasaException

from bot.understanding.taxonomy import codes

HIGHEST_PRIORITY = 100
REPLY = "utter_crisis_{code}"


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.POLICY_WITHOUT_END_TO_END_SUPPORT, is_trainable=True)
class SafetyPolicy(Policy):
    """Answers a crisis with its fixed reply, then listens. On every other message it has nothing to say."""

    @staticmethod
    def supported_data() -> SupportedData:
        """It learns nothing, so it takes either kind of training data."""
        return SupportedData.ML_AND_RULE_DATA

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """Ahead of every other policy."""
        return {"priority": HIGHEST_PRIORITY}

    def train(
        self,
        training_trackers: list[TrackerWithCachedStates],
        domain: Domain,
        **kwargs: Any,
    ) -> Resource:
        """Nothing to learn; refuses a domain that lacks a crisis reply."""
        missing = [name for name in map(_reply, codes("crises")) if name not in domain.action_names_or_texts]
        if missing:
            raise RasaException(
                f"domain.yml has no response {', '.join(missing)}: every crisis needs its reply"
            )
        return self._resource

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> "SafetyPolicy":
        """The policy; nothing was kept."""
        return cls(config, model_storage, resource, execution_context)

    def predict_action_probabilities(
        self,
        tracker: DialogueStateTracker,
        domain: Domain,
        rule_only_data: dict[str, Any] | None = None,
        **kwargs: Any,
    ) -> PolicyPrediction:
        """The crisis reply after a message in danger, listening after the reply, nothing otherwise."""
        action = _action(tracker)
        probabilities = self._default_predictions(domain)
        if action is None or action not in domain.action_names_or_texts:
            return self._prediction(probabilities)
        probabilities[domain.index_for_action(action)] = 1.0
        # as a prediction without user input it stands above a form that wants the message for itself
        return self._prediction(probabilities, is_no_user_prediction=True)


def _reply(code: str) -> str:
    return REPLY.format(code=code)


def _action(tracker: DialogueStateTracker) -> str | None:
    message = tracker.latest_message
    crisis = (message.parse_data or {}).get("crisis") if message else None
    if not crisis:
        return None
    reply = _reply(crisis["code"])
    if tracker.latest_action_name == ACTION_LISTEN_NAME:
        return reply
    return ACTION_LISTEN_NAME if tracker.latest_action_name == reply else None
