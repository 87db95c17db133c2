"""What a command is: its words, its place, and when it is possible."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from kyosei_desktop.domain.language import N_, _
from kyosei_desktop.store.rounds import find_open_round, list_rounds
from kyosei_desktop.store.undoing import find_undoable
from kyosei_desktop.ui.context import AppContext


class Menu(StrEnum):
    """The menus, in their order; values are marked texts."""

    FILE = N_("ファイル(&F)")
    FORM = N_("記入(&E)")
    ROUND = N_("照会(&R)")
    REPORT = N_("報告書(&P)")
    PLAN = N_("計画(&L)")
    SHOW = N_("表示(&V)")
    HELP = N_("ヘルプ(&H)")


def always(_context: AppContext) -> str | None:
    """For commands that are always possible."""
    return None


def with_a_plan(context: AppContext) -> str | None:
    """For commands that need a ledger or a work file."""
    return _("台帳か作業ファイルを開くと使えます。") if context.ledger is None else None


def in_ledger(context: AppContext) -> str | None:
    """For commands of the coordinator."""
    if context.ledger is None:
        return _("台帳を開くと使えます。")
    return _("取りまとめ課の台帳で使います。") if context.ledger.is_work_file else None


def in_real_ledger(context: AppContext) -> str | None:
    """For commands of the coordinator that make no sense in a rehearsal."""
    reason = in_ledger(context)
    if reason is None and context.open_ledger.definition.is_rehearsal:
        return _("予行演習ではない、本物の台帳で使います。")
    return reason


def in_writable_ledger(context: AppContext) -> str | None:
    """For commands of the coordinator that change the ledger."""
    reason = in_ledger(context)
    if reason is None and context.open_ledger.is_read_only:
        return _("台帳を読み取り専用で開いています。")
    return reason


def in_open_round(context: AppContext) -> str | None:
    """For commands of a running round."""
    reason = in_writable_ledger(context)
    if reason is None and find_open_round(context.open_ledger) is None:
        return _("照会を始めると使えます。")
    return reason


def between_rounds(context: AppContext) -> str | None:
    """For commands that begin a round."""
    reason = in_writable_ledger(context)
    if reason is None and find_open_round(context.open_ledger) is not None:
        return _("いまの照会を締め切ると使えます。")
    return reason


def after_a_round(context: AppContext) -> str | None:
    """For commands that take up a closed round again."""
    reason = between_rounds(context)
    if reason is None and not list_rounds(context.open_ledger):
        return _("締め切った照会がありません。")
    return reason


def after_something_undoable(context: AppContext) -> str | None:
    """For taking back the newest acceptance, return or bulk settling."""
    reason = in_open_round(context)
    if reason is None and find_undoable(context.open_ledger) is None:
        return _("受理、差戻し、表記だけの競合をまとめて決めることのどれかをすると使えます。")
    return reason


def in_work_file(context: AppContext) -> str | None:
    """For commands of the clerk."""
    if context.ledger is None or not context.ledger.is_work_file:
        return _("担当課の作業ファイルで使います。照会ファイルを開いてください。")
    return None


def in_writable_work_file(context: AppContext) -> str | None:
    """For commands of the clerk that change the work file."""
    reason = in_work_file(context)
    if reason is None and context.open_ledger.is_read_only:
        return _("作業ファイルを読み取り専用で開いています。")
    return reason


def with_joined_answers(context: AppContext) -> str | None:
    """For taking a colleague's answers out again."""
    reason = in_writable_work_file(context)
    if reason is not None:
        return reason
    from kyosei_desktop.store.joining import list_joined  # for a work file only: a ledger is opened without

    return None if list_joined(context.open_ledger) else _("同じ課の回答を合わせると使えます。")


def in_form(context: AppContext) -> str | None:
    """For commands of the form."""
    reason = in_work_file(context)
    if reason is None and context.shell.current_view_id != "form":
        return _("記入の画面で使います。")
    return reason


@dataclass(frozen=True, slots=True)
class ActionSpec:
    """One command.

    Attributes:
        id: unique.
        text: in the menu, with its mnemonic.
        help: one sentence, shown in the status line.
        menu: where it stands; None for a shortcut only.
        run: does it.
        keys: the shortcut, as Qt writes it; empty for none.
        icon: a name in `resources/icons`.
        why_not: the reason why it is not possible now; None when it is.
        is_checked: for a choice among several, whether it is the one in use.
        starts_group: whether a line stands above it in the menu.
    """

    id: str
    text: str
    help: str
    menu: Menu | None
    run: Callable[[AppContext], None]
    keys: str = ""
    icon: str = ""
    why_not: Callable[[AppContext], str | None] = always
    is_checked: Callable[[AppContext], bool] | None = None
    starts_group: bool = False
