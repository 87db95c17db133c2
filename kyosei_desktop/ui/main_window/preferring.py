"""How a window is to be for the person before it: look, language, years, and the name that changes carry."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

from kyosei_desktop.domain.language import _
from kyosei_desktop.ui import icons, theme
from kyosei_desktop.ui.preferences import use_words
from kyosei_desktop.ui.settings import Scheme

if TYPE_CHECKING:
    from kyosei_desktop.ui.main_window.window import MainWindow


class Preferrer:
    """Asks and remembers, and makes one window so."""

    def __init__(self, window: "MainWindow") -> None:
        self._window = window
        self._settings = window.settings

    def set_look(self, *, scheme: str | None, text_percent: int | None) -> None:
        """Change the look and remember it."""
        if scheme is not None:
            self._settings.scheme = Scheme(scheme)
        if text_percent is not None:
            self._settings.text_percent = text_percent
        self.apply_look()

    def apply_look(self) -> None:
        """Show everything in the look that is remembered."""
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        theme.apply(app, self._settings.scheme, self._settings.text_percent)
        icons.redraw_all()
        self._window.redraw()

    def follow_system(self) -> None:
        """The system's colours have changed."""
        if self._settings.scheme is Scheme.SYSTEM:
            # after Qt itself has answered the change, which would put its own palette in place of ours
            QTimer.singleShot(0, self._window, self.apply_look)

    def ask_author(self) -> None:
        """Ask for the name that changes carry."""
        context = self._window.context
        answer = context.dialogs.ask_text(_("担当者名"), _("履歴に残る名前："), context.author)
        if answer is not None and answer.strip():
            self._settings.author = answer
            context.author = self._settings.author
            self._window.messages.info(_("これからの変更は「{name}」の名前で残ります。").format(name=context.author))

    def ask_preferences(self) -> None:
        """Ask how the window is to be. Another language or other years need a window of new words."""
        now = self._settings.preferences
        chosen = self._window.context.dialogs.ask_preferences(now)
        if chosen is None or chosen == now:
            return
        has_new_words = (chosen.language, chosen.years) != (now.language, now.years)
        if has_new_words and self._window.jobs.is_working:
            self._window.messages.warn(_("作業の途中です。終わってから、もう一度設定を変えてください。"))
            return
        self._settings.preferences = chosen
        self.apply_look()
        if has_new_words:
            use_words(chosen.language, chosen.years)
            self._window.renewal_wanted.emit()
