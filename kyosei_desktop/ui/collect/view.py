"""The view 「この回答を取り込んでよいか」."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from kyosei_desktop.domain.language import _
from kyosei_desktop.ui import icons
from kyosei_desktop.ui.collect.columns import COLUMNS
from kyosei_desktop.ui.collect.presenter import CollectPresenter, FileLine, Standing
from kyosei_desktop.ui.context import AppContext
from kyosei_desktop.ui.flow import FlowRow
from kyosei_desktop.ui.tables import LinesModel, LinesTable
from kyosei_desktop.ui.view import View
from kyosei_desktop.ui.widgets import button, card, label, set_property


class CollectView(View):
    """The submissions in hand: what each would change; merging them and undoing that."""

    def __init__(self, context: AppContext) -> None:
        super().__init__(context)
        self.presenter = CollectPresenter(context, self)
        self.model: LinesModel[FileLine] = LinesModel(COLUMNS)
        self.table: LinesTable[FileLine] = LinesTable(self.model, _("回答ファイル"))
        self.table.selectionModel().currentRowChanged.connect(self._say_note)
        self.summary = label(role="strong", wraps=True)
        self.note = label(wraps=True)
        self.files_button = button(_("ファイルを選ぶ…"), "", "plus")
        self.files_button.clicked.connect(self.presenter.choose_files)
        self.folder_button = button(_("フォルダから…"), "", "folder-input")
        self.folder_button.clicked.connect(self.presenter.choose_folder)
        self.remove_button = button(_("一覧から外す"), "quiet", "x")
        self.remove_button.clicked.connect(self._remove)
        self.undo_button = button(_("最後の取り込みを元に戻す…"), "quiet", "undo-2")
        self.undo_button.clicked.connect(self.presenter.undo)
        self.merge_button = button(_("取り込む"), "primary", "inbox")
        self.merge_button.clicked.connect(self.presenter.merge)
        self._can_merge = False
        is_writable = not context.open_ledger.is_read_only
        for one in (self.files_button, self.folder_button, self.undo_button):
            one.setEnabled(is_writable)
        self._stack = QStackedWidget()
        self._stack.setAccessibleName(_("回答ファイル"))
        self._empty, self._list = self._empty_page(), self._list_page()
        self._stack.addWidget(self._empty)
        self._stack.addWidget(self._list)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(16)
        head = FlowRow()
        head.addWidget(self.files_button)
        head.addWidget(self.folder_button)
        head.add_at_right(self.undo_button)
        head.add_at_right(self.merge_button)
        column.addLayout(head)
        column.addWidget(self._stack, 1)

    def _empty_page(self) -> QWidget:
        page = QWidget()
        page.setAccessibleName(_("回答ファイルなし"))
        frame = card()
        column = QVBoxLayout(frame)
        column.setContentsMargins(32, 32, 32, 32)
        column.setSpacing(16)
        column.addWidget(label(_("回答ファイル（.kyoa）をここに落としてください"), "subheading"))
        column.addWidget(
            label(
                _(
                    "いくつでもまとめて落とせます。取り込む前に、どの課の何欄が変わるかを確かめられます。"
                    "確かめるだけでは台帳は変わりません。"
                ),
                "muted",
                wraps=True,
            )
        )
        outside = QVBoxLayout(page)
        outside.setContentsMargins(0, 0, 0, 0)
        outside.addWidget(frame)
        outside.addStretch(1)
        return page

    def _list_page(self) -> QWidget:
        page = QWidget()
        page.setAccessibleName(_("回答ファイルの一覧"))
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(16)
        column.addWidget(self.summary)
        column.addWidget(self.table, 1)
        self._note_card = card()
        row = QHBoxLayout(self._note_card)
        row.setContentsMargins(16, 12, 16, 12)
        row.setSpacing(16)
        row.addWidget(self.note, 1)
        row.addWidget(self.remove_button, 0, Qt.AlignmentFlag.AlignTop)
        column.addWidget(self._note_card)
        return page

    # What the window calls

    def refresh(self) -> None:
        """Look at the files in hand again."""
        self.table.fit()
        self.presenter.load()

    def open_at(self, **where: Any) -> None:
        """Take in the `files` given; `do`: choose, folder or undo."""
        files: Sequence[Path] = where.get("files", ())
        if files:
            self.presenter.add_files(files)
        deeds = {
            "choose": self.presenter.choose_files,
            "folder": self.presenter.choose_folder,
            "undo": self.presenter.undo,
        }
        if where.get("do") in deeds:
            deeds[where["do"]]()

    def first_focus(self) -> QWidget | None:
        """The list, or the button that chooses files."""
        return self.table if self.model.lines else self.files_button

    # What the presenter calls

    def show_files(self, lines: Sequence[FileLine], summary: str) -> None:
        """The files, and what merging them would do."""
        chosen = self.table.chosen
        self.model.show_lines(lines)
        rows = [n for n, line in enumerate(lines) if chosen and line.file == chosen.file]
        self.table.choose(rows[0] if rows else 0)
        self.summary.setText(summary or _("確かめています…"))
        self._stack.setCurrentWidget(self._list if lines else self._empty)
        self._say_note()

    def allow_merge(self, is_possible: bool) -> None:
        """Whether there is anything to merge; where not, choosing files is the next step."""
        self._can_merge = is_possible and not self.context.open_ledger.is_read_only
        self.merge_button.setEnabled(self._can_merge)
        self.merge_button.setToolTip("" if self._can_merge else _("取り込む回答がありません。"))
        is_empty = not self.model.lines
        set_property(self.files_button, "role", "primary" if is_empty else "")
        icons.put(self.files_button, "plus", "on_accent" if is_empty else "text")
        set_property(self.merge_button, "role", "" if is_empty else "primary")
        icons.put(self.merge_button, "inbox", "text" if is_empty else "on_accent")

    # Gestures

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Delete takes the chosen file out of the list."""
        if event.key() == Qt.Key.Key_Delete and self.table.hasFocus():
            self._remove()
        else:
            super().keyPressEvent(event)

    def _remove(self) -> None:
        line = self.table.chosen
        if line is not None:
            self.presenter.remove_file(line.file)

    def _say_note(self) -> None:
        line = self.table.chosen
        self._note_card.setVisible(line is not None)
        if line is None:
            return
        is_refused = line.standing is Standing.REFUSED
        set_property(self._note_card, "tone", "warning" if is_refused else "")
        self.note.setText(f"{line.file.name}\n{line.note or _(line.standing)}")
        self.remove_button.setVisible(line.standing is not Standing.MERGED)
