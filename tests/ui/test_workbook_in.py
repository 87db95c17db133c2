"""A report's workbook that comes back, in the real window: what changed is seen, chosen, taken and withdrawn."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from openpyxl import load_workbook
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent

from kyosei_desktop.domain.plan import Address, FieldKind, PeriodId, Value
from kyosei_desktop.domain.years import FiscalYear
from kyosei_desktop.exchange.workbook_changes import BookStanding
from kyosei_desktop.store.editing import edit_fields
from kyosei_desktop.store.ledger import Ledger, open_ledger
from kyosei_desktop.ui.main_window import MainWindow
from kyosei_desktop.ui.workbook_in.view import WorkbookInView
from tests.exchange.books import export_book
from tests.ui import rounds
from tests.ui.conftest import ScriptedDialogs
from tests.ui.observing import observe, observe_room
from tests.ui.scenes import settle

MakeWindow = Callable[..., MainWindow]
SMALL_SCREEN_PX = (1366, 768)
NAME = Address(1, FieldKind.NAME)
ENTRY = Address(1, FieldKind.ENTRY, 1, FiscalYear(2021), PeriodId("plan"))


@pytest.fixture(scope="module")
def exported(round_files: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The report of the ledger of the fixtures, with two cells changed by hand and one that holds a formula."""
    file = tmp_path_factory.mktemp("book") / "直した報告書.xlsx"
    with open_ledger(round_files / "台帳.kyosei", read_only=True) as ledger:
        export_book(ledger, file)
    book = load_workbook(file)
    sheet = book.worksheets[0]
    sheet["B3"], sheet["H3"], sheet["H4"] = "新しい施策名", "・直した予定", "=A1"
    book.save(file)
    return file


@pytest.fixture
def book(exported: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy(exported, tmp_path))


@pytest.fixture
def window(make_window: MakeWindow, round_ledger: Ledger) -> MainWindow:
    made = make_window(author="取りまとめ 担当")
    made.show_ledger(round_ledger)
    return made


def view_of(window: MainWindow) -> WorkbookInView:
    view = window.current_view
    assert isinstance(view, WorkbookInView)
    return view


def open_book(qtbot, window: MainWindow, book: Path) -> WorkbookInView:
    """Open a book as by a double click, and wait until it has been read."""
    window.open_file(book)
    view = view_of(window)
    qtbot.waitUntil(lambda: bool(view.model.lines))
    return view


def text_of(ledger: Ledger, address: Address) -> str:
    plan = ledger.plan()
    place = plan.field_at(address)
    assert place is not None
    return plan.value(place).text


def test_the_menu_asks_for_a_book_and_shows_what_changed(
    qtbot, window: MainWindow, book: Path, dialogs: ScriptedDialogs
) -> None:
    dialogs.open_files = [book]
    window.menus.actions["file.import_book"].trigger()
    view = view_of(window)
    qtbot.waitUntil(lambda: bool(view.model.lines))
    assert [line.change.standing for line in view.model.lines] == [
        BookStanding.READY,
        BookStanding.READY,
        BookStanding.UNREADABLE,
    ]
    assert view.summary.text().count("このブックで変わった3か所") == 1
    assert view.take_button.text() == "2か所を取り込む"
    view.table.choose(1)
    assert view.new.toPlainText() == "・直した予定"
    view.table.choose(2)
    assert "式が入っています" in view.note.words
    assert view.new.toPlainText() == "（読み取れません）"


