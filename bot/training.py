"""Training, only when the training data changed since the last model, and finding the newest model."""

from __future__ import annotations

import hashlib
from pathlib import Path

from bot.settings import ROOT

MODELS = ROOT / "models"
PARTS = (
    "config.yml",
    "domain.yml",
    "data/nlu",
    "data/rules",
    "data/stories",
    "data/lexicons",
    "data/places",
    "bot/understanding",
)
"""What a model is made of; a change in any of these asks for a new one."""


def fingerprint() -> str:
    """A hash of everything a model is made of."""
    seen = hashlib.sha256()
    for part in PARTS:
        path = ROOT / part
        files = (
            [path]
            if path.is_file()
            else sorted(p for p in path.rglob("*") if p.suffix in (".yml", ".csv", ".py"))
        )
        for file in files:
            seen.update(str(file.relative_to(ROOT)).encode())
            seen.update(file.read_bytes())
    return seen.hexdigest()[:16]


def current_model() -> Path:
    """Where the model of the present data is, or would be."""
    return MODELS / f"kinpath-{fingerprint()}.tar.gz"


def train(force: bool = False) -> Path:
    """The model of the present data; trained when there is none yet. Takes minutes then, else no time."""
    model = current_model()
    if model.exists() and not force:
        return model
    import rasa.model_training

    MODELS.mkdir(exist_ok=True)
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
