"""What the board says of each department and of the round as a whole, in words and shapes."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from kyosei_desktop.domain.definition import Definition
from kyosei_desktop.domain.language import N_, _
from kyosei_desktop.domain.plan import Department
from kyosei_desktop.domain.rounds import DepartmentState
from kyosei_desktop.store.status import DepartmentStatus, LastWord, RoundStatus
from kyosei_desktop.store.submissions import MergedSubmission
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
_IN_CONFLICT = ("⚡", N_("競合あり"))


class NextStep(StrEnum):
    """The sensible thing to do about a department now."""

    REQUEST = N_("照会ファイルを作る")
    REQUEST_MORE = N_("足した欄を照会する")
    WAIT = N_("回答を待つ")
    REMIND = N_("督促する")
    SETTLE = N_("競合を決める")
    RETURN = N_("差し戻す")
    ACCEPT = N_("受理する")
    LOOK_AT_HELD = N_("受理後の回答を確かめる")
    NOTHING = "―"


@dataclass(frozen=True, slots=True)
class DepartmentLine:
    """One department on the board.

    Attributes:
        due: days left or late, in words; empty once everything is in, in time.
        days_late: after the due date, negative before it; for sorting.
        missing: names the required cells that are not answered; `in_conflict` those that were answered differently.
        contact: whom to phone; `contact_note` says from when that is, where it is not of this round.
        moved_at: of the last movement, UTC.
    """

    department: Department
    state: DepartmentState
    shape: str
    word: str
    answered: str
    conflicts: int
    held: int
    not_sent: int
    is_late: bool
    due: str
    days_late: int
    last_movement: str
    moved_at: datetime | None
    next_step: NextStep
    missing: Sequence[str]
    in_conflict: Sequence[str]
    contact: str
    contact_note: str
    message: str
    is_complete: bool
    has_gaps: bool

    @property
    def is_in_conflict(self) -> bool:
        """Whether conflicts keep the department's answers from being accepted."""
        return self.state is DepartmentState.SUBMITTED and self.conflicts > 0

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


def department_line(
    definition: Definition,
    status: DepartmentStatus,
    due_on: date,
    now: datetime,
    former: MergedSubmission | None = None,
) -> DepartmentLine:
    """What the board says of one department.

    Args:
        former: the newest submission of an earlier round, for whom to phone while this one is silent.
    """
    is_in_conflict = status.state is DepartmentState.SUBMITTED and status.conflicts > 0
    shape, word = _IN_CONFLICT if is_in_conflict else STATE_LABELS[status.state]
    has_word = status.state in (DepartmentState.SUBMITTED, DepartmentState.ACCEPTED, DepartmentState.RETURNED)
    answered = status.answered if has_word else UNKNOWN
    last = status.last
    whom: LastWord | MergedSubmission | None = last or former
    due, days_late = _due(status, due_on, now)
    return DepartmentLine(
        department=status.department,
        state=status.state,
        shape=shape,
        word=_(word),
        answered=f"{answered}／{len(status.asked)}",
        conflicts=status.conflicts,
        held=status.held,
        not_sent=status.not_sent,
        is_late=status.is_late,
        due=due,
        days_late=days_late,
        last_movement=moment_label(definition.shown_calendar, last.made_at, now) if last else UNKNOWN,
        moved_at=last.made_at if last else None,
        next_step=_next_step(status),
        missing=[field_label(definition, address) for address in status.missing] if has_word else (),
        in_conflict=[field_label(definition, address) for address in status.in_conflict],
        contact=" ".join(part for part in (whom.person, _extension(whom.extension)) if part) if whom else "",
        contact_note=_("前の照会の回答より") if last is None and former is not None else "",
        message=(last.message or "") if last else "",
        is_complete=status.is_complete,
        has_gaps=status.has_gaps,
    )


def _due(status: DepartmentStatus, due_on: date, now: datetime) -> tuple[str, int]:
    """Days left or late in words, and late days as a number."""
    if status.state is DepartmentState.ACCEPTED:
        return "", -10_000
    if status.state is DepartmentState.SUBMITTED and status.last is not None:
        late = (status.last.made_at.astimezone().date() - due_on).days
        return (_("{days}日遅れて提出").format(days=late) if late > 0 else "", late)
    late = (now.astimezone().date() - due_on).days
    if late > 0:
        return _("{days}日遅れ").format(days=late), late
    return (_("今日まで") if late == 0 else _("あと{days}日").format(days=-late)), late


def _extension(extension: str | None) -> str:
    return _("内線{extension}").format(extension=extension) if extension else ""


def _next_step(status: DepartmentStatus) -> NextStep:
    if status.state is DepartmentState.NOT_SENT:
        return NextStep.REQUEST
    if status.state is DepartmentState.ACCEPTED:
        return NextStep.LOOK_AT_HELD if status.held else NextStep.NOTHING
    if status.not_sent:
        return NextStep.REQUEST_MORE
    if status.state in (DepartmentState.ASKED, DepartmentState.RETURNED):
        return NextStep.REMIND if status.is_late else NextStep.WAIT
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
        due=_("締切 {day}").format(day=definition.shown_calendar.day(status.round.due_on)),
        days_left=days_left_label(status.round.due_on, today),
        is_late=today > status.round.due_on,
        counts=" ・ ".join([everyone, *parts]),
    )
