"""The merge rule: a field's history is a small graph of revisions, and merging is their union.

A pure function over that graph; see the decision record 0002 and the laws in `tests/property`. The value
of a field depends on the *set* of its live revisions only, hence not on the order in which they came.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import NewType

from kyosei_desktop.domain.plan import DepartmentId, FieldId, Value
from kyosei_desktop.domain.text import differ_in_notation_only

RevisionId = NewType("RevisionId", str)
SourceId = NewType("SourceId", str)


class Origin(StrEnum):
    """Whose word a revision is."""

    ROOT = "root"
    """the plan as first stored, or as a request carried it"""
    COORDINATOR = "coordinator"
    DEPARTMENT = "department"


@dataclass(frozen=True, slots=True)
class Revision:
    """One change of one field. Never changed, never removed.

    Attributes:
        after: ids of the revisions that its author had before their eyes; some may be unknown here.
        author: a person's name, for people to read.
        department: for which department, where `origin` is DEPARTMENT.
        made_at: UTC.
        reason: why, in the author's words.
    """

    id: RevisionId
    field: FieldId
    value: Value
    after: Sequence[RevisionId]
    origin: Origin
    author: str
    made_at: datetime
    department: DepartmentId | None = None
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class Head:
    """A live revision that no live revision comes after."""

    revision: RevisionId
    value: Value


@dataclass(frozen=True, slots=True)
class FieldState:
    """What a field's live revisions amount to: the value shown, and its heads in a stable order."""

    shown: Value
    heads: Sequence[Head]

    @property
    def is_conflict(self) -> bool:
        """Whether no rule may choose between the heads."""
        return len({head.value for head in self.heads}) > 1

    @property
    def is_notation_only(self) -> bool:
        """Whether the heads in conflict differ in 全角/半角 or punctuation alone (表記だけの違い)."""
        values = [head.value for head in self.heads]
        return self.is_conflict and all(
            one == values[0] or (one.blank == values[0].blank and differ_in_notation_only(one.text, values[0].text))
            for one in values
        )


def field_state(
    revisions: Iterable[Revision],
    dormant: Collection[RevisionId] = (),
    *,
    authority: Origin = Origin.COORDINATOR,
) -> FieldState:
    """What one field says, given all revisions of it that ever arrived.

    Args:
        revisions: of one field, in any order; at least one root among them.
        dormant: ids of those that are withdrawn or held; they give no head, but what they came after
            stays superseded by whatever live revision came after them.
        authority: whose newest word a field in conflict shows: the coordinator's, in a clerk's work file the
            department's own.
    """
    known = {one.id: one for one in revisions}
    live = [one for one in known.values() if one.id not in dormant]
    superseded = ancestors(known, live)
    heads = sorted((one for one in live if one.id not in superseded), key=lambda one: (one.made_at, one.id))
    values = {one.value for one in heads}
    shown = heads[0].value if len(values) == 1 else _newest_word(known, live, authority)
    return FieldState(shown, tuple(Head(one.id, one.value) for one in heads))


def ancestors(known: Mapping[RevisionId, Revision], revisions: Iterable[Revision]) -> set[RevisionId]:
    """The ids of all that the given revisions come after, through any chain of known ones."""
    found: set[RevisionId] = set()
    open_ids = [parent for one in revisions for parent in one.after]
    while open_ids:
        one = open_ids.pop()
        if one not in found:
            found.add(one)
            if one in known:
                open_ids.extend(known[one].after)
    return found


def common_word(revisions: Iterable[Revision], heads: Collection[RevisionId]) -> Revision | None:
    """The newest revision that the authors of all these heads had before their eyes; None where there is none.

    Newest in the graph before by time. It is what their texts are compared with to find out who changed what.
    """
    known = {one.id: one for one in revisions}
    seen = [ancestors(known, [known[head]]) | {head} for head in heads]
    shared = [known[one] for one in set.intersection(*seen) if one in known] if seen else []
    earlier = ancestors(known, shared)
    return max((one for one in shared if one.id not in earlier), key=lambda one: (one.made_at, one.id), default=None)


def _newest_word(known: Mapping[RevisionId, Revision], live: Collection[Revision], authority: Origin) -> Value:
    """The authority's newest live word, else the root's. Newest in the graph before by time: clocks err."""
    words = [one for one in live if one.origin is authority] or [
        one for one in known.values() if one.origin is Origin.ROOT
    ]
    superseded = ancestors(known, words)
    newest = [one for one in words if one.id not in superseded] or words
    return max(newest, key=lambda one: (one.made_at, one.id)).value
