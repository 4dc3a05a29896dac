"""Imported once by the process that real servers are forked from: Rasa and the model, which take long to load."""

from __future__ import annotations

import asyncio
import os
from pathlib import Path

os.environ.setdefault("RASA_TELEMETRY_ENABLED", "false")
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
os.environ.setdefault("SQLALCHEMY_SILENCE_UBER_WARNING", "1")

from bot import agents, app, training  # noqa: E402
from bot.languages import CATALOGS  # noqa: E402
from bot.replies import fixed  # noqa: E402

MODEL: Path = training.train()
fixed.prepare(CATALOGS)
AGENT = asyncio.new_event_loop().run_until_complete(agents.load(MODEL))

__all__ = ["AGENT", "MODEL", "app"]