def test_keys_alone_choose_take_and_withdraw(
    qtbot, window: MainWindow, round_ledger: Ledger, book: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = text_of(round_ledger, NAME)
    view = open_book(qtbot, window, book)
    view.table.setFocus()
    view.table.choose(0)
    qtbot.keyClick(view.table, Qt.Key.Key_Space)
    assert [line.is_chosen for line in view.model.lines] == [False, True, False]
    view.take_button.setFocus()
    with qtbot.waitSignal(window.jobs.ended):
        qtbot.keyClick(view.take_button, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: text_of(round_ledger, ENTRY) == "・直した予定")
    assert text_of(round_ledger, NAME) == before
    qtbot.waitUntil(lambda: BookStanding.TAKEN in [one.change.standing for one in view.model.lines])
    assert "1か所を取り込みました" in window.messages.text

    window.menus.actions["file.taken_books"].trigger()
    asked: list[str] = []
    monkeypatch.setattr(window.messages, "ask", lambda question, **words: bool(asked.append(question)) or True)
    qtbot.keyClick(view.taken_page.table, Qt.Key.Key_Delete)
    qtbot.waitUntil(lambda: text_of(round_ledger, ENTRY) != "・直した予定")
    assert asked == ["「直した報告書.xlsx」を取り下げますか。"]
    qtbot.waitUntil(lambda: view.taken_page.model.lines[0].book.is_withdrawn)


def test_all_and_none_are_chosen_by_a_button(qtbot, window: MainWindow, book: Path) -> None:
    view = open_book(qtbot, window, book)
    qtbot.mouseClick(view.none_button, Qt.MouseButton.LeftButton)
    assert not view.take_button.isEnabled()
    qtbot.mouseClick(view.all_button, Qt.MouseButton.LeftButton)
    assert [line.is_chosen for line in view.model.lines] == [True, True, False]


def test_what_changed_in_the_ledger_meanwhile_becomes_a_conflict_to_settle(
    qtbot, window: MainWindow, round_ledger: Ledger, book: Path
) -> None:
    edit_fields(round_ledger, [(NAME, Value("台帳で直した名前"))], author=rounds.COORDINATOR)
    view = open_book(qtbot, window, book)
    assert view.model.lines[0].change.standing is BookStanding.CONFLICT
    assert "台帳のいまの文：台帳で直した名前" in view.note.words
    qtbot.mouseClick(view.take_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: "競合が1件あります" in window.messages.text)


def test_a_book_dropped_on_the_window_is_read(qtbot, window: MainWindow, book: Path) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(book))])
    actions, buttons = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton
    window.dropEvent(QDropEvent(QPointF(50, 50), actions, data, buttons, Qt.KeyboardModifier.NoModifier))
    assert window.current_view_id == "workbook_in"
    qtbot.waitUntil(lambda: bool(view_of(window).model.lines))


def test_another_workbook_is_refused_in_words_and_the_way_back_is_a_click(
    qtbot, window: MainWindow, book: Path
) -> None:
    other = load_workbook(book)
    other.worksheets[0].delete_rows(2)
    other.save(book)
    window.open_file(book)
    qtbot.waitUntil(lambda: "報告書が見つかりません" in window.messages.text)
    assert view_of(window).first_focus() is view_of(window).file_button
    listed = window.navigation.list
    place = listed.visualItemRect(listed.currentItem()).center()
    qtbot.mouseClick(listed.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert window.current_view_id == "board"


def test_the_list_can_be_read_and_worked_with_by_everybody(qtbot, window: MainWindow, book: Path) -> None:
    view = open_book(qtbot, window, book)
    settle(window)
    found = observe(window)
    assert (found.unnamed, found.out_of_reach, found.without_focus) == ([], [], [])
    window.set_look(text_percent=200)
    window.resize(*SMALL_SCREEN_PX)
    qtbot.waitUntil(lambda: bool(view.model.lines))
    settle(window)
    large = observe_room(window)
    window.set_look(text_percent=100)
    assert (large.clipped, large.sideways) == ([], [])


def test_in_a_ledger_for_reading_the_button_says_that_this_is_why(
    qtbot, make_window: MakeWindow, round_files: Path, tmp_path: Path, book: Path
) -> None:
    with open_ledger(
        Path(shutil.copy(round_files / "台帳.kyosei", tmp_path / "読むだけ.kyosei")), read_only=True
    ) as ledger:
        window = make_window()
        window.show_ledger(ledger)
        view = open_book(qtbot, window, book)
        assert not view.take_button.isEnabled()
        assert "読み取り専用" in view.take_button.toolTip()
        window.show_ledger(None)
