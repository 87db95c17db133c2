"""Real ledgers, requests and work files in a folder, and the real window over them; only dialogs answer by script."""

import shutil
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from kyosei_desktop.domain.definition import Definition
from kyosei_desktop.domain.plan import Value
from kyosei_desktop.domain.progress import run_to_end
from kyosei_desktop.exchange.foreign_book import ForeignBook
from kyosei_desktop.exchange.foreign_reading import ForeignPlan
from kyosei_desktop.exchange.handing_in import hand_in
from kyosei_desktop.exchange.requesting import return_department
from kyosei_desktop.exchange.work_file import open_request
from kyosei_desktop.store.editing import answer_field
from kyosei_desktop.store.ledger import Ledger, open_ledger
from kyosei_desktop.store.places import ServerPlace
from kyosei_desktop.store.work_files import WorkField, read_work
from kyosei_desktop.ui import theme
from kyosei_desktop.ui.app import make_application
from kyosei_desktop.ui.clerk.answer_card import AnswerCard
from kyosei_desktop.ui.clerk.form_view import FormView
from kyosei_desktop.ui.context import NewLedgerChoice
from kyosei_desktop.ui.main_window import MainWindow
from kyosei_desktop.ui.preferences import Preferences
from kyosei_desktop.ui.report.preview import Figures, Preview, count_figures, make_preview
from kyosei_desktop.ui.settings import Scheme, Settings
from tests.ui import rounds

LONGEST_WAIT_MS = 60_000
"""A wait is for something that comes; how soon says only how busy the machine is."""
CLERKS = "生活福祉課"
"""Is asked for six measures in the fixtures, of which two are required."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The off-screen platform warns at every window that it has no window manager to speak to; it needs none."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(
                pytest.mark.qt_log_ignore("This plugin does not support (propagateSizeHints|raise|grabbing)")
            )


@dataclass
class ScriptedDialogs:
    """Answers in the place of the user, and remembers what was asked."""

    open_files: list[Path] = field(default_factory=list)
    save_file: Path | None = None
    folder: Path | None = None
    text: str | None = None
    servers: list[ServerPlace] = field(default_factory=list)
    preferences: Preferences | None = None
    new_ledger: NewLedgerChoice | None = None
    foreign: ForeignPlan | None = None
    passphrases: list[str] = field(default_factory=list)
    new_passphrase: str | None = None
    asked: list[tuple[str, object]] = field(default_factory=list)

    def ask_open_files(self, title: str, patterns: str) -> list[Path]:
        self.asked.append((title, patterns))
        return self.open_files

    def ask_save_file(self, title: str, suggested: Path, patterns: str) -> Path | None:
        self.asked.append((title, suggested))
        return self.save_file

    def ask_folder(self, title: str, start: Path) -> Path | None:
        self.asked.append((title, start))
        return self.folder

    def ask_server(self, recent: Sequence[str], desk: Path, told: str, *, is_new: bool = False) -> ServerPlace | None:
        self.asked.append((told, recent))
        return self.servers.pop(0) if self.servers else None

    def ask_text(self, title: str, label: str, text: str) -> str | None:
        self.asked.append((title, text))
        return self.text

    def ask_preferences(self, now: Preferences) -> Preferences | None:
        self.asked.append(("preferences", now))
        return self.preferences

    def ask_new_ledger(self, definitions: Sequence[tuple[str, str]]) -> NewLedgerChoice | None:
        self.asked.append(("new_ledger", definitions))
        return self.new_ledger

    def ask_passphrase(self, told: str) -> str | None:
        self.asked.append(("passphrase", told))
        return self.passphrases.pop(0) if self.passphrases else None

    def ask_new_passphrase(self) -> str | None:
        self.asked.append(("new_passphrase", None))
        return self.new_passphrase

    def ask_mapping(self, book: ForeignBook, definitions: Sequence[Definition]) -> ForeignPlan | None:
        self.asked.append((book.name, definitions))
        return self.foreign


@pytest.fixture
def qtbot(qtbot: QtBot) -> QtBot:
    """The one of pytest-qt, which by itself waits for five seconds only."""
    for name in ("waitUntil", "waitSignal", "waitSignals", "waitExposed"):
        setattr(qtbot, name, partial(getattr(qtbot, name), timeout=LONGEST_WAIT_MS))
    return qtbot


@pytest.fixture(scope="session")
def qapp_cls() -> type[QApplication]:
    return QApplication


@pytest.fixture(autouse=True)
def _light_look(qapp: QApplication) -> None:
    make_application()
    if not qapp.styleSheet() or theme.current() != theme.Theme(Scheme.LIGHT, 100):
        theme.apply(qapp, Scheme.LIGHT, 100)


@pytest.fixture
def clock() -> rounds.TestClock:
    return rounds.TestClock()


@pytest.fixture(scope="session")
def round_files(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A ledger with an open round, all requests, and one work file; made once, to be copied and not changed."""
    folder = tmp_path_factory.mktemp("照会の始まり")
    requests = folder / "照会"
    requests.mkdir()
    with rounds.make_ledger(folder) as ledger:
        rounds.start_round(ledger)
        made = rounds.send_requests(ledger, requests)
        made[CLERKS].rename(folder / "照会.kyoq")
        open_request(folder / "照会.kyoq", folder / "作業.kyosei", author=rounds.CLERK, clock=ledger.clock).close()
    return folder


