"""The association of files by one command of the window, and taken back by the button beside its message."""

from PySide6.QtCore import Qt


def test_files_are_associated_by_the_command_and_freed_by_the_button(qtbot, coordinator_window, tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    entry = tmp_path / "data" / "applications" / "kyosei-desktop.desktop"

    coordinator_window.menus.actions["file.associate"].trigger()
    assert entry.is_file()
    assert "ダブルクリック" in coordinator_window.messages.text

    qtbot.mouseClick(coordinator_window.messages.action_button, Qt.MouseButton.LeftButton)
    assert not entry.exists()
    assert "外しました" in coordinator_window.messages.text
