"""The view 「この回答を取り込んでよいか」."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from kyosei_desktop.domain.language import _
from kyosei_desktop.store.withdrawing import Withdrawal
from kyosei_desktop.ui.action_spec import in_writable_ledger
from kyosei_desktop.ui.collect.merged_page import make_merged_page
from kyosei_desktop.ui.collect.merged_presenter import MergedLine, MergedPresenter
from kyosei_desktop.ui.collect.model import FilesModel
from kyosei_desktop.ui.collect.presenter import VIEW_ID, CollectPresenter, FileLine, Standing
from kyosei_desktop.ui.collect.watching import watch_folder, watched_folder
from kyosei_desktop.ui.context import AppContext
from kyosei_desktop.ui.flow import FlowRow
from kyosei_desktop.ui.next_step import NothingYet, mark_next_step
from kyosei_desktop.ui.tables import LinesTable
from kyosei_desktop.ui.view import View
from kyosei_desktop.ui.widgets import button, card, label, set_property


class CollectView(View):
    """The submissions in hand: what each would change; merging them and undoing that."""

    def __init__(self, context: AppContext) -> None:
        super().__init__(context)
        self.presenter = CollectPresenter(context, self)
        self.merged_presenter = MergedPresenter(context, self, self._on_withdrawn)
        self.model = FilesModel()
        self.model.ticked.connect(lambda file, is_chosen: self.presenter.choose(file, is_chosen=is_chosen))
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
        self.merged_button = button(_("取り込んだファイル"), "quiet", "files")
        self.merged_button.setCheckable(True)
        self.merged_button.toggled.connect(self._show_merged_page)
        self.watch_button = button("", "quiet", "folder-open")
        self.watch_button.clicked.connect(self._change_watch)
        self.watch_words = label(role="muted", wraps=True)
        self.merge_button = button(_("取り込む"), "primary", "inbox")
        self.merge_button.clicked.connect(self.presenter.merge)
        self._can_merge = False
        is_writable = not context.open_ledger.is_read_only
        for one in (self.files_button, self.folder_button, self.undo_button, self.watch_button):
            one.setEnabled(is_writable)
        self._stack = QStackedWidget()
        self._stack.setAccessibleName(_("回答ファイル"))
        self._empty, self._list = self._empty_page(), self._list_page()
        self._stack.addWidget(self._empty)
        self._stack.addWidget(self._list)
        self.merged_page = make_merged_page(self.merged_presenter.withdraw, is_writable=is_writable)
        self._stack.addWidget(self.merged_page)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(16)
        head = FlowRow()
        head.addWidget(self.files_button)
        head.addWidget(self.folder_button)
        head.addWidget(self.watch_button)
        head.add_at_right(self.merged_button)
        head.add_at_right(self.undo_button)
        head.add_at_right(self.merge_button)
        column.addLayout(head)
        column.addWidget(self.watch_words)
        column.addWidget(self._stack, 1)

    def _empty_page(self) -> QWidget:
        heading = _("回答ファイル（.kyoa）か、記入された Excel様式（.xlsx）をここに落としてください")
        words = _(
            "いくつでもまとめて落とせます。取り込む前に、どの課の何欄が変わるかを確かめられます。"
            "確かめるだけでは台帳は変わりません。"
        )
        return NothingYet(_("回答ファイルなし"), heading, words)

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
        self.merged_presenter.load()
        self._say_watch()

    def open_at(self, **where: Any) -> None:
        """Take in the `files` given; `do`: one of the deeds below."""
        files: Sequence[Path] = where.get("files", ())
        if files:
            self.merged_button.setChecked(False)
            self.presenter.add_files(files)
        deeds = {
            "choose": self.presenter.choose_files,
            "folder": self.presenter.choose_folder,
            "undo": self.presenter.undo,
            "older_copies": self.presenter.withdraw_older_copies,
            "merged": lambda: self.merged_button.setChecked(True),
            "watch": self._change_watch,
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
        if not self.merged_button.isChecked():
            self._stack.setCurrentWidget(self._list if lines else self._empty)
        self._say_note()

    def show_merged(self, lines: Sequence[MergedLine]) -> None:
        """The files that were ever merged."""
        self.merged_page.show_lines(lines)

    def allow_merge(self, count: int) -> None:
        """How many files merging would take; where none, choosing files is the next step."""
        self._can_merge = count > 0 and not self.context.open_ledger.is_read_only
        self.merge_button.setText(_("{count}件を取り込む").format(count=count) if count else _("取り込む"))
        self.merge_button.setAccessibleName(self.merge_button.text())
        self.merge_button.setEnabled(self._can_merge)
        why_not = in_writable_ledger(self.context) or _("取り込む回答がありません。")
        self.merge_button.setToolTip("" if self._can_merge else why_not)
        is_empty = not self.model.lines
        mark_next_step(self.files_button, "plus", is_next=is_empty)
        mark_next_step(self.merge_button, "inbox", is_next=not is_empty)

    # Gestures

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Delete takes the chosen file out of the list."""
        if event.key() == Qt.Key.Key_Delete and self.table.hasFocus():
            self._remove()
        else:
            super().keyPressEvent(event)

    def _show_merged_page(self, is_shown: bool) -> None:
        if is_shown:
            self.merged_presenter.load()
            self._stack.setCurrentWidget(self.merged_page)
            self.merged_page.table.setFocus()
        else:
            self._stack.setCurrentWidget(self._list if self.model.lines else self._empty)

    def _on_withdrawn(self, withdrawal: Withdrawal) -> None:
        self.presenter.say_withdrawn(withdrawal)
        self.merged_presenter.load()

    def _change_watch(self) -> None:
        """Watch another folder, or none any more."""
        if watched_folder(self.context) is not None:
            watch_folder(self.context, None)
        else:
            folder = self.context.dialogs.ask_folder(_("見張るフォルダ"), self.context.open_ledger.path.parent)
            if folder is None:
                return
            watch_folder(self.context, folder)
        self._say_watch()
        self.context.changed(by=VIEW_ID)

    def _say_watch(self) -> None:
        folder = watched_folder(self.context)
        self.watch_words.setVisible(folder is not None)
        said = _("「{folder}」を見張っています。新しい回答が届くと知らせます。自動では取り込みません。")
        self.watch_words.setText("" if folder is None else said.format(folder=folder))
        self.watch_button.setText(_("フォルダを見張る…") if folder is None else _("見張るのをやめる"))
        self.watch_button.setAccessibleName(self.watch_button.text())

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
