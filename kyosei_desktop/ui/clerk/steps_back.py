"""Stepping a measure back through its kept changes, and forth again; each step is one more revision. No Qt here."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from kyosei_desktop.domain.merge import Origin, RevisionId
from kyosei_desktop.domain.plan import FieldId, Value
from kyosei_desktop.store.editing import answer_fields
from kyosei_desktop.store.history import Change, list_changes
from kyosei_desktop.store.ledger import Ledger


@dataclass(frozen=True, slots=True)
class AnswerStep:
    """One act of a clerk: what it made of one field or, where several were filled at once, of each of them."""

    made_at: datetime
    before: Mapping[FieldId, Value]
    after: Mapping[FieldId, Value]


class StepsBack:
    """Where one measure stands among the steps of its history.

    What is written in between becomes the newest step, behind those that were taken back: so no text is ever out of
    reach, and nothing is lost.
    """

    def __init__(self, ledger: Ledger, fields: Iterable[FieldId]) -> None:
        """Of a work file's measure with these fields."""
        self._ledger, self._fields = ledger, frozenset(fields)
        self._steps: Sequence[AnswerStep] = ()
        self._position = 0
        self._newest: RevisionId | None = None

    def undo(self, *, author: str) -> AnswerStep | None:
        """Take the last step back; None where there is none."""
        self._look_for_news()
        if self._position == 0:
            return None
        self._position -= 1
        step = self._steps[self._position]
        self._write(step.before, author)
        return step

    def redo(self, *, author: str) -> AnswerStep | None:
        """Take the last step that was taken back once more; None where there is none."""
        self._look_for_news()
        if self._position == len(self._steps):
            return None
        step = self._steps[self._position]
        self._position += 1
        self._write(step.after, author)
        return step

    def _write(self, values: Mapping[FieldId, Value], author: str) -> None:
        answer_fields(self._ledger, values, author=author)
        self._newest = _newest(self._changes())

    def _look_for_news(self) -> None:
        changes = self._changes()
        if _newest(changes) != self._newest:
            self._steps = [one for one in steps_of(changes) if self._fields & one.after.keys()]
            self._position, self._newest = len(self._steps), _newest(changes)

    def _changes(self) -> Sequence[Change]:
        return list_changes(self._ledger)


def steps_of(changes: Sequence[Change]) -> list[AnswerStep]:
    """The department's acts, in their order. Changes of one moment were written together."""
    values: dict[FieldId, Value] = {}
    steps: list[tuple[datetime, dict[FieldId, Value], dict[FieldId, Value]]] = []
    for change in changes:
        revision = change.revision
        if revision.origin is Origin.DEPARTMENT:
            if not steps or steps[-1][0] != revision.made_at:
                steps.append((revision.made_at, {}, {}))
            steps[-1][1].setdefault(revision.field, values.get(revision.field, Value()))
            steps[-1][2][revision.field] = revision.value
        values[revision.field] = revision.value
    return [AnswerStep(made_at, before, after) for made_at, before, after in steps]


def _newest(changes: Sequence[Change]) -> RevisionId | None:
    return changes[-1].revision.id if changes else None
