"""The commands for when the year or the organisation changes. What they do is done by their view."""

from kyosei_desktop.domain.language import N_, _
from kyosei_desktop.store.turning import find_undoable_turn
from kyosei_desktop.ui.action_spec import ActionSpec, Menu, in_writable_ledger
from kyosei_desktop.ui.context import AppContext


def after_a_turn(context: AppContext) -> str | None:
    """For taking a turn back: the last one, while nothing has come since."""
    reason = in_writable_ledger(context)
    if reason is None and find_undoable_turn(context.open_ledger) is None:
        return _("年度更新か組織改正をした直後に使えます。")
    return reason


YEAR_TURN_ACTIONS = (
    ActionSpec(
        id="year_turn.rollover",
        text=N_("年度更新(&Y)…"),
        help=N_("次の年度の欄を作り、前の年度の予定を案として用意します。変わるところを確かめてから行います。"),
        menu=Menu.PLAN,
        run=lambda context: context.go("year_turn", do="rollover"),
        icon="calendar-clock",
        why_not=in_writable_ledger,
    ),
    ActionSpec(
        id="year_turn.reorganise",
        text=N_("組織改正(&O)…"),
        help=N_("課の名前の変更、統合、分割を行います。変わるところを確かめてから行います。"),
        menu=Menu.PLAN,
        run=lambda context: context.go("year_turn", do="reorganise"),
        icon="users",
        why_not=in_writable_ledger,
    ),
    ActionSpec(
        id="year_turn.undo",
        text=N_("年度更新・組織改正を元に戻す(&U)…"),
        help=N_("最後の年度更新、組織改正、施策の整理を、その後に何もしていなければ、まとめて元に戻します。"),
        menu=Menu.PLAN,
        run=lambda context: context.go("year_turn", do="undo"),
        icon="undo-2",
        why_not=after_a_turn,
    ),
)
