"""Ids that stay the same for the same facts."""

from __future__ import annotations

import uuid

NAMESPACE = uuid.UUID("3c1f2f0a-2f64-5a0e-8f0c-6f1b8d1f7a52")
"""The namespace of every id made for the bundle; changing it would change them all."""


def made_id(*parts: str | int) -> str:
    """The UUID of what the parts name («attribute», a service's id, «need», «food»)."""
    return str(uuid.uuid5(NAMESPACE, "\x1f".join(str(part) for part in parts)))
