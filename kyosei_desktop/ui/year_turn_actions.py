"""The commands for when the year or the organisation changes. What they do is done by their view."""

from kyosei_desktop.domain.language import N_, _
from kyosei_desktop.store.suggestions import list_suggestions
from kyosei_desktop.store.turning import find_undoable_turn
from kyosei_desktop.ui.action_spec import ActionSpec, Menu, in_writable_ledger
from kyosei_desktop.ui.context import AppContext


def after_a_turn(context: AppContext) -> str | None:
    """For taking a turn back: the last one, while nothing has come since."""
    reason = in_writable_ledger(context)
    if reason is None and find_undoable_turn(context.open_ledger) is None:
        return _("年度更新、組織改正、施策の整理、予定の確定をした直後に使えます。")
    return reason


def with_offered_plans(context: AppContext) -> str | None:
    """For confirming plans: some are offered."""
    reason = in_writable_ledger(context)
    if reason is None and not list_suggestions(context.open_ledger):
        return _("確定を待っている予定の案があるときに使えます。")
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
        id="year_turn.arrange",
        text=N_("施策の整理(&M)…"),
        help=N_("施策を加える、終える、番号を変える、分けることができます。変わるところを確かめてから行います。"),
        menu=Menu.PLAN,
        run=lambda context: context.go("year_turn", do="arrange"),
        icon="list-checks",
        why_not=in_writable_ledger,
    ),
    ActionSpec(
        id="year_turn.confirm",
        text=N_("予定の案をすべて予定にする(&P)…"),
        help=N_("年度更新で用意された予定の案を、一覧で確かめてから、まとめて予定として確定します。"),
        menu=Menu.PLAN,
        run=lambda context: context.go("year_turn", do="confirm"),
        icon="check",
        why_not=with_offered_plans,
    ),
    ActionSpec(
        id="year_turn.undo",
        text=N_("年度更新・組織改正・施策の整理を元に戻す(&U)…"),
        help=N_("最後の年度更新、組織改正、施策の整理、予定の確定を元に戻します。その後に何かしていると、戻せません。"),
        menu=Menu.PLAN,
        run=lambda context: context.go("year_turn", do="undo"),
        icon="undo-2",
        why_not=after_a_turn,
    ),
)
