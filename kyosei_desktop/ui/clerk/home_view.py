"""What the clerk has to do: due date, progress, what came back, and all measures with their states."""

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QProgressBar, QVBoxLayout, QWidget

from kyosei_desktop.domain.language import N_, _
from kyosei_desktop.ui.clerk.answers import AnswerState
from kyosei_desktop.ui.clerk.first_line import shape_beside
from kyosei_desktop.ui.clerk.home_presenter import HomePresenter, Notice, Overview
from kyosei_desktop.ui.clerk.pages import Page
from kyosei_desktop.ui.context import AppContext
from kyosei_desktop.ui.flow import FlowRow
from kyosei_desktop.ui.tables import LinesModel, LinesTable, TableColumn
from kyosei_desktop.ui.view import View
from kyosei_desktop.ui.widgets import Scroller, button, card, clear_layout, label, set_property

_MOST_NOTICES = 3
_LEAST_LINES = 8  # of text, in the list of measures: else one scrolls to it
_LONGEST_FILE_NAME = 16
_NOTICE_ICONS = {"warning": "state-returned", "info": "state-started"}


def _columns(titles: Sequence[str]) -> Sequence[TableColumn[Page]]:
    """Number, name, what is asked, and the whole measure's state."""
    return (
        TableColumn(N_("№"), lambda page: page.number),
        TableColumn(N_("施策名"), lambda page: page.name, tip=lambda page: page.name, stretches=True, elided_em=10),
        *(_state_column(title, partial(Page.state_in, column=title)) for title in titles),
        _state_column(N_("状態"), lambda page: page.state),
    )


def _state_column(title: str, state_of: Callable[[Page], AnswerState | None]) -> TableColumn[Page]:
    def text(page: Page) -> str:
        state = state_of(page)
        return "" if state is None else _(state.value)

    def tone(page: Page) -> str:
        state = state_of(page)
        return "" if state is None else state.tone

    def icon(page: Page) -> str:
        state = state_of(page)
        return "" if state is None else state.icon

    return TableColumn(title, text, tone=tone, icon=icon)


