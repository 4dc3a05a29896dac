"""Conditions with many values, which go to the database as one."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from sqlalchemy import ARRAY, BigInteger, Text, cast, func, literal, select
from sqlalchemy.orm import Session


def one_of(session: Session, column: Any, values: Iterable[str] | Iterable[int]) -> Any:
    """The condition that a column holds one of these texts, or of these numbers."""
    given = list(values)
    if session.get_bind().dialect.name == "sqlite":
        return column.in_(select(func.json_each(literal(json.dumps(given))).table_valued("value").c.value))
    array: Any = ARRAY(BigInteger if given and isinstance(given[0], int) else Text)
    return column.in_(select(func.unnest(cast(literal(given, array), array))))
