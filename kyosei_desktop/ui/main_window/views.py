"""The one table of views: what the navigation at the left shows, and what the window puts in the middle.

To add a view: write a `ui.view.View`, add a factory below that imports it when it is first shown (start-up is
measured), and a line to `VIEWS` with an icon from `resources/icons`.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kyosei_desktop.domain.language import N_
from kyosei_desktop.ui.context import AppContext

if TYPE_CHECKING:
    from kyosei_desktop.ui.view import View


@dataclass(frozen=True, slots=True)
class ViewSpec:
    """One view. Texts are marked with `N_` and translated when shown.

    Attributes:
        id: for `context.go`.
        title: its word in the navigation.
        icon: the name of a file in `resources/icons`, without `.svg`.
        question: the heading: the question that the view answers.
        factory: makes the widget.
        in_ledgers: whether it is shown for a coordinator's ledger.
        in_work_files: whether it is shown for a clerk's work file.
        is_in_navigation: whether it has a place at the left.
    """

    id: str
    title: str
    icon: str
    question: str
    factory: "Callable[[AppContext], View]"
    in_ledgers: bool = False
    in_work_files: bool = False
    is_in_navigation: bool = True


def _start(context: AppContext) -> "View":
    from kyosei_desktop.ui.main_window.start_view import StartView

    return StartView(context)


def _clerk_home(context: AppContext) -> "View":
    from kyosei_desktop.ui.clerk.home_view import HomeView

    return HomeView(context)


def _clerk_form(context: AppContext) -> "View":
    from kyosei_desktop.ui.clerk.form_view import FormView

    return FormView(context)


def _clerk_hand_in(context: AppContext) -> "View":
    from kyosei_desktop.ui.clerk.hand_in_view import HandInView

    return HandInView(context)


def _joining(context: AppContext) -> "View":
    from kyosei_desktop.ui.clerk.joining_view import JoiningView

    return JoiningView(context)


def _board(context: AppContext) -> "View":
    from kyosei_desktop.ui.board.view import BoardView

    return BoardView(context)


def _collect(context: AppContext) -> "View":
    from kyosei_desktop.ui.collect.view import CollectView

    return CollectView(context)


def _paper_in(context: AppContext) -> "View":
    from kyosei_desktop.ui.paper_in.view import PaperInView

    return PaperInView(context)


def _conflicts(context: AppContext) -> "View":
    from kyosei_desktop.ui.conflicts.view import ConflictsView

    return ConflictsView(context)


def _measures(context: AppContext) -> "View":
    from kyosei_desktop.ui.measures.view import MeasuresView

    return MeasuresView(context)


def _report(context: AppContext) -> "View":
    from kyosei_desktop.ui.report.view import ReportView

    return ReportView(context)


def _year_turn(context: AppContext) -> "View":
    from kyosei_desktop.ui.year_turn.view import YearTurnView

    return YearTurnView(context)


def _workbook_in(context: AppContext) -> "View":
    from kyosei_desktop.ui.workbook_in.view import WorkbookInView

    return WorkbookInView(context)


def _charts(context: AppContext) -> "View":
    from kyosei_desktop.ui.charts.view import ChartsView

    return ChartsView(context)


def _backups(context: AppContext) -> "View":
    from kyosei_desktop.ui.backups.view import BackupsView

    return BackupsView(context)


def _history(context: AppContext) -> "View":
    from kyosei_desktop.ui.history.view import HistoryView

    return HistoryView(context)


START = ViewSpec("start", N_("はじめに"), "folder-open", N_("何から始めますか"), _start)

VIEWS = (
    ViewSpec("home", N_("やること"), "list-checks", N_("いま何をすればよいか"), _clerk_home, in_work_files=True),
    ViewSpec("form", N_("記入"), "square-pen", N_("何をしたか"), _clerk_form, in_work_files=True),
    ViewSpec("hand_in", N_("提出"), "send", N_("このまま提出してよいか"), _clerk_hand_in, in_work_files=True),
    ViewSpec("joining", N_("合わせる"), "users", N_("同じ課の回答を合わせてよいか"), _joining, in_work_files=True),
    ViewSpec("board", N_("状況"), "layout-dashboard", N_("どこまで集まったか"), _board, in_ledgers=True),
    ViewSpec("collect", N_("取り込み"), "inbox", N_("この回答を取り込んでよいか"), _collect, in_ledgers=True),
    ViewSpec(
        "paper_in",
        N_("紙の回答"),
        "square-pen",
        N_("紙に何と書かれているか"),
        _paper_in,
        in_ledgers=True,
        is_in_navigation=False,
    ),
    ViewSpec("conflicts", N_("競合"), "git-compare", N_("どちらを採るか"), _conflicts, in_ledgers=True),
    ViewSpec("measures", N_("計画"), "table-2", N_("計画の全体"), _measures, in_ledgers=True),
    ViewSpec("report", N_("報告書"), "printer", N_("このまま印刷してよいか"), _report, in_ledgers=True),
    ViewSpec(
        "workbook_in",
        N_("報告書のExcel"),
        "file-spreadsheet",
        N_("このブックの直しを取り込んでよいか"),
        _workbook_in,
        in_ledgers=True,
        is_in_navigation=False,
    ),
    ViewSpec("charts", N_("グラフ"), "chart-column", N_("回答はどう集まったか"), _charts, in_ledgers=True),
    ViewSpec("history", N_("履歴"), "history", N_("だれが、いつ、何を変えたか"), _history, in_ledgers=True),
    ViewSpec(
        "backups",
        N_("控え"),
        "save",
        N_("どの控えがあるか"),
        _backups,
        in_ledgers=True,
        in_work_files=True,
        is_in_navigation=False,
    ),
    ViewSpec(
        "year_turn",
        N_("更新・改正"),
        "calendar-clock",
        N_("年度や組織が変わるとき"),
        _year_turn,
        in_ledgers=True,
    ),
)


def views_for(context: AppContext) -> tuple[ViewSpec, ...]:
    """The views for what is open, in the order of the navigation; the first is shown first."""
    if context.ledger is None:
        return (START,)
    if context.ledger.is_work_file:
        return tuple(one for one in VIEWS if one.in_work_files)
    return tuple(one for one in VIEWS if one.in_ledgers)
