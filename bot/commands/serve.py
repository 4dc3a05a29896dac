"""`kinpath serve`: prepare what is missing, then answer families."""

from __future__ import annotations

import argparse
from typing import Any

from bot.commands.progress import step
from bot.settings import Settings


def add_parsers(subparsers: Any) -> None:
    """`kinpath serve`."""
    serve = subparsers.add_parser("serve", help="prepare what is missing and answer families")
    serve.set_defaults(run=handle)


def handle(arguments: argparse.Namespace, settings: Settings) -> int:
    """Train if the data changed, prepare the database, load the directory into an empty one, and serve."""
    from bot import logs, training
    from bot.channels import first_run
    from bot.store import Store

    logs.configure(settings.log_level)
    with step("preparing the database"):
        store = Store(settings)
        store.upgrade()
        first_run.prepare(store, settings)
        store.close()
    model = training.current_model()
    if not model.exists():
        with step("training the model: its data changed", "a few minutes"):
            training.train()
    with step("starting: Rasa is being imported", "about ten seconds"):
        from bot import app

        server = app.create(settings, model, prepared=True)
    address = settings.public_url or f"http://localhost:{settings.port}/"
    print(
        f"· Kinpath is on {address}  (the model is being loaded; /readyz tells when it answers)", flush=True
    )
    server.run(host="0.0.0.0", port=int(settings.port), access_log=False)  # noqa: S104 - families reach it
    return 0
