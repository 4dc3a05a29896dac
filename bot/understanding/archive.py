"""Keeps a model's arrays in one file and brings them back; nothing in the file is executed on reading."""

from collections.abc import Mapping
from pathlib import Path
from typing import IO, Any

import numpy as np

ARRAYS = "arrays.npz"


def save(folder: Path, arrays: Mapping[str, Any]) -> None:
    """Write the arrays into the folder."""
    np.savez(folder / ARRAYS, **{name: np.asarray(value) for name, value in arrays.items()})


def load(source: Path | IO[bytes]) -> dict[str, np.ndarray]:
    """The arrays of a folder that `save` wrote, or of the open file itself."""
    with np.load(source / ARRAYS if isinstance(source, Path) else source, allow_pickle=False) as kept:
        return {name: kept[name] for name in kept.files}


def under(prefix: str, arrays: Mapping[str, Any]) -> dict[str, Any]:
    """The same arrays with their names under a prefix, so that several parts share a file."""
    return {f"{prefix}.{name}": value for name, value in arrays.items()}


def part(prefix: str, arrays: Mapping[str, Any]) -> dict[str, Any]:
    """The arrays that `under` put under the prefix."""
    return {name[len(prefix) + 1 :]: value for name, value in arrays.items() if name.startswith(f"{prefix}.")}
