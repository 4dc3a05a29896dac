"""Training, only when the training data changed since the last model, and finding the newest model."""

from __future__ import annotations

import fcntl
import hashlib
import os
from pathlib import Path

from bot.settings import ROOT

MODELS = ROOT / "models"
DATA = ("config.yml", "domain.yml", "data/nlu", "data/rules", "data/stories", "data/lexicons", "data/places")
CODE = ("bot/understanding", "bot/gazetteer")
"""What a model is made of; a change in any of these asks for a new one."""

NO_PART = (
    "annotations.py",
    "candidates.py",
    "commands.py",
    "comparison.py",
    "evaluation.py",
    "navigator_commands.yml",
)
"""Files among them that no model depends on."""


SUFFIXES = (".yml", ".csv", ".py", ".txt")


def fingerprint(parts: tuple[str, ...] = DATA + CODE) -> str:
    """A hash of everything a model is made of."""
    seen = hashlib.sha256()
    for part in parts:
        path = ROOT / part
        inside = sorted(p for p in path.rglob("*") if p.suffix in SUFFIXES) if path.is_dir() else [path]
        for file in inside:
            if file.name not in NO_PART:
                seen.update(str(file.relative_to(ROOT)).encode())
                seen.update(file.read_bytes())
    return seen.hexdigest()[:16]


def current_model() -> Path:
    """Where the model of the present data is, or would be."""
    return MODELS / f"kinpath-{fingerprint()}.tar.gz"


def train(force: bool = False) -> Path:
    """The model of the present data; trained when there is none yet. Takes minutes then, else no time."""
    MODELS.mkdir(exist_ok=True)
    with (MODELS / ".training").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # who comes second finds the model of who came first
        model = current_model()
        return model if model.exists() and not force else _train(model, force)


def _train(model: Path, force: bool) -> Path:
    import rasa.model_training

    # Rasa's cache knows what a component was taught, not the code that taught it
    os.environ["RASA_CACHE_DIRECTORY"] = str(ROOT / ".rasa" / f"cache-{fingerprint(CODE)}")
    result = rasa.model_training.train(
        domain=str(ROOT / "domain.yml"),
        config=str(ROOT / "config.yml"),
        training_files=[str(ROOT / "data" / part) for part in ("nlu", "rules", "stories")],
        output=str(MODELS),
        fixed_model_name=model.name.removesuffix(".tar.gz"),
        force_training=force,
    )
    if result.model is None:
        raise RuntimeError("training gave no model: see what Rasa printed above")
    for old in MODELS.glob("kinpath-*.tar.gz"):
        if old != model:
            old.unlink()
    return model
