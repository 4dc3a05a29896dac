"""Babel's extractor for domain.yml: every text, button title and payload a family may read."""

from collections.abc import Iterator
from typing import IO, Any

from ruamel.yaml import YAML

Extracted = tuple[int, str, str, list[str]]


def extract_domain(
    source: IO[bytes], keywords: Any, comment_tags: Any, options: dict[str, Any]
) -> Iterator[Extracted]:
    """Yield (line, function, message, comments) for each message of a domain file, as Babel asks."""
    domain = YAML().load(source)
    for name, variations in domain["responses"].items():
        for variation in variations:
            line = variation.lc.value("text")[0] + 1
            yield line, "", str(variation["text"]), [name]
            for button in variation.get("buttons", []):
                yield line, "", str(button["title"]), [f"{name} (button)"]
                if not str(button["payload"]).startswith("/"):
                    yield line, "", str(button["payload"]), [f"{name} (what the button says)"]
