"""A desk to play on: a clock that is set by hand, families, navigators, and what each one's phone shows."""

from __future__ import annotations

import re
from datetime import datetime, timedelta, timezone
from typing import Any

from sqlalchemy import select

from bot.conversations import contacts
from bot.conversations.contacts import Conversation
from bot.delivery import gsm, inbox
from bot.delivery.outbox import OutboxMessage
from bot.handoff import commands, desk, hearing, navigators, relay, trail
from bot.handoff.models import Case, CaseEvent, Navigator, Offer
from bot.handoff.states import CaseState
from bot.store import Store, digest, new_id

NOON = datetime(2026, 3, 4, 20, 0, tzinfo=timezone.utc)
"""A Wednesday, noon in California."""

SECRET = "Wants help with feelings after birth; child of 2 months."


class Scene:
    """Plays with the real desk on a real database; every step is a transaction of its own."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.at = NOON
        self.numbers: dict[str, str] = {}
        self.conversations: dict[str, str] = {}
        self._shown: dict[str, int] = {}

    def wait(self, minutes: float = 0, **more: float) -> None:
        """Let time pass; nothing happens by itself."""
        self.at += timedelta(minutes=minutes, **more)

    def tick(self, minutes: float = 0) -> int:
        """Let time pass, then let the desk do what is due."""
        self.wait(minutes)
        with self.store.transaction() as session:
            return desk.tick(session, self.at)

    def navigator(self, name: str, *languages: str, **more: Any) -> None:
        """A navigator joins."""
        number = f"+1555010{1000 + len(self.numbers)}"
        self.numbers[name] = number
        with self.store.transaction() as session:
            navigators.add(session, name, number, languages or ("en",), at=self.at, **more)

    def family(self, name: str, language: str = "en", channel: str = "sms") -> None:
        """A family is known."""
        with self.store.transaction() as session:
            if channel == "sms":
                self.numbers[name] = f"+1555010{5000 + len(self.numbers)}"
                conversation = contacts.for_phone(session, self.numbers[name])
                conversation.language = language
            else:
                conversation, _ = contacts.new_web(session, language)
            self.conversations[name] = conversation.id

    def asks(self, name: str, *needs: str, summary: str | None = SECRET, **more: Any) -> str:
        """A family asks for a person; gives back the code of her case."""
        if name not in self.conversations:
            self.family(name, more.pop("family_language", "en"), more.pop("channel", "sms"))
        with self.store.transaction() as session:
            conversation = session.get(Conversation, self.conversations[name])
            more = {"language": conversation.language, "at": self.at, **more}
            case = desk.request(session, conversation, summary, needs or ("food",), **more)
            return str(case.code)

    def texts(self, name: str, words: str, **more: Any) -> list[str]:
        """A navigator texts; gives back what her phone shows because of it."""
        self.got(name)
        with self.store.transaction() as session:
            navigator = navigators.for_phone(session, self.numbers[name])
            assert navigator is not None
            inbound = more.pop("inbound", None) or self._kept(session, name, words)
            commands.handle(session, navigator, inbound, words, at=self.at, **more)
        return self.got(name)

    def says(
        self, name: str, words: str, *, from_phone: str | None = None, asks_person: bool = False
    ) -> bool:
        """A family's message comes to the desk first, as from the channel; whether it was for the desk."""
        plain = words.lower().strip(".! ")
        with self.store.transaction() as session:
            conversation = (
                session.get(Conversation, self.conversations[name])
                if from_phone is None
                else contacts.for_phone(session, from_phone)
            )
            return hearing.hear(
                session,
                conversation,
                self._kept(session, name, words),
                words,
                yes=plain == "yes",
                no=plain == "no",
                asks_person=asks_person,
                wants_bot=plain == "kinpath",
                at=self.at,
            )

    def _kept(self, session: Any, name: str, words: str) -> int:
        sender = self.numbers.get(name) or self.conversations[name]
        channel = "sms" if name in self.numbers else "web"
        kept = inbox.take_in(session, new_id(), channel, sender, "us", words, at=self.at)
        assert kept is not None
        kept.handled_at = self.at
        session.flush()
        return int(kept.id)

    def writes(self, name: str, words: str, **more: Any) -> None:
        """A family writes while a navigator has her case."""
        with self.store.transaction() as session:
            case = desk.open_case(session, self.conversations[name])
            assert case is not None
            inbound = more.pop("inbound", None) or self._kept(session, name, words)
            relay.from_family(session, case, inbound, words, at=self.at, **more)

    def does(self, act: Any, *names: str, **more: Any) -> Any:
        """Call a function of the desk with the named navigators and cases (by code or family)."""
        with self.store.transaction() as session:
            return act(session, *(self._thing(session, name) for name in names), at=self.at, **more)

    def got(self, name: str) -> list[str]:
        """What this phone (or web page) got since it was last looked at, oldest first."""
        rows = [row for row in self._rows(name) if row.id > self._shown.get(name, 0)]
        if rows:
            self._shown[name] = rows[-1].id
        return [row.body for row in rows if row.status != "cancelled"]

    def everything(self, name: str) -> list[str]:
        """All that this phone ever got."""
        return [row.body for row in self._rows(name)]

    def case(self, name: str) -> Case:
        """A family's latest case, or the case of a code."""
        with self.store.reading() as session:
            return self._case(session, name)

    def state(self, name: str) -> str:
        """The state of it."""
        return str(self.case(name).state)

    def trail(self, name: str) -> list[str]:
        """What happened to a case."""
        with self.store.reading() as session:
            query = select(CaseEvent).where(CaseEvent.case_id == self.case(name).id).order_by(CaseEvent.id)
            return [event.kind for event in session.execute(query).scalars()]

    def offered(self, name: str) -> list[str]:
        """Who has an open offer of a family's case, in order."""
        with self.store.reading() as session:
            case = self._case(session, name)
            offers = trail.open_offers(session, case)
            return [session.get(Navigator, offer.navigator_id).name for offer in offers]

    def speaking(self, name: str) -> bool:
        """Whether a person speaks with this family."""
        with self.store.reading() as session:
            return desk.person_is_speaking(session, self.conversations[name])

    def accepted(self, family: str, *needs: str, by: str = "Ana", **more: Any) -> str:
        """A family has asked and a navigator has said yes; phones are looked at."""
        if by not in self.numbers:
            self.navigator(by, "en", "es")
        self.wait(0.1)
        code = self.asks(family, *needs, **more)
        self.texts(by, f"yes {code}")
        assert self.state(code) == "accepted"
        self.got(family), self.got(by)
        return code

    def check_promises(self) -> None:
        """No number, no detail before YES, no open case without a timer, and no message that costs too much."""
        with self.store.reading() as session:
            rows = session.execute(select(OutboxMessage)).scalars().all()
            for row in rows:
                digits = re.sub(r"\D", "", row.body + (row.payload_json or ""))
                for number in self.numbers.values():
                    assert number.removeprefix("+1") not in digits, row.body
                assert "{" not in row.body and "}" not in row.body, row.body
                if ":offer:" in row.key:
                    assert "birth" not in row.body and SECRET not in row.body, row.body
                if row.key.startswith("desk:") and gsm.encoding(row.body) == gsm.GSM7:
                    assert gsm.segments(row.body) <= 2, f"{len(row.body)} characters: {row.body}"
            for case in session.execute(select(Case).where(Case.closed_at.is_(None))).scalars():
                assert case.next_check_at is not None, f"a {case.state} case that nobody will ever look at"
                has_navigator = case.navigator_id is not None
                assert has_navigator == (case.state == CaseState.ACCEPTED.value)
            for offer in session.execute(select(Offer).where(Offer.state == "open")).scalars():
                assert session.get(Case, offer.case_id).state == CaseState.OFFERED.value

    def _rows(self, name: str) -> list[OutboxMessage]:
        recipient = self.numbers.get(name) or self.conversations[name]
        with self.store.reading() as session:
            query = select(OutboxMessage).where(OutboxMessage.recipient_digest == digest(recipient))
            return list(session.execute(query.order_by(OutboxMessage.id)).scalars())

    def _thing(self, session: Any, name: str) -> Any:
        if name in self.numbers and name not in self.conversations:
            return navigators.for_phone(session, self.numbers[name])
        return self._case(session, name)

    def _case(self, session: Any, name: str) -> Case:
        which = (
            Case.conversation_id == self.conversations[name]
            if name in self.conversations
            else Case.code == name
        )
        found = (
            session.execute(select(Case).where(which).order_by(Case.requested_at.desc())).scalars().first()
        )
        assert found is not None
        return found
