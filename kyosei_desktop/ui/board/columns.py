"""The columns of the board."""

from kyosei_desktop.domain.language import N_, _
from kyosei_desktop.domain.rounds import DepartmentState
from kyosei_desktop.ui.board.lines import DepartmentLine, NextStep
from kyosei_desktop.ui.tables import TableColumn

_TONES = {
    DepartmentState.NOT_SENT: "muted",
    DepartmentState.ASKED: "text",
    DepartmentState.SUBMITTED: "accent",
    DepartmentState.RETURNED: "warning",
    DepartmentState.ACCEPTED: "ok",
}


def _state(line: DepartmentLine) -> str:
    return f"{line.shape} {line.word}"


def _conflicts(line: DepartmentLine) -> str:
    return _("競合 {count}件").format(count=line.conflicts) if line.conflicts else ""


def _missing(line: DepartmentLine) -> str:
    return _("{count}欄").format(count=len(line.missing)) if line.missing else ""


COLUMNS: tuple[TableColumn[DepartmentLine], ...] = (
    TableColumn(N_("担当課"), lambda line: line.department.name, stretches=True),
    TableColumn(
        N_("状態"),
        _state,
        tip=_conflicts,
        tone=lambda line: "error" if line.is_in_conflict else _TONES[line.state],
    ),
    TableColumn(N_("締切"), lambda line: line.due, tone=lambda line: "error" if line.days_late > 0 else "muted"),
    TableColumn(N_("記入"), lambda line: line.answered, is_number=True),
    TableColumn(
        N_("未記入"), _missing, tip=lambda line: "\n".join(line.missing), tone=lambda _line: "warning", is_number=True
    ),
    TableColumn(N_("最後の動き"), lambda line: line.last_movement),
    TableColumn(
        N_("次の一手"),
        lambda line: _(line.next_step),
        tone=lambda line: "muted" if line.next_step in (NextStep.WAIT, NextStep.NOTHING) else "accent",
    ),
)
