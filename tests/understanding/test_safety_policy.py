"""A crisis outranks rules and forms."""

from pathlib import Path
from typing import Any

import pytest
from rasa.core.policies.ensemble import DefaultPolicyPredictionEnsemble
from rasa.core.policies.policy import PolicyPrediction
from rasa.engine.graph import ExecutionContext, GraphSchema
from rasa.engine.storage.local_model_storage import LocalModelStorage
from rasa.engine.storage.resource import Resource
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActionExecuted, ActiveLoop, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.shared.exceptions import RasaException

from bot.settings import ROOT
from bot.understanding.safety_policy import SafetyPolicy
from bot.understanding.taxonomy import codes


@pytest.fixture()
def policy(tmp_path: Path) -> SafetyPolicy:
    context = ExecutionContext(GraphSchema({}))
    return SafetyPolicy(
        SafetyPolicy.get_default_config(), LocalModelStorage(tmp_path), Resource("safety"), context
    )


@pytest.fixture(scope="module")
def domain() -> Domain:
    return Domain.load(str(ROOT / "domain.yml"))


def _heard(crisis: str | None, *after: Any) -> DialogueStateTracker:
    said = {"code": crisis, "score": 0.9} if crisis else None
    message = UserUttered("...", {"name": "give_info", "confidence": 1.0}, parse_data={"crisis": said})
    return DialogueStateTracker.from_events("someone", [ActionExecuted("action_listen"), message, *after])


def _predicted(prediction: PolicyPrediction, domain: Domain) -> str | None:
    best = max(prediction.probabilities)
    return domain.action_names_or_texts[prediction.probabilities.index(best)] if best > 0 else None


@pytest.mark.parametrize("crisis", codes("crises"))
def test_the_crisis_reply_then_listening(policy: SafetyPolicy, domain: Domain, crisis: str) -> None:
    reply = f"utter_crisis_{crisis}"
    assert _predicted(policy.predict_action_probabilities(_heard(crisis), domain), domain) == reply
    answered = _heard(crisis, ActionExecuted(reply))
    assert _predicted(policy.predict_action_probabilities(answered, domain), domain) == "action_listen"


def test_nothing_to_say_without_a_crisis(policy: SafetyPolicy, domain: Domain) -> None:
    assert _predicted(policy.predict_action_probabilities(_heard(None), domain), domain) is None


def test_it_outranks_a_form_that_wants_the_message(policy: SafetyPolicy, domain: Domain) -> None:
    tracker = _heard("suicide")
    tracker.update(ActiveLoop("some_form"))
    probabilities = [0.0] * domain.num_actions
    probabilities[0] = 1.0
    form = PolicyPrediction(probabilities, "RulePolicy", policy_priority=4, is_no_user_prediction=True)
    safety = policy.predict_action_probabilities(tracker, domain)
    best = DefaultPolicyPredictionEnsemble().combine_predictions([form, safety], tracker, domain)
    assert _predicted(best, domain) == "utter_crisis_suicide"


def test_a_domain_without_the_replies_is_refused(policy: SafetyPolicy) -> None:
    with pytest.raises(RasaException, match="utter_crisis_suicide"):
        policy.train([], Domain.empty())
