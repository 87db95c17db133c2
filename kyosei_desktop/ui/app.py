"""Sets the program's window up and runs it: the one place where everything is plugged together."""

import gc
import sys
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType

from PySide6.QtCore import QLibraryInfo, QLocale, QStandardPaths, Qt, QTimer, QTranslator
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QApplication

from kyosei_desktop import paths
from kyosei_desktop.domain import language
from kyosei_desktop.domain.language import _
from kyosei_desktop.store.lock import login_name
from kyosei_desktop.store.log import log_start, logging_to
from kyosei_desktop.store.places import LedgerPlace, ServerPlace
from kyosei_desktop.store.user_folders import log_folder, portable_folder, program_folder
from kyosei_desktop.ui import roles, theme
from kyosei_desktop.ui.dialogs import documents_folder
from kyosei_desktop.ui.main_window import MainWindow
from kyosei_desktop.ui.main_window.renewing import renewed
from kyosei_desktop.ui.preferences import Language, Years, use_words
from kyosei_desktop.ui.settings import Settings

_SETTINGS_FILE = "settings.ini"
_translators: list[QTranslator] = []
"""Of Qt's own texts: the one that is installed in the application, if there is one."""


def make_application() -> QApplication:
    """The application object with the program's name, fonts and Qt's own texts in Japanese."""
    app = QApplication.instance()
    if not isinstance(app, QApplication):
        app = QApplication(sys.argv[:1])
    app.setApplicationName("kyosei_desktop")
    app.setWindowIcon(QIcon(str(paths.ICONS / "program.svg")))
    theme.load_fonts()
    roles.install(app)
    _translate_qt(app)
    return app


def _translate_qt(app: QApplication) -> None:
    folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
    while _translators:  # not by asking `app` for its children, which has PySide make classes of all of Qt's
        earlier = _translators.pop()
        app.removeTranslator(earlier)
        earlier.deleteLater()
    translator = QTranslator(app)
    if translator.load(QLocale(language.in_use()), "qtbase", "_", folder):
        app.installTranslator(translator)
        _translators.append(translator)


def settings_file() -> Path:
    """Where the program remembers its settings: beside it, where a marker says so, else in the user's folder."""
    own = Path(QStandardPaths.writableLocation(QStandardPaths.StandardLocation.AppConfigLocation))
    return (portable_folder() or own) / _SETTINGS_FILE


def make_window(settings: Settings, *, author: str, work_folder: Path) -> MainWindow:
    """The window in the look that the settings say, with nothing open yet."""
    app = make_application()
    theme.apply(app, settings.scheme, settings.text_percent)
    return MainWindow(settings, author=author, work_folder=work_folder)


@dataclass(frozen=True, slots=True)
class Words:
    """What the command line says about the words of this one run; None leaves it to the settings."""

    language: Language | None = None
    years: Years | None = None


class Program:
    """The window shown. Where its words change, another takes its place."""

    def __init__(self, window: MainWindow) -> None:
        """Watches `window`, and shows bugs in it."""
        self.window = window
        self._watch()

    def _watch(self) -> None:
        # not at once: the wish comes out of a command of the window itself
        self.window.renewal_wanted.connect(self._renew, Qt.ConnectionType.QueuedConnection)
        _show_bugs_in(self.window)

    def _renew(self) -> None:
        make_application()
        old, self.window = self.window, renewed(self.window)
        self._watch()
        self.window.show()
        self.window.messages.info(_("設定を変えました。"))
        old.close()
        old.deleteLater()


def run(
    path: LedgerPlace | None,
    *,
    author: str,
    read_only: bool = False,
    take_over: bool = False,
    words: Words = Words(),
) -> int:
    """Open the window and stay until it is closed.

    Args:
        path: a ledger, request or submission, or where on a server a ledger is; None starts as last time, the first
            time with the question how.
        author: who acts. The login name gives way to the name that the user has chosen in the window.
        read_only: open a ledger for reading only.
        take_over: take the lock of another machine's program.
        words: the language and the years of this run, in place of those chosen in the window.

    Returns:
        The exit status.
    """
    with logging_to(log_folder()):
        log_start("window")
        return _run(path, author=author, read_only=read_only, take_over=take_over, words=words)


def _run(path: LedgerPlace | None, *, author: str, read_only: bool, take_over: bool, words: Words) -> int:
    app = make_application()  # its name says where the settings are
    settings = Settings(settings_file())
    use_words(words.language or settings.language, words.years or settings.years)
    chosen = settings.author if author == login_name() else author
    program = Program(make_window(settings, author=chosen, work_folder=documents_folder()))
    if path is None:
        program.window.starter.at_start()
    elif isinstance(path, ServerPlace):
        program.window.open_server(path, read_only=read_only)
    else:
        program.window.open_file(path, read_only=read_only, take_over=take_over)
    _show_whole(program.window, is_first_time=settings.geometry is None)
    if getattr(sys, "frozen", False):  # others are updated by what installed them
        program.window.starter.look_for_newer_program(program_folder())
    gc.freeze()  # what stays for good need not be looked through while somebody types
    gc.enable()
    return app.exec()


def _show_whole(window: MainWindow, *, is_first_time: bool) -> None:
    """Show the window; the first time on a small screen as large as it is, so that frame and status line fit."""
    room, size = window.screen().availableSize(), window.size()
    if is_first_time and (room.width() <= size.width() or room.height() <= size.height()):
        window.showMaximized()
    else:
        window.show()


def _show_bugs_in(window: MainWindow) -> None:
    def show(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        sys.__excepthook__(kind, error, trace)
        # not at once: the exception may come out of a paint or an event of the window itself
        QTimer.singleShot(0, window, lambda: window.show_crash(error))

    sys.excepthook = show
