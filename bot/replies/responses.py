"""The responses of domain.yml: the English of every fixed reply and its buttons."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import yaml

from bot.settings import ROOT


@lru_cache(maxsize=1)
def all_of() -> dict[str, dict[str, Any]]:
    """Each response by name: {"text", "buttons"?}. Kinpath's responses have one variation each."""
    domain = yaml.safe_load((ROOT / "domain.yml").read_text(encoding="utf-8"))
    return {name: variations[0] for name, variations in domain["responses"].items()}
