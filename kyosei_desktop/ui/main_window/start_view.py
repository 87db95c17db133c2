"""The view for when nothing is open: what a person is here for, and what was open lately."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QFrame, QPushButton, QVBoxLayout, QWidget

from kyosei_desktop.domain.errors import KyoseiError
from kyosei_desktop.domain.language import _
from kyosei_desktop.store.places import ledger_place
from kyosei_desktop.ui.context import AppContext
from kyosei_desktop.ui.flow import FlowRow
from kyosei_desktop.ui.next_step import mark_next_step
from kyosei_desktop.ui.starts import Start
from kyosei_desktop.ui.view import View
from kyosei_desktop.ui.widgets import Paragraph, Scroller, button, card, clear_layout, label


class StartView(View):
    """Three ways to start, and the files opened lately."""

    def __init__(self, context: AppContext) -> None:
        super().__init__(context)
        self.respond_button = button(_("照会ファイルを開く…"))
        self.respond_button.clicked.connect(lambda: context.shell.start_as(Start.RESPOND))
        self.coordinate_button = button(_("見本の計画で始める"))
        self.coordinate_button.clicked.connect(lambda: context.shell.start_as(Start.COORDINATE))
        self.open_button = button(_("台帳を開く…"), "quiet", "folder-open")
        self.open_button.clicked.connect(context.shell.ask_and_open)
        self.new_button = button(_("自分の計画で台帳を作る…"), "quiet", "plus")
        self.new_button.clicked.connect(context.shell.ask_and_make_ledger)
        self.rehearse_button = button(_("練習する"))
        self.rehearse_button.clicked.connect(lambda: context.shell.start_as(Start.REHEARSE))
        self._recent = QVBoxLayout()
        page = Scroller(_("始め方"))
        for part in self._ways():
            page.column.addWidget(part)
        page.column.addLayout(self._recent)
        page.column.addWidget(
            label(
                _("選んだ始め方は次から使います。「ファイル」の「始めの画面」で、いつでもここに戻れます。"),
                "small",
                wraps=True,
            )
        )
        page.column.addStretch()
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(page)

    def _ways(self) -> list[QFrame]:
        return [
            _way(
                _("照会に回答する（担当課）"),
                _(
                    "届いた照会ファイル（.kyoq）を開きます。この画面に落としても開けます。書いたものは書類フォルダに残ります。"
                ),
                self.respond_button,
            ),
            _way(
                _("取りまとめる（取りまとめ課）"),
                _("台帳を開いて、照会を始め、回答を取り込み、報告書を作ります。台帳は書類フォルダに作られます。"),
                self.coordinate_button,
                self.new_button,
                self.open_button,
            ),
            _way(
                _("練習する"),
                _("見本の計画と作りものの回答で、取り込みから報告書までを試します。本物の台帳には影響しません。"),
                self.rehearse_button,
            ),
        ]

    def refresh(self) -> None:
        """Fill the button of the way chosen last, and list the files opened lately."""
        chosen = self._button_of(self.context.shell.start)
        names = {
            self.respond_button: "folder-open",
            self.coordinate_button: "file-text",
            self.rehearse_button: "copy",
        }
        for one, icon in names.items():
            mark_next_step(one, icon, is_next=one is chosen)
        clear_layout(self._recent)
        files, servers = self.context.shell.recent_files, self.context.shell.recent_servers
        if files:
            self._recent.addWidget(label(_("最近使ったファイル"), "strong"))
        for path in files:
            self._recent.addWidget(_recent(path.name, str(path), partial(self._open, path)))
        if servers:
            self._recent.addWidget(label(_("最近使ったサーバーの台帳"), "strong"))
        for address in servers:
            self._recent.addWidget(_recent(_server_name(address), address, partial(self._open_server, address)))

    def _button_of(self, start: Start | None) -> QPushButton:
        return self.coordinate_button if start is Start.COORDINATE else self.respond_button

    def first_focus(self) -> QWidget:
        """The way chosen last; at the first start that of the many, who answer."""
        return self._button_of(self.context.shell.start)

    def _open(self, path: Path, *_checked: bool) -> None:
        self.context.shell.open_file(path)

    def _open_server(self, address: str, *_checked: bool) -> None:
        self.context.shell.open_server_address(address)


def _server_name(address: str) -> str:
    try:
        return ledger_place(address).name
    except KyoseiError:
        return address  # of another version, perhaps; opening it says what is wrong


def _recent(name: str, tip: str, open_it: Callable[[], None]) -> QWidget:
    again = button(name, "quiet", "file-text")
    again.setToolTip(tip)
    again.clicked.connect(open_it)
    row = FlowRow()
    row.addWidget(again)
    holder = QWidget()
    holder.setAccessibleName(name)
    holder.setLayout(row)
    return holder


def _way(title: str, told: str, *buttons: QPushButton) -> QFrame:
    made = card()
    made.setAccessibleName(title)
    column = QVBoxLayout(made)
    column.setContentsMargins(24, 16, 24, 16)
    column.setSpacing(8)
    column.addWidget(label(title, "subheading"))
    column.addWidget(Paragraph(told))
    row = FlowRow()
    for one in buttons:
        row.addWidget(one)
    column.addLayout(row)
    return made
