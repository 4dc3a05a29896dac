"""Every room's tables, imported: what a migration is compared with. Only the roof and tests need this."""

import importlib
import pkgutil

from sqlalchemy import MetaData

import bot
from bot.store import Base

ROOMS = ("directory", "delivery", "conversations", "handoff")
WITHOUT_TABLES = ("bot.conversations.tracker_store",)
"""Modules that import Rasa, which takes long and has no tables."""


def metadata() -> MetaData:
    """The metadata of all tables."""
    for room in ROOMS:
        package = importlib.import_module(f"{bot.__name__}.{room}")
        for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            if module.name not in WITHOUT_TABLES:
                importlib.import_module(module.name)
    tables: MetaData = Base.metadata
    return tables
