"""The page in the board's place while nothing is being collected."""

from kyosei_desktop.domain.language import _
from kyosei_desktop.ui.board.round_presenter import RoundPresenter
from kyosei_desktop.ui.next_step import NothingYet
from kyosei_desktop.ui.widgets import button


class NoRoundPage(NothingYet):
    """Offers to start a round, and to reopen the one closed last."""

    def __init__(self, rounds: RoundPresenter, *, is_writable: bool) -> None:
        self.start_button = button(_("照会を始める…"), "primary", "send")
        self.reopen_button = button("", "", "undo-2")
        words = _(
            "照会を始めると、課ごとの照会ファイルを作れます。届いた回答をここに集め、揃ったら報告書を印刷します。"
        )
        super().__init__(_("照会なし"), _("いまは照会をしていません"), words, self.start_button, self.reopen_button)
        self.start_button.clicked.connect(rounds.begin_round)
        self.reopen_button.clicked.connect(rounds.reopen_round)
        for made in (self.start_button, self.reopen_button):
            made.setEnabled(is_writable)

    def show_last(self, last_round: str | None) -> None:
        """Name the round that may be reopened; None for none."""
        self.reopen_button.setVisible(last_round is not None)
        self.reopen_button.setText(_("{label}の照会を再開する").format(label=last_round or ""))
        self.reopen_button.setAccessibleName(self.reopen_button.text())
