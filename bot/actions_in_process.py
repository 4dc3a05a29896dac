"""Rasa's custom actions run inside the server: no second process, no port, and one transaction a turn."""

from __future__ import annotations

from typing import Any

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
