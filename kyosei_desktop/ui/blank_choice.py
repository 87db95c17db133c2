"""Why a text is blank: chosen where nothing is written."""

from PySide6.QtWidgets import QComboBox

from kyosei_desktop.domain.language import N_, _
from kyosei_desktop.domain.plan import BlankReason

_REASONS = (
    (None, N_("まだ書かれていない空白")),
    (BlankReason.ENDED, N_("終了した取組の空白")),
    (BlankReason.NOT_APPLICABLE, N_("該当なしの空白")),
)


class BlankChoice(QComboBox):
    """Asks for the reason of a blank."""

    def __init__(self) -> None:
        """No reason to begin with."""
        super().__init__()
        self.setAccessibleName(_("空白の理由"))
        for reason, text in _REASONS:
            self.addItem(_(text), None if reason is None else reason.value)

    @property
    def reason(self) -> BlankReason | None:
        """The reason chosen."""
        value = self.currentData()
        return None if value is None else BlankReason(value)

    def show_reason(self, reason: BlankReason | None) -> None:
        """Choose a reason; that is no gesture of the user's."""
        self.blockSignals(True)
        self.setCurrentIndex([one for one, _text in _REASONS].index(reason))
        self.blockSignals(False)