@pytest.fixture
def round_ledger(round_files: Path, tmp_path: Path, clock: rounds.TestClock) -> Iterator[Ledger]:
    """A coordinator's ledger of the built-in plan with an open round, and its requests sent."""
    clock.now += timedelta(minutes=5)  # after all that was done when the files were made
    path = shutil.copy(round_files / "台帳.kyosei", tmp_path)
    ledger = open_ledger(Path(path), clock=clock)
    yield ledger
    ledger.close()


@pytest.fixture
def request_file(round_files: Path, tmp_path: Path) -> Path:
    """The request of a department."""
    return Path(shutil.copy(round_files / "照会.kyoq", tmp_path))


@pytest.fixture
def work_ledger(round_files: Path, tmp_path: Path, clock: rounds.TestClock) -> Iterator[Ledger]:
    """The work file of that request."""
    clock.now += timedelta(minutes=5)
    path = shutil.copy(round_files / "作業.kyosei", tmp_path)
    ledger = open_ledger(Path(path), clock=clock)
    yield ledger
    ledger.close()


@pytest.fixture
def returned(round_ledger: Ledger, work_ledger: Ledger, tmp_path: Path) -> tuple[Ledger, WorkField]:
    """A request that came back with a word on №30, and the work file that was handed in before."""
    for one in read_work(work_ledger).fields:
        if one.is_required:
            answer_field(work_ledger, one.place.id, Value("・実施した。"), author=rounds.CLERK)
    submission = tmp_path / "回答.kyoa"
    hand_in(work_ledger, submission, person=rounds.CLERK, author=rounds.CLERK)
    rounds.merge(round_ledger, submission)
    department = rounds.department_named(round_ledger.plan(), "生活福祉課")
    field = next(one for one in read_work(work_ledger).fields if one.address.measure == 30)
    file = tmp_path / "差戻し.kyoq"
    return_department(
        round_ledger,
        department,
        file,
        reason="単位を入れてください",
        fields=[field.place.id],
        notes={field.place.id: "人数の単位"},
        author=rounds.COORDINATOR,
    )
    path = work_ledger.path
    work_ledger.close()
    return open_request(file, path, author=rounds.CLERK, clock=work_ledger.clock), field


@pytest.fixture(scope="session")
def preview(round_files: Path) -> tuple[Preview, Figures]:
    """The pages of that ledger's report, and their figures; not to be changed."""
    with open_ledger(round_files / "台帳.kyosei", read_only=True) as ledger:
        made = run_to_end(make_preview(ledger))
        return made, run_to_end(count_figures(ledger, made))


@pytest.fixture
def dialogs() -> ScriptedDialogs:
    return ScriptedDialogs()


@pytest.fixture
def work_folder(tmp_path: Path) -> Path:
    """Where the window keeps work files."""
    return tmp_path / "書類"


@pytest.fixture
def make_window(
    qtbot, tmp_path: Path, dialogs: ScriptedDialogs, work_folder: Path
) -> Iterator[Callable[..., MainWindow]]:
    """Makes the real window, shown, with nothing open yet; at the end it is closed and its worker is gone."""
    made: list[MainWindow] = []

    def make(author: str = rounds.CLERK) -> MainWindow:
        settings = Settings(tmp_path / "settings.ini")
        window = MainWindow(settings, author=author, work_folder=work_folder, dialogs=dialogs)
        made.append(window)
        window.show_ledger(None)
        window.show()
        qtbot.waitExposed(window)
        window.activateWindow()
        return window

    yield make
    for window in made:
        window.messages.ask = lambda *_question, **_words: True  # a test that failed midway must not wait for ever
        window.close()
        assert not window.isVisible()
        window.deleteLater()
    # Deleted now and not at the end of the session: a new look is drawn for every widget there still is.
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


@pytest.fixture
def window(make_window: Callable[..., MainWindow]) -> MainWindow:
    """The window with nothing open."""
    return make_window()


@pytest.fixture
def clerk_window(window: MainWindow, work_ledger: Ledger) -> MainWindow:
    """The window with a work file open."""
    window.show_ledger(work_ledger)
    return window


@pytest.fixture
def form(qtbot, clerk_window: MainWindow) -> tuple[FormView, AnswerCard, WorkField]:
    """The clerk's form, at the first required field, with the keyboard in it."""
    field = next(one for one in read_work(clerk_window.context.open_ledger).fields if one.is_required)
    clerk_window.go("form", field=field.place.id)
    view = clerk_window.current_view
    card = view.cards[field.place.id]
    qtbot.waitUntil(card.editor.hasFocus)
    return view, card, field


@pytest.fixture
def coordinator_window(make_window: Callable[..., MainWindow], round_ledger: Ledger) -> MainWindow:
    """The window with a coordinator's ledger open."""
    made = make_window(rounds.COORDINATOR)
    made.show_ledger(round_ledger)
    return made
