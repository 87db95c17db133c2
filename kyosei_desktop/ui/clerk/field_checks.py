"""What the rules point out in each field as it is typed, and which of it is ticked. No Qt here."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from kyosei_desktop.domain.language import N_
from kyosei_desktop.domain.plan import FieldId, Plan, Value
from kyosei_desktop.domain.rules.checking import check_value
from kyosei_desktop.domain.rules.findings import Acknowledgement, Finding, Level
from kyosei_desktop.domain.rules.presence import REQUIRED
from kyosei_desktop.domain.rules.question import Printed, Question
from kyosei_desktop.store.acknowledgements import acknowledge, load_acknowledgements, withdraw_acknowledgement
from kyosei_desktop.store.ledger import Ledger
from kyosei_desktop.store.work_files import Work
from kyosei_desktop.store.work_findings import questions_of_work
from kyosei_desktop.ui.clerk.answers import AnswerState


@dataclass(frozen=True, slots=True)
class LevelLook:
    """How a level is shown: a word, a shape and a colour that underlines them."""

    word: str
    icon: str
    tone: str


LEVEL_LOOKS = {
    Level.ERROR: LevelLook(N_("誤り"), "circle-x", "error"),
    Level.WARNING: LevelLook(N_("注意"), "triangle-alert", "warning"),
    Level.HINT: LevelLook(N_("ヒント"), "info", "info"),
}


_UNWRITTEN = LevelLook(N_("未記入"), AnswerState.UNWRITTEN.icon, "error")
"""Of a required field that is empty: nobody has done anything wrong yet."""


@dataclass(frozen=True, slots=True)
class Pointed:
    """A finding, and the tick on it where there is one that holds."""

    finding: Finding
    tick: Acknowledgement | None = None

    @property
    def can_be_ticked(self) -> bool:
        """Only warnings can."""
        return self.finding.level is Level.WARNING

    @property
    def look(self) -> LevelLook:
        """How it is shown."""
        return _UNWRITTEN if self.finding.rule == REQUIRED else LEVEL_LOOKS[self.finding.level]

    @property
    def is_wrong(self) -> bool:
        """Whether what stands in the field cannot stay; an empty field waits, and is not wrong."""
        return self.finding.level is Level.ERROR and self.finding.rule != REQUIRED


class FieldChecks:
    """Applies the rules of a work file's definition to what is typed."""

    def __init__(self, ledger: Ledger, work: Work, plan: Plan) -> None:
        """Of a work file as it was read; another reading wants another one."""
        self._ledger = ledger
        self._questions: Mapping[FieldId, Question] = questions_of_work(work, plan, ledger.definition)
        self._ticks: dict[FieldId, Sequence[Acknowledgement]] = dict(load_acknowledgements(ledger))

    def point_out(self, field: FieldId, value: Value, printed: Printed | None = None) -> list[Pointed]:
        """Everything that the rules find, the gravest first. `printed`: how it comes out, where that is known."""
        question = self._questions[field]
        if printed is not None:
            question = replace(question, printed=printed)
        ticks = self._ticks.get(field, ())
        return [
            Pointed(one, next((tick for tick in ticks if tick.covers(field, one)), None))
            for one in check_value(question, value, self._ledger.definition.rules)
        ]

    def tick(self, field: FieldId, finding: Finding, reason: str, *, author: str) -> None:
        """Stand by a text that a warning is about; again with another reason changes it. Raises LedgerReadOnly."""
        acknowledge(self._ledger, field, finding, reason=reason.strip() or None, author=author)
        self._ticks = dict(load_acknowledgements(self._ledger))

    def untick(self, field: FieldId, finding: Finding) -> None:
        """Take a tick back. Raises LedgerReadOnly."""
        withdraw_acknowledgement(self._ledger, field, finding)
        self._ticks = dict(load_acknowledgements(self._ledger))
