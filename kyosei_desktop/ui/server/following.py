"""Hears of what other desks change in a ledger on a server, says so, and has the views show it."""

from collections.abc import Generator

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit, QTextEdit, QWidget

from kyosei_desktop.domain.language import _
from kyosei_desktop.domain.progress import Step
from kyosei_desktop.store.ledger import Ledger
from kyosei_desktop.store.listening import Heard, Listener, OthersChange, change_of_link
from kyosei_desktop.ui.context import AppContext
from kyosei_desktop.ui.wording import field_label


class Following(QObject):
    """Lives as long as a server's ledger is open."""

    _heard = Signal(object)

    def __init__(self, context: AppContext, parent: QObject) -> None:
        """Begin to listen."""
        super().__init__(parent)
        self._context = context
        # The listener has a thread of its own: what it hears waits here for the window's.
        self._heard.connect(self._on_heard, Qt.ConnectionType.QueuedConnection)
        self._listener = Listener(context.open_ledger, self._heard.emit)

    def stop(self) -> None:
        """Listen no more."""
        self._heard.disconnect(self._on_heard)
        self._listener.stop()

    def wait_until_connected(self, seconds: float) -> bool:
        """Wait until everything that is committed from now on is heard; whether that came in time."""
        return self._listener.wait_until_connected(seconds)

    def _on_heard(self, heard: Heard) -> None:
        messages = self._context.messages
        if not heard.is_connected:
            messages.warn(
                _("サーバーとの接続が切れました。書きかけはそのままです。つながるまで、自動でつなぎ直します。")
            )
        elif heard.link is None:
            self._show(_("サーバーの台帳を読み直しました。"))
        else:
            self._context.jobs.start(
                _("ほかの人の変更を読んでいます"),
                _read(self._context.open_ledger, heard.link),
                done=lambda change: self._show(self._words(change)),
                failed=lambda _error: None,  # it went away meanwhile, which is told of itself
                is_quiet=True,
            )

    def _words(self, change: OthersChange) -> str:
        who = _("、").join(_("{name}さん").format(name=one) for one in change.authors) or _("ほかの人")
        if not change.fields:
            return _("{who}が台帳を変えました。").format(who=who)
        first = field_label(self._context.open_ledger.definition, change.fields[0])
        if len(change.fields) == 1:
            return _("{who}が{field}を変えました。").format(who=who, field=first)
        said = _("{who}が{field}など{count}欄を変えました。")
        return said.format(who=who, field=first, count=len(change.fields))

    def _show(self, words: str) -> None:
        """Show the ledger as it is now, but not under the hands of somebody who is typing."""
        view = self._context.shell.current_view
        if _is_typed_in(view):
            self._context.changed(by=self._context.shell.current_view_id)
            self._context.messages.info(words, (_("いまの画面にも出す"), self._context.changed))
            return
        self._context.changed()
        self._context.messages.info(words)


def _is_typed_in(view: QWidget | None) -> bool:
    """Whether somebody has typed into what has the keyboard, and not saved it yet."""
    focus = QApplication.focusWidget()
    if view is None or focus is None or not view.isAncestorOf(focus):
        return False
    if isinstance(focus, QLineEdit):
        return focus.isModified()
    return isinstance(focus, QPlainTextEdit | QTextEdit) and focus.document().isModified()


def _read(ledger: Ledger, link: str) -> Generator[Step, None, OthersChange]:
    yield Step(0, 1, ledger.name)
    return change_of_link(ledger, link)
