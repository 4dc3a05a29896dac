"""Rasa's natural language generator over the catalogs: domain.yml holds the English, locales/ the rest."""

from typing import Any

from rasa.core.nlg.generator import NaturalLanguageGenerator
from rasa.shared.core.domain import Domain
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.utils.endpoints import EndpointConfig

from bot.languages import DEFAULT_CATALOG
from bot.replies import catalogs, responses


class CatalogNLG(NaturalLanguageGenerator):
    """Named in endpoints.yml as `nlg: {type: bot.replies.nlg.CatalogNLG}`.

    A response is the domain's English text, translated into the catalog that the `language` slot names and
    filled with the values of the call, then of the slots.
    """

    def __init__(self, endpoint_config: EndpointConfig | None = None, domain: Domain | None = None) -> None:
        self.responses = (domain or Domain.empty()).responses

    async def generate(
        self, utter_action: str, tracker: DialogueStateTracker, output_channel: str, **kwargs: Any
    ) -> dict[str, Any] | None:
        """The response as Rasa sends it, or None for one the domain does not have."""
        response = responses.all_of().get(utter_action)
        if response is None:
            return None
        catalog = tracker.get_slot("language") or DEFAULT_CATALOG
        values = {**tracker.current_slot_values(), **kwargs}
        translated = catalogs.catalog_of(catalog).gettext
        said = {"text": catalogs.fill(translated(response["text"]), **values), "utter_action": utter_action}
        buttons = [
            {"title": translated(button["title"]), "payload": translated(button["payload"])}
            for button in response.get("buttons", [])
        ]
        return {**said, "buttons": buttons} if buttons else said
