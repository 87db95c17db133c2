"""The page that holds the plan of one moment against that of another."""

from collections.abc import Callable, Sequence

from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QVBoxLayout, QWidget

from kyosei_desktop.domain.language import _
from kyosei_desktop.ui.context import AppContext
from kyosei_desktop.ui.differences import DifferenceLine
from kyosei_desktop.ui.differences_table import DifferencesTable
from kyosei_desktop.ui.flow import FlowRow
from kyosei_desktop.ui.history.comparing import ComparingPresenter
from kyosei_desktop.ui.moment_choice import MomentChoice
from kyosei_desktop.ui.moments import Moments
from kyosei_desktop.ui.widgets import button, label


class ComparingPage(QWidget):
    """Two moments to choose, the fields, and both texts of the one chosen."""

    def __init__(self, context: AppContext, go_back: Callable[[], None]) -> None:
        """`go_back` shows the list of changes."""
        super().__init__()
        self.setAccessibleName(_("二つの時点の違い"))
        self.presenter = ComparingPresenter(context, self)
        self.since, self.until = MomentChoice(_("前の時点")), MomentChoice(_("後の時点"))
        self.whole = QCheckBox(_("変わらない欄も出す（その時点の計画の全部）"))
        self.whole.setAccessibleName(self.whole.text())
        self.words = label(role="strong", wraps=True)
        self.differences = DifferencesTable(_("二つの時点の違い"), _("前の時点の文"), _("後の時点の文"))
        self.back_button = button(_("履歴の一覧に戻る"), "", "chevron-left")
        self.before_button = button(_("前の時点の計画を保存…"), "", "file-output")
        self.after_button = button(_("後の時点の計画を保存…"), "", "file-output")
        self._connect(go_back)
        moments, foot = QHBoxLayout(), FlowRow()
        moments.setSpacing(16)
        for choice in (self.since, self.until):
            moments.addWidget(choice, 1)
        for one in (self.back_button, self.before_button, self.after_button):
            foot.addWidget(one)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(16)
        column.addLayout(moments)
        column.addWidget(self.whole)
        column.addWidget(self.words)
        column.addWidget(self.differences, 1)
        column.addLayout(foot)

    def _connect(self, go_back: Callable[[], None]) -> None:
        self.since.changed.connect(self.compare)
        self.until.changed.connect(self.compare)
        self.whole.toggled.connect(self.compare)
        self.back_button.clicked.connect(go_back)
        self.before_button.clicked.connect(lambda: self.presenter.save_plan(self.since.at))
        self.after_button.clicked.connect(lambda: self.presenter.save_plan(self.until.at))
        QShortcut(QKeySequence("Escape"), self).activated.connect(go_back)

    def compare(self) -> None:
        """Hold the plans of the chosen moments against each other, as the ledger tells them now."""
        self.presenter.compare(self.since.at, self.until.at, is_whole=self.whole.isChecked())

    # What the presenter calls

    def show_moments(self, moments: Moments) -> None:
        """Offer these; at first, what has changed since before the last round."""
        for choice, offered, chosen in (
            (self.since, moments.older, moments.suggested),
            (self.until, moments.newer, 0),
        ):
            choice.blockSignals(True)  # two moments are compared once, not with each that comes into the lists
            choice.ask(offered, chosen)
            choice.blockSignals(False)
        self.compare()

    def show_differences(self, lines: Sequence[DifferenceLine], words: str) -> None:
        """The fields, and in words how many differ."""
        self.words.setText(words)
        self.differences.show_lines(lines)
