"""The view for when nothing is open: what there is to open."""

from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from kyosei_desktop.domain.language import _
from kyosei_desktop.ui.context import AppContext
from kyosei_desktop.ui.view import View
from kyosei_desktop.ui.widgets import Paragraph, button, card, clear_layout, label


class StartView(View):
    """Open, make new, or open again."""

    def __init__(self, context: AppContext) -> None:
        super().__init__(context)
        surface = card()
        column = QVBoxLayout(surface)
        column.setContentsMargins(24, 24, 24, 24)
        column.setSpacing(16)
        column.addWidget(
            Paragraph(
                _(
                    "担当課の方は届いた照会ファイル（.kyoq）を、取りまとめ課の方は台帳（.kyosei）を開いてください。"
                    "この画面にファイルを落としても開けます。"
                ),
            )
        )
        self.open_button = button(_("ファイルを開く"), "primary", "folder-open")
        self.open_button.clicked.connect(context.shell.ask_and_open)
        self.new_button = button(_("新しい台帳を作る"), icon="plus")
        self.new_button.clicked.connect(context.shell.ask_and_make_ledger)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.open_button)
        row.addWidget(self.new_button)
        row.addStretch()
        column.addLayout(row)
        self._recent = QVBoxLayout()
        column.addLayout(self._recent)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(surface)
        outer.addStretch()

    def refresh(self) -> None:
        """List the files opened lately."""
        clear_layout(self._recent)
        files = self.context.shell.recent_files
        if files:
            self._recent.addWidget(label(_("最近使ったファイル"), "strong"))
        for path in files:
            again = button(path.name, "quiet", "file-text")
            again.setToolTip(str(path))
            again.clicked.connect(partial(self._open, path))
            row = QHBoxLayout()
            row.addWidget(again)
            row.addStretch()
            holder = QWidget()
            holder.setAccessibleName(path.name)
            holder.setLayout(row)
            row.setContentsMargins(0, 0, 0, 0)
            self._recent.addWidget(holder)

    def first_focus(self) -> QWidget:
        """The next sensible step."""
        return self.open_button

    def _open(self, path: Path, *_checked: bool) -> None:
        self.context.shell.open_file(path)
