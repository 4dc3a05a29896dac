"""Rasa's custom actions run inside the server: no second process, no port, and one transaction a turn."""

from __future__ import annotations

from typing import Any

from rasa.core.actions.action import RemoteAction
from rasa.utils.endpoints import ClientResponseError, EndpointConfig
from rasa_sdk.executor import ActionExecutor
from rasa_sdk.interfaces import ActionExecutionRejection


class ActionsInProcess(EndpointConfig):
    """An action endpoint that answers in this process; `rasa run actions` runs the same actions apart."""

    def __init__(self) -> None:
        super().__init__(url="in process")
        self._executor = ActionExecutor()
        self._executor.register_package("actions")

    async def request(
        self,
        method: str = "post",
        subpath: str | None = None,
        content_type: str | None = None,
        compress: bool = False,
        **kwargs: Any,
    ) -> Any:
        """Run the action a call names. An action that rejects answers 400, as the action server does."""
        try:
            return await self._executor.run(kwargs["json"])
        except ActionExecutionRejection as rejection:
            body = f'{{"action_name": "{rejection.action_name}", "error": "rejected"}}'
            raise ClientResponseError(400, "rejected", body) from rejection


def check_results_quickly() -> None:
    """Let Rasa look at what an action gives without a JSON schema.

    Rasa has its schema checked for being a schema each time that an action ends, several times a turn: three
    quarters of a turn went there. What rasa_sdk gives in this process needs no more than a look at its form.
    """
    RemoteAction._validate_action_result = _is_valid


def _is_valid(action: RemoteAction, result: dict[str, Any]) -> bool:
    """True for a result of the form Rasa expects. Raises ValueError saying what is wrong."""
    for part in ("events", "responses"):
        given = result.get(part)
        if not isinstance(given, list) or not all(isinstance(one, dict) for one in given):
            raise ValueError(f"{action.name()} gave {part} that are no list of objects")
    for event in result["events"]:
        if not isinstance(event.get("event"), str):
            raise ValueError(f"{action.name()} gave an event without a name")
    return True
