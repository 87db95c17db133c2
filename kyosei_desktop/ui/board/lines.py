"""What the board says of each department and of the round as a whole, in words and shapes."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from kyosei_desktop.domain.definition import Definition
from kyosei_desktop.domain.language import N_, _
from kyosei_desktop.domain.plan import Department
from kyosei_desktop.domain.rounds import DepartmentState
from kyosei_desktop.store.status import DepartmentStatus, RoundStatus
from kyosei_desktop.ui.wording import days_left_label, field_label, moment_label

UNKNOWN = "―"
"""What a department has typed but not handed in cannot be known."""

STATE_LABELS = {
    DepartmentState.NOT_SENT: ("○", N_("未送付")),
    DepartmentState.ASKED: ("◇", N_("照会中")),
    DepartmentState.SUBMITTED: ("●", N_("提出済")),
    DepartmentState.RETURNED: ("▲", N_("差戻し中")),
    DepartmentState.ACCEPTED: ("✓", N_("受理")),
}


class NextStep(StrEnum):
    """The sensible thing to do about a department now."""

    REQUEST = N_("照会ファイルを作る")
    WAIT = N_("回答を待つ")
    REMIND = N_("督促する")
    SETTLE = N_("競合を決める")
    RETURN = N_("差し戻す")
    ACCEPT = N_("受理する")
    LOOK_AT_HELD = N_("受理後の回答を確かめる")
    NOTHING = "―"


@dataclass(frozen=True, slots=True)
class DepartmentLine:
    """One department on the board. `missing` names the required cells that are not answered."""

    department: Department
    state: DepartmentState
    shape: str
    word: str
    answered: str
    conflicts: int
    held: int
    is_late: bool
    last_movement: str
    next_step: NextStep
    missing: Sequence[str]
    contact: str
    message: str

    @property
    def has_word(self) -> bool:
        """Whether the department has handed something in that counts."""
        return self.state in (DepartmentState.SUBMITTED, DepartmentState.ACCEPTED)


@dataclass(frozen=True, slots=True)
class RoundSummary:
    """The line above the table: what is collected until when, and how far it is."""

    due: str
    days_left: str
    is_late: bool
    counts: str


def department_line(definition: Definition, status: DepartmentStatus, now: datetime) -> DepartmentLine:
    """What the board says of one department."""
    shape, word = STATE_LABELS[status.state]
    has_word = status.state in (DepartmentState.SUBMITTED, DepartmentState.ACCEPTED, DepartmentState.RETURNED)
    answered = status.answered if has_word else UNKNOWN
    last = status.last
    person = " ".join(part for part in (last.person, _extension(last.extension)) if part) if last else ""
    return DepartmentLine(
        department=status.department,
        state=status.state,
        shape=shape,
        word=_(word),
        answered=f"{answered}／{len(status.asked)}",
        conflicts=status.conflicts,
        held=status.held,
        is_late=status.is_late,
        last_movement=moment_label(definition.calendar, last.made_at, now) if last else UNKNOWN,
        next_step=_next_step(status),
        missing=[field_label(definition, address) for address in status.missing] if has_word else (),
        contact=person,
        message=(last.message or "") if last else "",
    )


def _extension(extension: str | None) -> str:
    return _("内線{extension}").format(extension=extension) if extension else ""


def _next_step(status: DepartmentStatus) -> NextStep:
    if status.state is DepartmentState.NOT_SENT:
        return NextStep.REQUEST
    if status.state in (DepartmentState.ASKED, DepartmentState.RETURNED):
        return NextStep.REMIND if status.is_late else NextStep.WAIT
    if status.state is DepartmentState.ACCEPTED:
        return NextStep.LOOK_AT_HELD if status.held else NextStep.NOTHING
    if status.conflicts:
        return NextStep.SETTLE
    return NextStep.RETURN if status.missing else NextStep.ACCEPT


def round_summary(definition: Definition, status: RoundStatus, conflicts: int, now: datetime) -> RoundSummary:
    """How far the open round is.

    Args:
        conflicts: open in the whole ledger.
    """
    assert status.round is not None
    states = [one.state for one in status.departments]
    today = now.astimezone().date()
    counted = {
        DepartmentState.ASKED: N_("{count}課 未提出"),
        DepartmentState.SUBMITTED: N_("{count}課 提出済"),
        DepartmentState.ACCEPTED: N_("{count}課 受理"),
        DepartmentState.RETURNED: N_("{count}課 差戻し中"),
        DepartmentState.NOT_SENT: N_("{count}課 未送付"),
    }
    parts = [_(text).format(count=states.count(state)) for state, text in counted.items() if state in states]
    late = sum(1 for one in status.departments if one.is_late and one.state is not DepartmentState.ACCEPTED)
    if late:
        parts.append(_("{count}課 遅れ").format(count=late))
    if conflicts:
        parts.append(_("競合 {count}件").format(count=conflicts))
    everyone = _("全{count}課").format(count=len(states))
    return RoundSummary(
        due=_("締切 {day}").format(day=definition.calendar.day(status.round.due_on)),
        days_left=days_left_label(status.round.due_on, today),
        is_late=today > status.round.due_on,
        counts=" ・ ".join([everyone, *parts]),
    )
