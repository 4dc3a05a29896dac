"""What Kinpath understood of one message."""

from dataclasses import dataclass, field
from typing import Any

EntityValue = str | int | list[str] | list[int]


@dataclass(frozen=True)
class Scored:
    """A code of the taxonomy and how sure we are of it, 0 to 1."""

    code: str
    score: float

    def as_json(self) -> dict[str, Any]:
        """{"code", "score"}"""
        return {"code": self.code, "score": round(self.score, 3)}


@dataclass(frozen=True)
class Reading:
    """One message as understood: its language, what it does (act), what it asks for (needs), what is urgent."""

    text: str
    language: str
    act: str
    act_confidence: float
    needs: tuple[Scored, ...] = ()
    crisis: Scored | None = None
    entities: dict[str, EntityValue] = field(default_factory=dict)
    script: str | None = None
    """zh_Hans or zh_Hant for Chinese, else None."""

    def as_json(self) -> dict[str, Any]:
        """The shape that `kinpath understand` prints."""
        return {
            "text": self.text,
            "language": self.language,
            "act": self.act,
            "act_confidence": round(self.act_confidence, 3),
            "needs": [need.as_json() for need in self.needs],
            "crisis": self.crisis.as_json() if self.crisis else None,
            "entities": self.entities,
        }
