"""The page in the board's place while nothing is being collected."""

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from kyosei_desktop.domain.language import _
from kyosei_desktop.ui.board.round_presenter import RoundPresenter
from kyosei_desktop.ui.widgets import button, card, label


class NoRoundPage(QWidget):
    """Offers to start a round, and to reopen the one closed last."""

    def __init__(self, rounds: RoundPresenter, *, is_writable: bool) -> None:
        super().__init__()
        self.setAccessibleName(_("照会なし"))
        self.start_button = button(_("照会を始める…"), "primary", "send")
        self.start_button.clicked.connect(rounds.begin_round)
        self.reopen_button = button("", "", "undo-2")
        self.reopen_button.clicked.connect(rounds.reopen_round)
        row = QHBoxLayout()
        row.setSpacing(16)
        for made in (self.start_button, self.reopen_button):
            made.setEnabled(is_writable)
            row.addWidget(made)
        row.addStretch(1)
        what = _("照会を始めると、課ごとの照会ファイルを作れます。届いた回答をここに集め、揃ったら報告書を印刷します。")
        frame = card()
        column = QVBoxLayout(frame)
        column.setContentsMargins(32, 32, 32, 32)
        column.setSpacing(16)
        column.addWidget(label(_("いまは照会をしていません"), "subheading"))
        column.addWidget(label(what, "muted", wraps=True))
        column.addLayout(row)
        outside = QVBoxLayout(self)
        outside.setContentsMargins(0, 0, 0, 0)
        outside.addWidget(frame)
        outside.addStretch(1)

    def show_last(self, last_round: str | None) -> None:
        """Name the round that may be reopened; None for none."""
        self.reopen_button.setVisible(last_round is not None)
        self.reopen_button.setText(_("{label}の照会を再開する").format(label=last_round or ""))
        self.reopen_button.setAccessibleName(self.reopen_button.text())
