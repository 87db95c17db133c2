"""The one table of commands: menus, shortcuts, tips and tests are made from it.

To add a command: write what it does as a function of the `AppContext`, add an `ActionSpec` to one of the tables
below, or of `coordinator_actions`, with a help
text (the status tip), and where it is not always possible a `why_not` that says in words why not.
"""

from collections.abc import Callable
from functools import partial

from kyosei_desktop.domain.language import N_
from kyosei_desktop.ui.action_spec import (
    ActionSpec,
    Menu,
    in_form,
    in_work_file,
    in_writable_work_file,
    with_a_plan,
    with_joined_answers,
)
from kyosei_desktop.ui.association_actions import ASSOCIATION_ACTIONS
from kyosei_desktop.ui.backup_actions import BACKUP_ACTIONS
from kyosei_desktop.ui.context import AppContext
from kyosei_desktop.ui.coordinator_actions import REPORT_ACTIONS, ROUND_ACTIONS
from kyosei_desktop.ui.diagnosis.actions import DIAGNOSIS_ACTIONS
from kyosei_desktop.ui.handover_actions import HANDOVER_ACTIONS
from kyosei_desktop.ui.help_actions import HELP_ACTIONS
from kyosei_desktop.ui.keeping_actions import KEEPING_ACTIONS
from kyosei_desktop.ui.passphrases.actions import PASSPHRASE_ACTIONS
from kyosei_desktop.ui.probing import PROBE_ACTIONS
from kyosei_desktop.ui.server.actions import SERVER_ACTIONS
from kyosei_desktop.ui.settings import SCHEME_TEXTS, TEXT_PERCENTS, TEXT_SIZE_TEXTS
from kyosei_desktop.ui.workbook_in_actions import WORKBOOK_IN_ACTIONS
from kyosei_desktop.ui.year_turn_actions import YEAR_TURN_ACTIONS


def _form(gesture: str, *values: object) -> Callable[[AppContext], None]:
    """Calls a method of the form, which is the current view whenever `in_form` allows it."""
    return lambda context: getattr(context.shell.current_view, gesture)(*values)


