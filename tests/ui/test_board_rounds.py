"""Rounds from the board: the wizard that starts one with all its files, and changing one that runs."""

from datetime import date

import pytest
from PySide6.QtCore import QDate, Qt
from PySide6.QtWidgets import QApplication

from kyosei_desktop.domain.rounds import AskedField, DepartmentState
from kyosei_desktop.exchange.file_names import REQUEST_SUFFIX
from kyosei_desktop.store.backup import list_backups
from kyosei_desktop.store.rounds import find_open_round
from kyosei_desktop.store.status import round_status
from kyosei_desktop.ui.board.presenter import BoardPresenter
from tests.ui import rounds
from tests.ui.desk import KeptView, desk_for


@pytest.fixture
def empty_window(make_window, tmp_path, clock):
    """The window with a ledger in which no round was ever opened."""
    window = make_window(rounds.COORDINATOR)
    window.show_ledger(rounds.make_ledger(tmp_path, clock))
    return window


def test_the_wizard_opens_the_round_and_makes_all_files_in_one_go(qtbot, empty_window, dialogs, tmp_path):
    view = empty_window.current_view
    qtbot.mouseClick(view.no_round.start_button, Qt.MouseButton.LeftButton)
    panel = view.round_panel
    assert "前の照会の記録がない" in panel.due_reason.words
    qtbot.mouseClick(panel.next_button, Qt.MouseButton.LeftButton)
    assert panel.step == 1
    qtbot.mouseClick(panel.next_button, Qt.MouseButton.LeftButton)
    assert [len(panel.requests.model.lines), panel.step] == [17, 2]
    requests = panel.requests
    assert requests.letter.toPlainText().startswith(f"{requests.table.chosen.planned.department.name} 御中")
    dialogs.folder = tmp_path / "送付"
    qtbot.mouseClick(panel.folder_button, Qt.MouseButton.LeftButton)
    assert "送付" in panel.folder_words.words
    qtbot.mouseClick(panel.open_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: "17課分" in empty_window.messages.text)
    assert len(list(dialogs.folder.glob(f"*{REQUEST_SUFFIX}"))) == 17
    assert len(list(dialogs.folder.glob("*.txt"))) == 17
    states = {one.state for one in round_status(empty_window.context.open_ledger).departments}
    assert states == {DepartmentState.ASKED}
    assert view.table.isVisible()


def test_going_back_keeps_what_was_chosen(qtbot, empty_window):
    view = empty_window.current_view
    qtbot.mouseClick(view.no_round.start_button, Qt.MouseButton.LeftButton)
    panel = view.round_panel
    qtbot.keyClick(panel.next_button, Qt.Key.Key_Space)
    qtbot.keyClick(panel.boxes.asks[AskedField.RECORD], Qt.Key.Key_Space)
    qtbot.keyClick(panel.back_button, Qt.Key.Key_Space)
    qtbot.keyClick(panel.next_button, Qt.Key.Key_Space)
    assert panel.boxes.asked == {AskedField.ENTRY, AskedField.OUTCOME}


def test_without_anything_asked_there_is_no_next_step(qtbot, empty_window):
    view = empty_window.current_view
    qtbot.mouseClick(view.no_round.start_button, Qt.MouseButton.LeftButton)
    panel = view.round_panel
    qtbot.keyClick(panel.next_button, Qt.Key.Key_Space)
    for kind in panel.boxes.asked:
        qtbot.keyClick(panel.boxes.asks[kind], Qt.Key.Key_Space)
    assert not panel.next_button.isEnabled()


def test_a_holiday_as_due_date_is_pointed_out_and_mended_with_one_click(qtbot, empty_window):
    view = empty_window.current_view
    qtbot.mouseClick(view.no_round.start_button, Qt.MouseButton.LeftButton)
    panel = view.round_panel
    assert not panel.working_day_button.isVisible()
    panel.due_on.setDate(QDate(2022, 5, 4))  # みどりの日
    assert "令和4年5月2日（月）" in panel.working_day_button.text()
    qtbot.mouseClick(panel.working_day_button, Qt.MouseButton.LeftButton)
    assert panel.choice().due_on == date(2022, 5, 2)
    assert not panel.working_day_button.isVisible()


def test_a_kind_of_field_is_added_to_a_running_round(qtbot, coordinator_window, round_ledger):
    coordinator_window.menus.actions["round.ask_more"].trigger()
    view = coordinator_window.current_view
    panel = view.ask_more_panel
    assert AskedField.ENTRY not in panel.boxes.asks
    qtbot.keyClick(panel.boxes.asks[AskedField.RECORD], Qt.Key.Key_Space)
    qtbot.keyClick(panel.add_button, Qt.Key.Key_Return)
    assert AskedField.RECORD in find_open_round(round_ledger).asks
    assert not panel.isVisible()
    assert view.table.chosen.next_step == "足した欄を照会する"
    assert view.head.request_button.property("role") == "primary"


def test_adding_nothing_is_said_and_escape_leaves(qtbot, coordinator_window, round_ledger):
    coordinator_window.menus.actions["round.ask_more"].trigger()
    view = coordinator_window.current_view
    qtbot.keyClick(view.ask_more_panel.add_button, Qt.Key.Key_Return)
    assert coordinator_window.messages.kind == "warning"
    qtbot.keyClick(view.ask_more_panel.add_button, Qt.Key.Key_Escape)
    assert view.table.isVisible()
    assert find_open_round(round_ledger).asks == {AskedField.ENTRY}


def test_the_covering_text_of_a_department_goes_to_the_clipboard(qtbot, coordinator_window):
    view = coordinator_window.current_view
    view.table.choose(0)
    qtbot.mouseClick(view.detail.buttons["letter"], Qt.MouseButton.LeftButton)
    text = QApplication.clipboard().text()
    assert text.startswith(f"{view.table.chosen.department.name} 御中")
    assert "令和4年4月15日（金）" in text


def test_closing_makes_a_backup_and_offers_to_reopen(round_ledger):
    desk, view = desk_for(round_ledger), KeptView()
    presenter = BoardPresenter(desk.context, view)
    presenter.load()
    backups = len(list_backups(round_ledger.path))
    presenter.rounds.close_round()
    assert find_open_round(round_ledger) is None
    assert len(list_backups(round_ledger.path)) == backups + 1
    text, act = desk.messages.actions[-1]
    assert text == "再開する"
    act()
    assert find_open_round(round_ledger) is not None
