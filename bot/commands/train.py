"""`kinpath train`: the model of the present training data."""

from __future__ import annotations

import argparse
from typing import Any

from bot.commands.progress import step
from bot.settings import Settings


def add_parsers(subparsers: Any) -> None:
    """`kinpath train`."""
    train = subparsers.add_parser("train", help="train the model if its data changed")
    train.add_argument("--force", action="store_true", help="train even when nothing changed")
    train.set_defaults(run=handle)


def handle(arguments: argparse.Namespace, settings: Settings) -> int:
    """Train, or say that the newest model is of the present data."""
    from bot import training

    if training.current_model().exists() and not arguments.force:
        print(f"{training.current_model().name} is of the present data; --force trains again")
        return 0
    with step("training", "a few minutes"):
        model = training.train(force=arguments.force)
    print(model)
    return 0
