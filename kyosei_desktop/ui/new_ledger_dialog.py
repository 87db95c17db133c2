"""The dialog before a new ledger: in which shape the report is, and which plan it holds."""

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtWidgets import QComboBox, QDialog, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from kyosei_desktop.domain.language import N_, _
from kyosei_desktop.ui.context import NewLedgerChoice
from kyosei_desktop.ui.help.keys import help_on_f1
from kyosei_desktop.ui.widgets import button, label

JSON_FILES = N_("JSON の文書 (*.json)")
PLAN_FILES = N_("計画の文書か Excel ブック (*.json *.xlsx)")
_NARROWEST_CHARACTERS = 25

AskFiles = Callable[[str, str], list[Path]]
"""Title and patterns to the files chosen."""


class NewLedgerDialog(QDialog):
    """Two choices, each with a way to take a file instead."""

    def __init__(self, parent: QWidget, definitions: Sequence[tuple[str, str]], ask_files: AskFiles) -> None:
        """`definitions` are ids and names; the first is chosen already, and with each its own example plan."""
        super().__init__(parent)
        self._ask_files = ask_files
        self.setWindowTitle(_("新しい台帳を作る"))
        help_on_f1(self)
        self.definition, self.plan = QComboBox(), QComboBox()
        for key, name in definitions:
            self.definition.addItem(name, key)
        self.plan.addItem(_("様式に付いている計画"), None)
        self.definition_button = button(_("様式のファイル…"), "quiet", "folder-open")
        self.plan_button = button(_("計画のファイル…"), "quiet", "folder-open")
        self.definition_button.clicked.connect(
            lambda: self._choose_file(self.definition, _("様式の定義を選ぶ"), _(JSON_FILES))
        )
        self.plan_button.clicked.connect(lambda: self._choose_file(self.plan, _("計画の文書を選ぶ"), _(PLAN_FILES)))
        self.next_button = button(_("置き場所を選ぶ…"), "primary")
        self.next_button.setDefault(True)
        self.next_button.clicked.connect(self.accept)
        self._is_on_server = False
        self.server_button = button(_("サーバーに作る…"))
        self.server_button.setAutoDefault(False)
        self.server_button.clicked.connect(self._choose_server)
        leave = button(_("やめる"))
        leave.clicked.connect(self.reject)
        self._lay_out(leave)

    def _lay_out(self, leave: QWidget) -> None:
        grid = QGridLayout()
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(16)
        for row, (name, box, file_button) in enumerate(
            (
                (_("報告書の様式"), self.definition, self.definition_button),
                (_("計画"), self.plan, self.plan_button),
            )
        ):
            box.setAccessibleName(name)
            box.ensurePolished()
            box.setMinimumWidth(box.fontMetrics().horizontalAdvance("国" * _NARROWEST_CHARACTERS))
            grid.addWidget(label(name, "strong"), row, 0)
            grid.addWidget(box, row, 1)
            grid.addWidget(file_button, row, 2)
        grid.setColumnStretch(1, 1)
        foot = QHBoxLayout()
        foot.setSpacing(16)
        foot.addStretch(1)
        foot.addWidget(self.next_button)
        foot.addWidget(self.server_button)
        foot.addWidget(leave)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 24, 24, 24)
        column.setSpacing(24)
        column.addWidget(
            label(
                _(
                    "様式は年度の分け方、列、用紙、書体を決めます。計画は施策と、これまでの記載です。"
                    "ほかの形の Excel の台帳も計画に選べます。次の画面で読み方を確かめます。"
                ),
                "muted",
                wraps=True,
            )
        )
        column.addLayout(grid)
        column.addLayout(foot)

    def _choose_file(self, box: QComboBox, title: str, patterns: str) -> None:
        for path in self._ask_files(title, patterns)[:1]:
            box.addItem(path.name, str(path))
            box.setCurrentIndex(box.count() - 1)

    def _choose_server(self) -> None:
        self._is_on_server = True
        self.accept()

    def choice(self) -> NewLedgerChoice:
        """What is chosen now."""
        plan = self.plan.currentData()
        return NewLedgerChoice(self.definition.currentData(), None if plan is None else Path(plan), self._is_on_server)

    @classmethod
    def ask(
        cls, parent: QWidget, definitions: Sequence[tuple[str, str]], ask_files: AskFiles
    ) -> NewLedgerChoice | None:
        """Ask; None where the user leaves."""
        dialog = cls(parent, definitions, ask_files)
        is_chosen = dialog.exec() == QDialog.DialogCode.Accepted
        dialog.deleteLater()
        return dialog.choice() if is_chosen else None
