"""The bar that tells a clerk, in every view, that two texts of the department disagree somewhere."""

from collections.abc import Callable

from kyosei_desktop.domain.language import _
from kyosei_desktop.store.conflicts import count_conflicts
from kyosei_desktop.store.ledger import Ledger
from kyosei_desktop.ui.main_window.standing_bar import StandingBar
from kyosei_desktop.ui.widgets import button


class DisagreementBar(StandingBar):
    """Hidden while nothing disagrees, and in the view where it is settled."""

    def __init__(self, settle: Callable[[], None]) -> None:
        """`settle` goes to where both texts stand side by side."""
        self.settle_button = button(_("食い違いを決める"))
        super().__init__(_("食い違う文"), "zap", self.settle_button)
        self.settle_button.clicked.connect(settle)

    def show_for(self, ledger: Ledger | None, *, is_being_settled: bool) -> None:
        """Say how many fields of a work file disagree."""
        count = count_conflicts(ledger) if ledger is not None and ledger.is_work_file else 0
        self.setVisible(count > 0 and not is_being_settled)
        self.words.setText(
            _("{count}欄で、二つの文が食い違っています。どちらを採るか決めてください。").format(count=count)
        )
