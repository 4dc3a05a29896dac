"""What one row of a table means beside its own object: a second number or language in it, a category's needs."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from bot.directory.mapping import ids, languages, phones
from bot.directory.mapping.categories import needs_of
from bot.directory.mapping.parts import Made, Parts
from bot.directory.shapes import REFERENCES


def made_beside(
    kind: str, content: dict[str, Any], words: dict[str, list[str]], parts: Parts
) -> Iterator[Made]:
    """What one row means beside its object: a second number, a second language, the needs of a category."""
    parents = {column: content[column] for column in REFERENCES[kind] if content.get(column)}
    if kind == "taxonomy_term":
        words[content["id"]] = [str(content[n]) for n in ("name", "code", ids.GIVEN) if content.get(n)]
    elif kind == "attribute" and content.get("link_entity") == "service":
        codes = needs_of(words.get(str(content.get("taxonomy_term_id")), ()), parts.needs)
        yield from parts.needs_of(content["link_id"], codes)
    elif kind == "phone" and content.get("number"):
        found = phones.parse(str(content["number"]), str(content.get("type") or "voice"))
        for number, phone in enumerate(found):
            said: dict[str, Any] = {"number": phone.number, "type": phone.type}
            said |= {"extension": phone.extension} if phone.extension is not None else {}
            said |= (
                {"description": phone.description}
                if phone.description and not content.get("description")
                else {}
            )
            if number == 0 and phone.sure:
                content.update(said)
            elif number:
                yield "phone", {"id": ids.made(content["id"], number), **parents, **said}
        if len(found) > 1:
            parts.say("number", f"{len(found)} numbers in one field", "one number a row", "each was kept")
        elif not found or not found[0].sure:
            parts.say(
                "number",
                f"«{content['number']}» is no number we know",
                "give ten digits",
                "it was kept as written",
            )
    elif kind == "language" and content.get("name") and not content.get("code"):
        named, _ = languages.parse(str(content["name"]))
        for number, language in enumerate(named):
            if number == 0:
                content.update(language)
            else:
                yield "language", {"id": ids.made(content["id"], number), **parents, **language}
