"""What of a record is public: the standard's own attributes, and nothing else.

What an import kept beside them (an agency's own columns, which may be notes for its staff) stays inside, and so
do the two places where the standard would name who works on the directory: `metadata`, the record of changes
with their authors, which the standard leaves to the API, and a service's `assurer_email`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bot.directory.documents import Document
from bot.directory.shapes import SHAPES, Attribute
from bot.directory.validation import standard

NEVER: Mapping[str, frozenset[str]] = {"service": frozenset({"assurer_email"})}
"""Attributes that are never shown, by kind."""
HIDDEN_KINDS = ("metadata",)
"""Kinds that are never shown."""
ACTIVE = "active"
"""The status of a service that has none: that is how the directory treats it."""


def as_public(kind: str, document: Document, seen: dict[int, Document] | None = None) -> Document:
    """The document as anybody may see it, valid to the standard's schema as far as the record allows.

    A value whose type or word the standard does not know is left out. A text that the standard requires and the
    record lacks is empty. `seen` keeps what was made of objects that several documents hold.
    """
    seen = {} if seen is None else seen
    if id(document) in seen:
        return seen[id(document)]
    shape = SHAPES[kind]
    known = {one.name: one for one in shape.attributes}
    nested = {
        **{key: of for key, (of, _) in shape.lists.items()},
        **{key: of for key, (of, _) in shape.ones.items()},
    }
    public: Document = {"id": document["id"]}
    for name, value in document.items():
        if name in known and name not in NEVER.get(kind, ()) and _fits(known[name], value):
            public[name] = value
        elif name in nested and nested[name] not in HIDDEN_KINDS:
            made = _nested(nested[name], value, seen)
            if made is not None:
                public[name] = made
        elif name in _references(kind) and isinstance(value, str):
            public[name] = value
    _complete(kind, known, public)
    seen[id(document)] = public
    return public


def _nested(kind: str, value: Any, seen: dict[int, Document]) -> Any:
    if isinstance(value, dict) and "id" in value:
        return as_public(kind, value, seen)
    if isinstance(value, list):
        return [as_public(kind, each, seen) for each in value if isinstance(each, dict) and "id" in each]
    return None


def _fits(attribute: Attribute, value: Any) -> bool:
    if attribute.number:
        return isinstance(value, (int, float)) and not isinstance(value, bool)
    return isinstance(value, str) and (not attribute.choices or value in attribute.choices)


def _references(kind: str) -> frozenset[str]:
    """Ids of other objects that the standard's own object has beside the nested ones."""
    columns = standard.objects()[kind].columns
    return frozenset(name for name in columns if name.endswith("_id"))


def _complete(kind: str, known: Mapping[str, Attribute], public: Document) -> None:
    if kind == "service":
        public.setdefault("status", ACTIVE)
    for name, attribute in known.items():
        if attribute.required and not attribute.number and not attribute.choices:
            public.setdefault(name, "")
