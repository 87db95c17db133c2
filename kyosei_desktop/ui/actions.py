"""The one table of commands: menus, shortcuts, tips and tests are made from it.

To add a command: write what it does as a function of the `AppContext`, add an `ActionSpec` to `ACTIONS` with a help
text (the status tip), and where it is not always possible a `why_not` that says in words why not.
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from functools import partial

from kyosei_desktop.domain.language import N_, _
from kyosei_desktop.ui.context import AppContext
from kyosei_desktop.ui.settings import SCHEME_TEXTS, TEXT_PERCENTS, Scheme


class Menu(StrEnum):
    """The menus, in their order; values are marked texts."""

    FILE = N_("ファイル(&F)")
    FORM = N_("記入(&E)")
    ROUND = N_("照会(&R)")
    REPORT = N_("報告書(&P)")
    SHOW = N_("表示(&V)")
    HELP = N_("ヘルプ(&H)")


def always(_context: AppContext) -> str | None:
    """For commands that are always possible."""
    return None


def in_ledger(context: AppContext) -> str | None:
    """For commands of the coordinator."""
    if context.ledger is None:
        return _("台帳を開くと使えます。")
    return _("取りまとめ課の台帳で使います。") if context.ledger.is_work_file else None


def in_writable_ledger(context: AppContext) -> str | None:
    """For commands of the coordinator that change the ledger."""
    reason = in_ledger(context)
    if reason is None and context.open_ledger.is_read_only:
        return _("台帳を読み取り専用で開いています。")
    return reason


def in_work_file(context: AppContext) -> str | None:
    """For commands of the clerk."""
    if context.ledger is None or not context.ledger.is_work_file:
        return _("担当課の作業ファイルで使います。照会ファイルを開いてください。")
    return None


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


def _form(gesture: str, *values: object) -> Callable[[AppContext], None]:
    """Calls a method of the form, which is the current view whenever `in_form` allows it."""
    return lambda context: getattr(context.shell.current_view, gesture)(*values)


FILE_ACTIONS = (
    ActionSpec(
        id="file.open",
        text=N_("開く(&O)…"),
        help=N_("台帳、照会ファイル、回答ファイルを開きます。"),
        menu=Menu.FILE,
        run=lambda context: context.shell.ask_and_open(),
        keys="Ctrl+O",
        icon="folder-open",
    ),
    ActionSpec(
        id="file.new",
        text=N_("新しい台帳を作る(&N)…"),
        help=N_("組み込みの計画を入れた新しい台帳を作って開きます。"),
        menu=Menu.FILE,
        run=lambda context: context.shell.ask_and_make_ledger(),
        keys="Ctrl+N",
        icon="plus",
    ),
    ActionSpec(
        id="file.quit",
        text=N_("終了(&X)"),
        help=N_("書きかけの文章を保存して終わります。"),
        menu=Menu.FILE,
        run=lambda context: context.shell.quit(),
        keys="Ctrl+Q",
        starts_group=True,
    ),
)

FORM_ACTIONS = (
    ActionSpec(
        id="form.next",
        text=N_("次の施策(&N)"),
        help=N_("次の施策の記入へ進みます。"),
        menu=Menu.FORM,
        run=_form("go_next"),
        keys="Ctrl+PgDown",
        icon="chevron-right",
        why_not=in_form,
    ),
    ActionSpec(
        id="form.previous",
        text=N_("前の施策(&P)"),
        help=N_("前の施策の記入へ戻ります。"),
        menu=Menu.FORM,
        run=_form("go_previous"),
        keys="Ctrl+PgUp",
        icon="chevron-left",
        why_not=in_form,
    ),
    ActionSpec(
        id="form.next_unanswered",
        text=N_("次の未記入の欄(&U)"),
        help=N_("まだ記入していない次の欄へ進みます。"),
        menu=Menu.FORM,
        run=_form("go_next_unanswered"),
        keys="Ctrl+Return",
        icon="arrow-right",
        why_not=in_form,
    ),
    ActionSpec(
        id="form.written",
        text=N_("文章を記入する(&W)"),
        help=N_("いまの欄を、文章を書く欄にします。"),
        menu=Menu.FORM,
        run=_form("choose_state", "written"),
        keys="Alt+1",
        why_not=in_form,
        starts_group=True,
    ),
    ActionSpec(
        id="form.not_applicable",
        text=N_("該当なしにする(&A)"),
        help=N_("いまの欄を、該当なしの空白にします。"),
        menu=Menu.FORM,
        run=_form("choose_state", "not_applicable"),
        keys="Alt+2",
        why_not=in_form,
    ),
    ActionSpec(
        id="form.ended",
        text=N_("終了した取組にする(&E)"),
        help=N_("いまの欄を、取組が終わったための空白にします。"),
        menu=Menu.FORM,
        run=_form("choose_state", "ended"),
        keys="Alt+3",
        why_not=in_form,
    ),
    ActionSpec(
        id="form.not_begun",
        text=N_("未着手（*****）にする(&B)"),
        help=N_("いまの欄に、その年度に始まっていないことを表す記号を入れます。"),
        menu=Menu.FORM,
        run=_form("choose_state", "not_begun"),
        keys="Alt+4",
        why_not=in_form,
    ),
    ActionSpec(
        id="clerk.hand_in",
        text=N_("確認して提出する(&H)…"),
        help=N_("足りない欄を確かめて、提出ファイルを作ります。"),
        menu=Menu.FORM,
        run=lambda context: context.go("hand_in"),
        keys="Ctrl+Shift+Return",
        icon="send",
        why_not=in_work_file,
        starts_group=True,
    ),
)

SHOW_ACTIONS = (
    *(
        ActionSpec(
            id=f"show.scheme.{scheme.value}",
            text=SCHEME_TEXTS[scheme],
            help=N_("画面の色を選びます。"),
            menu=Menu.SHOW,
            run=partial(lambda value, context: context.shell.set_look(scheme=value), scheme.value),
            is_checked=partial(lambda value, context: context.shell.scheme == value, scheme.value),
        )
        for scheme in (Scheme.LIGHT, Scheme.DARK, Scheme.SYSTEM)
    ),
    *(
        ActionSpec(
            id=f"show.text.{percent}",
            text=N_("文字の大きさ {percent}%").replace("{percent}", str(percent)),
            help=N_("画面の文字の大きさを選びます。"),
            menu=Menu.SHOW,
            run=partial(lambda value, context: context.shell.set_look(text_percent=value), percent),
            is_checked=partial(lambda value, context: context.shell.text_percent == value, percent),
            starts_group=percent == TEXT_PERCENTS[0],
        )
        for percent in TEXT_PERCENTS
    ),
    ActionSpec(
        id="show.author",
        text=N_("担当者名(&A)…"),
        help=N_("履歴に残る担当者の名前を変えます。"),
        menu=Menu.SHOW,
        run=lambda context: context.shell.ask_author(),
        starts_group=True,
    ),
)

ACTIONS: tuple[ActionSpec, ...] = (*FILE_ACTIONS, *FORM_ACTIONS, *SHOW_ACTIONS)