def _find(context: AppContext) -> None:
    """Searches where the texts are: in the clerk's form, in the coordinator's table of the plan."""
    if context.open_ledger.is_work_file:
        if context.shell.current_view_id != "form":
            context.go("form")
        context.shell.current_view.open_search()
    else:
        context.go("measures")


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
        id="file.start",
        text=N_("始めの画面(&M)"),
        help=N_("開いているものを閉じて、始め方（回答する、取りまとめる、練習する）を選び直します。"),
        menu=Menu.FILE,
        run=lambda context: context.shell.show_start(),
    ),
    *SERVER_ACTIONS,
    ActionSpec(
        id="file.new",
        text=N_("新しい台帳を作る(&N)…"),
        help=N_("様式と計画を選び、新しい台帳を作って開きます。"),
        menu=Menu.FILE,
        run=lambda context: context.shell.ask_and_make_ledger(),
        keys="Ctrl+N",
        icon="plus",
    ),
    ActionSpec(
        id="file.new_of_book",
        text=N_("Excel の台帳から新しく作る(&F)…"),
        help=N_("これまで使ってきた Excel の進捗管理表を選び、読み方を確かめて、新しい台帳を作ります。"),
        menu=Menu.FILE,
        run=lambda context: context.shell.ask_and_make_ledger_of_book(),
        icon="file-spreadsheet",
    ),
    *WORKBOOK_IN_ACTIONS,
    *BACKUP_ACTIONS,
    *PROBE_ACTIONS,
    *ASSOCIATION_ACTIONS,
    *KEEPING_ACTIONS,
    *PASSPHRASE_ACTIONS,
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
        id="form.fix",
        text=N_("指摘を直す(&F)"),
        help=N_("いちばん近い指摘を、示されたとおりに直します。"),
        menu=Menu.FORM,
        run=_form("apply_fix"),
        keys="Alt+Return",
        icon="square-pen",
        why_not=in_form,
        starts_group=True,
    ),
    ActionSpec(
        id="form.undo_measure",
        text=N_("この施策の記入を元に戻す(&Z)"),
        help=N_("この施策で最後に保存した記入を、その前に戻します。戻した文も履歴に残ります。"),
        menu=Menu.FORM,
        run=_form("undo_measure"),
        keys="Ctrl+Alt+Z",
        icon="undo-2",
        why_not=in_form,
    ),
    ActionSpec(
        id="form.redo_measure",
        text=N_("戻した記入をやり直す(&Y)"),
        help=N_("元に戻した記入を、もう一度入れます。"),
        menu=Menu.FORM,
        run=_form("redo_measure"),
        keys="Ctrl+Alt+Y",
        why_not=in_form,
    ),
    ActionSpec(
        id="clerk.join",
        text=N_("同じ課の回答を合わせる(&J)…"),
        help=N_("手分けして記入した人の回答ファイルを選び、変わるところを確かめてから合わせます。"),
        menu=Menu.FORM,
        run=lambda context: context.go("joining", do="choose"),
        icon="users",
        why_not=in_writable_work_file,
        starts_group=True,
    ),
    ActionSpec(
        id="clerk.take_back",
        text=N_("合わせた回答を元に戻す(&R)…"),
        help=N_("最後に合わせた回答を取り除きます。控えを作ってから行い、その後に書いた文は残ります。"),
        menu=Menu.FORM,
        run=lambda context: context.go("joining", do="undo"),
        icon="undo-2",
        why_not=with_joined_answers,
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
            text=text,
            help=N_("画面の色を選びます。"),
            menu=Menu.SHOW,
            run=partial(lambda value, context: context.shell.set_look(scheme=value), scheme.value),
            is_checked=partial(lambda value, context: context.shell.scheme == value, scheme.value),
        )
        for scheme, text in SCHEME_TEXTS.items()
    ),
    *(
        ActionSpec(
            id=f"show.text.{percent}",
            text=text,
            help=N_("画面の文字の大きさを選びます。"),
            menu=Menu.SHOW,
            run=partial(lambda value, context: context.shell.set_look(text_percent=value), percent),
            is_checked=partial(lambda value, context: context.shell.text_percent == value, percent),
            starts_group=percent == TEXT_PERCENTS[0],
        )
        for percent, text in TEXT_SIZE_TEXTS.items()
    ),
    ActionSpec(
        id="show.find",
        text=N_("文を探す(&F)…"),
        help=N_("すべての施策の文から、言葉を探します。"),
        menu=Menu.SHOW,
        run=_find,
        keys="Ctrl+F",
        icon="search",
        why_not=with_a_plan,
        starts_group=True,
    ),
    ActionSpec(
        id="show.palette",
        text=N_("操作を探す(&K)…"),
        help=N_("すべての操作を言葉で探します。"),
        menu=Menu.SHOW,
        run=lambda context: context.shell.find_command(),
        keys="Ctrl+K",
        icon="search",
    ),
    ActionSpec(
        id="show.author",
        text=N_("担当者名(&A)…"),
        help=N_("履歴に残る担当者の名前を変えます。"),
        menu=Menu.SHOW,
        run=lambda context: context.shell.ask_author(),
    ),
    ActionSpec(
        id="show.preferences",
        text=N_("設定(&O)…"),
        help=N_("画面の言葉、年の書き方、色、文字の大きさを選びます。"),
        menu=Menu.SHOW,
        run=lambda context: context.shell.ask_preferences(),
        keys="Ctrl+,",
        icon="sliders-horizontal",
    ),
)

ACTIONS: tuple[ActionSpec, ...] = (
    *FILE_ACTIONS,
    *FORM_ACTIONS,
    *ROUND_ACTIONS,
    *REPORT_ACTIONS,
    *HANDOVER_ACTIONS,
    *YEAR_TURN_ACTIONS,
    *SHOW_ACTIONS,
    *HELP_ACTIONS,
    *DIAGNOSIS_ACTIONS,
)
