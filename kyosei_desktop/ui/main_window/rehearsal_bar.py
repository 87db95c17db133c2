"""The bar that says, in every view, that what is open is for practice (予行演習)."""

from kyosei_desktop.domain.language import _
from kyosei_desktop.store.ledger import Ledger
from kyosei_desktop.ui.main_window.standing_bar import StandingBar


class RehearsalBar(StandingBar):
    """Hidden over real ledgers and work files."""

    def __init__(self) -> None:
        super().__init__(_("予行演習"), "triangle-alert")
        self.words.setText(
            _(
                "予行演習です。回答は作りもので、ここで何をしても本物の台帳は変わりません。本物の台帳にも取り込めません。"
            )
        )

    def show_for(self, ledger: Ledger | None) -> None:
        """Show the bar over a rehearsal's ledger, and over work files made of its requests."""
        self.setVisible(ledger is not None and ledger.definition.is_rehearsal)
