"""The diagnosis and the log in the window: shown, copied, saved; with nothing open too."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication

from kyosei_desktop.store.log import log_event, logging_to
from kyosei_desktop.store.user_folders import log_folder
from kyosei_desktop.ui.diagnosis.window import DiagnosisWindow


@pytest.fixture
def diagnosis(qtbot, coordinator_window):
    """The window of the diagnosis, done."""
    coordinator_window.menus.actions["help.diagnose"].trigger()
    made = coordinator_window.findChild(DiagnosisWindow)
    qtbot.waitUntil(lambda: bool(made.details.toPlainText()))
    return made


def test_it_tells_of_the_program_the_ledger_and_the_screen_and_can_be_given_away(qtbot, diagnosis, dialogs, tmp_path):
    text = diagnosis.details.toPlainText()
    assert "■ 台帳「台帳.kyosei」" in text
    assert "画面：" in text
    assert "設定：" in text
    assert "問題はありません。" in diagnosis.summary.text()

    qtbot.mouseClick(diagnosis.copy_button, Qt.MouseButton.LeftButton)
    assert QGuiApplication.clipboard().text() == text
    dialogs.save_file = tmp_path / "診断.txt"
    qtbot.mouseClick(diagnosis.save_button, Qt.MouseButton.LeftButton)
    assert dialogs.save_file.read_text("utf-8-sig") == text
    qtbot.keyClick(diagnosis.details, Qt.Key.Key_Escape)
    assert not diagnosis.isVisible()


def test_closing_it_before_it_is_done_disturbs_nothing(qtbot, window):
    window.menus.actions["help.diagnose"].trigger()
    window.findChild(DiagnosisWindow).close()
    qtbot.waitUntil(lambda: window.jobs.is_idle)
    assert window.messages.text == ""


def test_the_log_is_saved_as_one_text_without_what_was_written(qtbot, window, dialogs, tmp_path, request_file):
    dialogs.save_file = tmp_path / "記録.log"
    with logging_to(log_folder()):
        log_event("test")
        window.open_file(request_file)
        window.go("hand_in")
        window.menus.actions["help.save_log"].trigger()
    log = dialogs.save_file.read_text("utf-8")

    assert "opened file=" in log
    assert "action id=help.save_log" in log
    assert str(tmp_path) not in log
