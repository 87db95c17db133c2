"""The list in which a department's form is chosen."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox

from kyosei_desktop.domain.language import _
from kyosei_desktop.exchange.request_forms import RequestForm
from kyosei_desktop.ui.board.forms import FORM_WORDS

_LEAST_CHARACTERS = 10


class FormBox(QComboBox):
    """Shows a form; `chosen` carries the `RequestForm` that a person took."""

    chosen = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName(_("渡し方"))
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(_LEAST_CHARACTERS)
        for form, words in FORM_WORDS.items():
            self.addItem(_(words), form.value)
        self.activated.connect(lambda _number: self.chosen.emit(self.form))

    @property
    def form(self) -> RequestForm:
        """The one shown."""
        return RequestForm(self.currentData())

    def show_form(self, form: RequestForm) -> None:
        """Show one that was chosen before."""
        self.setCurrentIndex(self.findData(form.value))