class HomeView(View):
    """Shows where the work stands and passes gestures on."""

    def __init__(self, context: AppContext) -> None:
        super().__init__(context)
        self.presenter = HomePresenter(context, self)
        self._title, self._due, self._days_left = label("", "subheading", wraps=True), label(), label("", "strong")
        self._count, self._handed_in = label("", "strong"), label("", "muted", wraps=True)
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setAccessibleName(_("記入の進み具合"))
        self.go_on_button = button("", "primary", "square-pen")
        self.go_on_button.clicked.connect(self.presenter.go_on)
        self._notices = QVBoxLayout()
        self._notices.setSpacing(8)
        self.table: LinesTable[Page] | None = None
        scroller = Scroller(_("やること"))
        scroller.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # all that is in it can be reached by itself
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(scroller)
        column = scroller.column
        column.addWidget(self._head())
        column.addLayout(self._notices)
        self._table_place = QVBoxLayout()
        column.addLayout(self._table_place, 1)
        self._empty = label(
            _("この照会に記入する欄はありません。取りまとめ課に確かめるか、別の照会ファイルを開いてください。"),
            "muted",
            wraps=True,
        )
        column.addWidget(self._empty)
        self.recent = QWidget()
        self.recent.setAccessibleName(_("最近使ったファイル"))
        self._recent = FlowRow(8)
        self.recent.setLayout(self._recent)
        column.addWidget(self.recent)

    def _head(self) -> QWidget:
        head = card()
        head.setAccessibleName(_("照会の状況"))
        column = QVBoxLayout(head)
        column.setContentsMargins(24, 16, 24, 16)
        column.setSpacing(8)
        column.addWidget(self._title)
        first, second = QHBoxLayout(), FlowRow()
        first.setSpacing(16)
        first.addWidget(self._due)
        first.addWidget(self._days_left)
        first.addStretch()
        second.addWidget(self._count)
        second.add_at_right(self.go_on_button)
        column.addLayout(first)
        column.addLayout(second)
        column.addWidget(self._bar)
        column.addWidget(self._handed_in)
        return head

    def refresh(self) -> None:
        """Show the work file as it is now."""
        if self.table is not None:
            self.table.fit()
        self.presenter.refresh()

    def first_focus(self) -> QWidget:
        """The next sensible step."""
        return self.go_on_button

    def show_overview(self, overview: Overview) -> None:
        """Show where the work stands."""
        self._title.setText(overview.title)
        self._due.setText(overview.due)
        self._days_left.setText(overview.days_left)
        set_property(self._days_left, "tone", "error" if overview.is_late else "accent")
        self._count.setText(overview.progress.text)
        self._bar.setRange(0, max(overview.progress.total, 1))
        self._bar.setValue(overview.progress.done)
        self._bar.setAccessibleDescription(self._count.text())
        self.go_on_button.setText(overview.next_step)
        self.go_on_button.setAccessibleName(overview.next_step)
        self._handed_in.setText(overview.handed_in)
        self._handed_in.setVisible(bool(overview.handed_in))
        clear_layout(self._notices)
        if overview.return_reason is not None:
            title = _("差戻し：{reason}").format(reason=overview.return_reason)
            self._notices.addWidget(self._notice_card("warning", title, overview.returned))
        if overview.recovered:
            title = _("書きかけの文章が{count}件あります。自動で保存したところから続けられます。").format(
                count=len(overview.recovered)
            )
            self._notices.addWidget(self._notice_card("info", title, overview.recovered))
        self._show_pages(overview)
        self._show_recent(overview)

    def _show_recent(self, overview: Overview) -> None:
        clear_layout(self._recent)
        self.recent.setVisible(bool(overview.recent))
        self._recent.addWidget(label(_("最近使ったファイル"), "small"))
        for path in overview.recent:
            again = button(_shortened(path.stem), "quiet", "file-text")
            again.setAccessibleName(_("{name} を開く").format(name=path.name))
            again.setToolTip(str(path))
            again.clicked.connect(lambda *_checked, path=path: self.presenter.open_file(path))
            self._recent.addWidget(again)

    def _show_pages(self, overview: Overview) -> None:
        if self.table is None:  # a work file's columns never change while it is open
            self._model: LinesModel[Page] = LinesModel(_columns(overview.columns))
            self.table = LinesTable(self._model, _("施策の一覧"))
            self.table.activated.connect(self._open_chosen)
            self.table.setMinimumHeight(_LEAST_LINES * self.table.fontMetrics().lineSpacing())
            self._table_place.addWidget(self.table)
        self._empty.setVisible(not overview.pages)
        self.table.setVisible(bool(overview.pages))
        chosen = self.table.currentIndex().row()
        self._model.show_lines(overview.pages)
        self.table.choose(max(chosen, 0))

    def _notice_card(self, tone: str, title: str, notices: Sequence[Notice]) -> QFrame:
        made = card(tone)
        made.setAccessibleName(title)
        column = QVBoxLayout(made)
        column.setContentsMargins(16, 8, 16, 8)
        column.setSpacing(0)
        shape = shape_beside(_NOTICE_ICONS[tone], tone, _("種類"))
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(shape, 0, Qt.AlignmentFlag.AlignTop)
        head.addWidget(label(title, "strong", wraps=True), 1)
        column.addLayout(head)
        for notice in notices[:_MOST_NOTICES]:
            row = QHBoxLayout()
            row.addWidget(label(notice.text, wraps=True), 1)
            jump = button(_("開く"), "quiet", "arrow-right")
            jump.setAccessibleName(_("{place} を開く").format(place=notice.text))
            jump.clicked.connect(lambda *_checked, field=notice.field: self.presenter.open_field(field))
            row.addWidget(jump, 0, Qt.AlignmentFlag.AlignTop)
            column.addLayout(row)
        if len(notices) > _MOST_NOTICES:
            more = _("ほか{count}件は、下の一覧にあります。").format(count=len(notices) - _MOST_NOTICES)
            column.addWidget(label(more, "small", wraps=True))
        return made

    def _open_chosen(self) -> None:
        page = None if self.table is None else self.table.chosen
        if page is not None:
            self.presenter.open_page(page)


def _shortened(name: str) -> str:
    """A file's name, without its middle where it is long: its end tells one from another."""
    if len(name) <= _LONGEST_FILE_NAME:
        return name
    half = _LONGEST_FILE_NAME // 2
    return f"{name[:half]}…{name[-half:]}"
