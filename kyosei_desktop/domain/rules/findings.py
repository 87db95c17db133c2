"""What a rule says about a text: where, how grave, in a sentence, and what would mend it."""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import NewType

from kyosei_desktop.domain.plan import FieldId

RuleId = NewType("RuleId", str)
"""Names a rule in definitions, submissions and tables; never changes."""

_LONGEST_EVIDENCE = 80
_DIGEST_DIGITS = 32


class Level(StrEnum):
    """How grave a finding is; `OFF` stands in settings only."""

    ERROR = "error"
    """keeps the answers from being handed in"""
    WARNING = "warning"
    """wants a tick, with a reason where its author has one"""
    HINT = "hint"
    """is said and wants nothing"""
    OFF = "off"


@dataclass(frozen=True, slots=True)
class Span:
    """A part of a text, in characters; `end` is the place after the last one."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Fix:
    """What one key puts right: its label, and the whole text after it."""

    label: str
    text: str


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that a rule points out.

    Attributes:
        sentence: what there is, and the cure.
        spans: the parts of the text concerned, in their order; none where it is about the whole.
        fix: None where no program can know what is meant.
        evidence: what it fires on, in a few characters, the same in every language: a tick holds while the same rule
            gives the same evidence.
    """

    rule: RuleId
    level: Level
    sentence: str
    spans: Sequence[Span] = ()
    fix: Fix | None = None
    evidence: str = ""


@dataclass(frozen=True, slots=True)
class Acknowledgement:
    """A tick: somebody has seen a warning and stands by the text. `made_at` is UTC."""

    field: FieldId
    rule: RuleId
    evidence: str
    reason: str | None
    author: str
    made_at: datetime

    def covers(self, field: FieldId, finding: Finding) -> bool:
        """Whether it is about this finding: the same rule on the same evidence in the same field."""
        return (self.field, self.rule, self.evidence) == (field, finding.rule, finding.evidence)


def evidence_of(parts: Iterable[str]) -> str:
    """The evidence that some parts of a text make: themselves, each once, or a digest where that grows long."""
    said = "、".join(sorted(set(parts)))
    return said if len(said) <= _LONGEST_EVIDENCE else digest_of(said)


def digest_of(text: str) -> str:
    """A short stand-in for a text that is too long to be evidence itself."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:_DIGEST_DIGITS]
