"""The one channel of messages to the user: a bar above the view, and questions. `QMessageBox` is used here only."""

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QMessageBox, QPushButton, QSizePolicy, QToolButton, QWidget

from kyosei_desktop.domain.language import N_, _
from kyosei_desktop.ui import icons
from kyosei_desktop.ui.context import MessageAction
from kyosei_desktop.ui.widgets import Paragraph

_MOST_ACTIONS = 2
KINDS = {
    "info": ("info", N_("お知らせ")),
    "warning": ("triangle-alert", N_("注意")),
    "error": ("circle-x", N_("できませんでした")),
}


class MessageBar(QFrame):
    """Shows one message, with its kind as picture and word, and what can be done about it."""

    def __init__(self, parent: QWidget) -> None:
        """Hidden until there is something to say."""
        super().__init__(parent)
        self.setObjectName("messageBar")
        self.setAccessibleName(_("お知らせ"))
        self.kind = ""
        self._picture = QLabel()
        self._picture.setAccessibleName(_("種類"))
        self._text = Paragraph()
        self._text.setTextInteractionFlags(self._text.textInteractionFlags().TextSelectableByMouse)
        self._text.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._runs: tuple[Callable[[], None], ...] = ()
        self._actions = [QPushButton() for _number in range(_MOST_ACTIONS)]
        for number, one in enumerate(self._actions):
            one.setAccessibleName(_("この件の操作"))
            one.setAutoDefault(True)
            one.clicked.connect(partial(self._on_action, number))
        self._close = QToolButton()
        self._close.setAccessibleName(_("お知らせを閉じる"))
        self._close.setToolTip(_("閉じる"))
        self._close.setAutoRaise(True)
        icons.put(self._close, "x")
        self._close.clicked.connect(self.clear)
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 8, 8, 8)
        row.setSpacing(16)
        row.addWidget(self._picture)
        row.addWidget(self._text, 1)
        for one in self._actions:
            row.addWidget(one)
        row.addWidget(self._close)
        self.hide()

    @property
    def text(self) -> str:
        """The message shown; empty when there is none."""
        return self._text.words if not self.isHidden() else ""

    @property
    def action_button(self) -> QPushButton:
        """The button of the message's first action."""
        return self._actions[0]

    @property
    def action_buttons(self) -> tuple[QPushButton, ...]:
        """The buttons of all actions of the message shown."""
        return tuple(self._actions[: len(self._runs)])

    def info(self, text: str, action: MessageAction | None = None) -> None:
        """Say that something has been done."""
        self._show("info", text, () if action is None else (action,))

    def warn(self, text: str, action: MessageAction | None = None) -> None:
        """Say that something should be looked at."""
        self._show("warning", text, () if action is None else (action,))

    def error(self, text: str, *actions: MessageAction | None) -> None:
        """Say that something was not done, and what to do; one or two ways to do it."""
        self._show("error", text, tuple(one for one in actions if one is not None))

    def clear(self) -> None:
        """Take the message away."""
        self.kind = ""
        self._runs = ()
        self.hide()

    def clear_info(self) -> None:
        """Take the message away if it was good news."""
        if self.kind == "info":
            self.clear()

    def ask(self, question: str, *, detail: str = "", yes: str, no: str) -> bool:
        """Ask before something that cannot be taken back easily; Escape means `no`."""
        box = QMessageBox(self.window())
        box.setIcon(QMessageBox.Icon.Question)
        box.setWindowTitle(_("確認"))
        box.setText(question)
        box.setInformativeText(detail)
        agree = box.addButton(yes, QMessageBox.ButtonRole.AcceptRole)
        refuse = box.addButton(no, QMessageBox.ButtonRole.RejectRole)
        box.setDefaultButton(refuse)
        box.setEscapeButton(refuse)
        box.exec()
        return box.clickedButton() is agree

    def _show(self, kind: str, text: str, actions: Sequence[MessageAction]) -> None:
        self.kind = kind
        picture, word = KINDS[kind]
        self.setProperty("kind", kind)
        self.style().unpolish(self)
        self.style().polish(self)
        icons.put(self._picture, picture, kind)
        self._picture.setToolTip(_(word))
        self._text.setText(text)
        self._text.setAccessibleName(f"{_(word)}：{text}")
        self._runs = tuple(run for _text, run in actions)
        for number, shown in enumerate(self._actions):
            shown.setVisible(number < len(actions))
            if number < len(actions):
                shown.setText(actions[number][0])
                shown.setAccessibleName(actions[number][0])
        self.show()
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self._text, f"{_(word)}：{text}"))

    def _on_action(self, number: int, *_checked: bool) -> None:
        run = self._runs[number]
        self.clear()
        run()
