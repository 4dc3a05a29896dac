"""Makes the parts of a record (phones, schedules, languages, terms …) from cells as people fill them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from bot.directory.mapping import addresses, categories, hours, ids, languages, phones

Made = tuple[str, dict[str, Any]]
"""(kind, content) of a row of the standard's tables."""
Say = Callable[[str, str, str, str], None]
"""(field, what is wrong, how to mend it, what was done)"""
LISTED = re.compile(r"\s*[;|\n]\s*")


class Parts:
    """Makes parts for the records of one source. What was doubtful is told to `say`."""

    def __init__(self, source: str, needs: Mapping[str, tuple[str, ...]], say: Say) -> None:
        self.source, self.needs, self.say = source, needs, say
        self.terms: set[str] = set()

    def made(self, kind: str, column: str, parent: str, named: object, **content: Any) -> Made:
        """A part of a kind under a parent; its id is made of the parent and what names it there."""
        key = ids.made(self.source, kind, column, parent, named)
        return kind, {"id": key, column: parent, **content}

    def phones(
        self, column: str, parent: str, text: str, kind: str = "voice", about: str = "", nth: int = 0
    ) -> Iterator[Made]:
        """Every number in a text."""
        found = phones.parse(text, kind)
        if len(found) > 1:
            self.say(
                "phones",
                f"{len(found)} numbers in one field: «{text[:60]}»",
                "one number a field",
                "each was kept",
            )
        for order, phone in enumerate(found):
            if not phone.sure:
                self.say(
                    "phones",
                    f"«{text[:40]}» is no number we know",
                    "give ten digits",
                    "it was kept as written",
                )
            content = {"number": phone.number, "type": phone.type, "extension": phone.extension}
            said = phone.description or about or None
            name = (kind, about, order) if nth == 0 else (kind, about, order, nth)
            yield self.made("phone", column, parent, name, **_filled({**content, "description": said}))
        if (
            not found
            and re.search(r"[A-Za-z]{4}", text)
            and not re.match(r"(?i)\W*(none|unknown|conf)", text)
        ):
            self.say("phones", f"there is no number in «{text[:40]}»", "give the number", "it was left out")

    def hours(self, column: str, parent: str, text: str) -> Iterator[Made]:
        """Schedules: the words, and days and times where they are sure."""
        made = hours.as_schedules(text)
        if "byday" not in made[0]:
            self.say(
                "hours",
                f"«{text[:60]}» leaves a doubt",
                "write Mon-Fri 9am-5pm",
                "the words were kept, no times made of them",
            )
        for order, schedule in enumerate(made):
            yield self.made("schedule", column, parent, order, **schedule)

    def languages(self, column: str, parent: str, text: str) -> Iterator[Made]:
        """The languages that a text names."""
        found, unknown = languages.parse(text)
        for language in found:
            yield self.made("language", column, parent, language["name"].lower(), **language)
        for name in unknown:
            if languages.says_interpreters(name):
                continue
            self.say(
                "languages",
                f"«{name[:40]}» is no language we know",
                "write its English name",
                "kept as a name without a code",
            )
            yield self.made("language", column, parent, name.lower(), name=name[:200])

    def areas(self, column: str, parent: str, text: str) -> Iterator[Made]:
        """The areas that a text names."""
        parts = LISTED.split(text) if LISTED.search(text) else re.split(r",\s*", text)
        for name in dict.fromkeys(filter(None, (part.strip() for part in parts))):
            yield self.made("service_area", column, parent, name.lower(), name=name)

    def documents(self, parent: str, text: str) -> Iterator[Made]:
        """What one must bring."""
        if re.fullmatch(r"(?i)\W*(none|n/?a|no|nothing|not required)\W*", text):
            return
        parts = LISTED.split(text) if LISTED.search(text) else [text]
        for name in filter(None, (part.strip() for part in parts)):
            yield self.made("required_document", "service_id", parent, name.lower(), document=name)

    def fundings(self, column: str, parent: str, text: str) -> Iterator[Made]:
        """Where money comes from."""
        for name in filter(None, (part.strip() for part in re.split(r"[;,|\n]", text))):
            yield self.made("funding", column, parent, name.lower(), source=name)

    def accessibility(self, parent: str, text: str) -> Iterator[Made]:
        """What a place does for people with disabilities."""
        for name in filter(None, (part.strip() for part in re.split(r"[;,|\n]", text))):
            said = name.replace("_", " ")
            yield self.made("accessibility", "location_id", parent, said.lower(), description=said)

    def address(self, parent: str, given: str | Mapping[str, str], kind: str = "") -> Iterator[Made]:
        """An address, written on a line or in parts."""
        parsed = addresses.parse(given) if isinstance(given, str) else addresses.typed(dict(given))
        if parsed:
            content = {**parsed, **({"address_type": kind} if kind else {})}
            yield self.made("address", "location_id", parent, content["address_type"], **content)

    def categories(self, service: str, words: Iterable[str], name: str = "") -> Iterator[Made]:
        """Their categories as terms of their own taxonomy, and the needs that are sure as terms of ours."""
        given = list(dict.fromkeys(word.strip() for word in words if word.strip()))
        for word in given:
            term = ids.made(self.source, "taxonomy_term", ids.plain(word) or word)
            if term not in self.terms:
                self.terms.add(term)
                yield (
                    "taxonomy_term",
                    {"id": term, "name": word, "description": word, "taxonomy": f"{self.source} categories"},
                )
            yield self.attribute(service, term)
        needs = categories.needs_of(given, self.needs) or categories.needs_in_name(name)
        if given and not needs:
            self.say(
                "categories",
                f"no need of ours is sure for «{'; '.join(given)[:80]}»",
                "add them to `needs` in a mapping file",
                "the words were kept",
            )
        yield from self.needs_of(service, needs)

    def needs_of(self, service: str, codes: Iterable[str]) -> Iterator[Made]:
        """Our own terms on a service."""
        yield from self.ours(service, "needs", codes)

    def ours(self, service: str, taxonomy: str, codes: Iterable[str]) -> Iterator[Made]:
        """Terms of one of our taxonomies on a service, by their codes."""
        for code in codes:
            term = dict(categories.terms()[taxonomy][code])
            detail = term.pop("taxonomy_detail")
            if detail["id"] not in self.terms:
                self.terms.add(detail["id"])
                yield "taxonomy", dict(detail)
            if term["id"] not in self.terms:
                self.terms.add(term["id"])
                yield "taxonomy_term", {**term, "taxonomy_id": detail["id"]}
            yield self.attribute(service, term["id"])

    def attribute(self, service: str, term: str) -> Made:
        """That a service has a term."""
        return self.made("attribute", "link_id", service, term, taxonomy_term_id=term, link_entity="service")


def _filled(content: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in content.items() if value is not None}
