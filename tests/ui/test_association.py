"""The association of files by one command of the window, and taken back by the button beside its message."""

from PySide6.QtCore import Qt

from kyosei_desktop.store.file_association import associate_files
from kyosei_desktop.ui.association_actions import ASSOCIATION_ACTIONS


def test_files_are_associated_by_the_command_and_freed_by_the_button(qtbot, coordinator_window, tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    entry = tmp_path / "data" / "applications" / "kyosei-desktop.desktop"

    coordinator_window.menus.actions["file.associate"].trigger()
    assert entry.is_file()
    assert "ダブルクリック" in coordinator_window.messages.text

    qtbot.mouseClick(coordinator_window.messages.action_button, Qt.MouseButton.LeftButton)
    assert not entry.exists()
    assert "外しました" in coordinator_window.messages.text


def test_an_association_of_an_earlier_day_is_taken_back_by_a_command(coordinator_window, tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    context = coordinator_window.context
    spec = next(one for one in ASSOCIATION_ACTIONS if one.id == "file.dissociate")
    assert spec.why_not(context) == "この利用者のファイルは関連付けていません。"
    associate_files(tmp_path / "data", ["/opt/kyosei-desktop"])

    assert spec.why_not(context) is None
    spec.run(context)
    assert not any(one.is_file() for one in (tmp_path / "data").rglob("kyosei-desktop.*"))
