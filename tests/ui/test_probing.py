"""Trying out in the window which files come through the mail."""

from PySide6.QtCore import Qt


def test_probes_are_made_sent_and_read_in_the_window(qtbot, coordinator_window, dialogs, tmp_path):
    window = coordinator_window
    dialogs.folder = tmp_path
    window.menus.actions["file.probe"].trigger()
    assert "試すファイルと案内文を作りました" in window.messages.text

    dialogs.open_files = sorted((tmp_path / "試送").glob("*.kyo?"))
    qtbot.mouseClick(window.messages.action_button, Qt.MouseButton.LeftButton)

    assert "照会ファイル（.kyoq）　そのまま届きました" in window.messages.text
    assert "Excel様式（.xlsx）　届いていません" in window.messages.text


def test_cancelling_makes_and_says_nothing(coordinator_window, tmp_path):
    before = sorted(tmp_path.iterdir())
    coordinator_window.menus.actions["file.probe"].trigger()
    coordinator_window.menus.actions["file.read_probe"].trigger()
    assert sorted(tmp_path.iterdir()) == before
    assert coordinator_window.messages.text == ""
