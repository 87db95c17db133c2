"""Starting: what is asked the first time, what is remembered, settings of other versions, and a newer program."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt

from kyosei_desktop.store.backup import list_backups
from kyosei_desktop.ui.main_window import starter
from kyosei_desktop.ui.settings import SETTINGS_VERSION, Scheme, Settings
from kyosei_desktop.ui.starts import Start, file_to_start_with

# What to open


@pytest.mark.parametrize(
    ("start", "recent", "file"),
    [
        (None, ["台帳.kyosei"], None),
        (Start.RESPOND, [], None),
        (Start.RESPOND, ["記入中.kyosei", "前の.kyosei"], "記入中.kyosei"),
        (Start.COORDINATE, ["予行演習_台帳.kyosei", "台帳.kyosei"], "台帳.kyosei"),
    ],
)
def test_a_start_without_a_file_takes_up_the_last_one_but_no_rehearsal(start, recent, file):
    found = file_to_start_with(start, [Path(one) for one in recent])

    assert found == (None if file is None else Path(file))


def test_the_first_start_opens_and_makes_nothing(window, work_folder):
    window.starter.at_start()

    assert window.current_view_id == "start"
    assert not work_folder.exists()
    assert window.current_view.respond_button.property("role") == "primary"


def test_who_answers_is_asked_for_the_request_and_finds_the_work_file_again(qtbot, window, dialogs, request_file):
    dialogs.open_files = [request_file]
    qtbot.keyClick(window.current_view.respond_button, Qt.Key.Key_Return)
    work = window.context.open_ledger.path
    assert window.context.open_ledger.is_work_file
    window.show_ledger(None)
    window.starter.at_start()

    assert window.context.open_ledger.path == work


def test_who_coordinates_gets_a_ledger_of_the_sample_plan_and_can_choose_anew(qtbot, window):
    qtbot.mouseClick(window.current_view.coordinate_button, Qt.MouseButton.LeftButton)
    assert len(window.context.open_ledger.plan().measures) == 48
    window.menus.actions["file.start"].trigger()

    assert window.current_view_id == "start"
    assert window.settings.start is Start.COORDINATE
    assert window.current_view.coordinate_button.property("role") == "primary"


def test_who_practises_gets_a_rehearsal_and_is_asked_again_next_time(qtbot, window, work_folder):
    qtbot.mouseClick(window.current_view.rehearse_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: window.context.ledger is not None, timeout=120_000)

    assert window.context.open_ledger.definition.is_rehearsal
    assert "取り込みを待っています" in window.messages.text
    assert window.context.open_ledger.path.is_relative_to(work_folder)
    assert window.settings.start is None


# Settings of other versions

OLD = """[General]
author=担当 花
geometry=@ByteArray()
recent_files={file}
scheme=dark
text_percent=150

[views]
collect\\watch\\x=folder
"""
"""As the first version wrote it: without a version, and a list of one as a plain text."""


def test_settings_of_the_first_version_are_read_and_get_a_version(tmp_path, request_file):
    path = tmp_path / "old.ini"
    path.write_text(OLD.format(file=request_file), "utf-8")
    settings = Settings(path)

    assert (settings.author, settings.scheme, settings.text_percent) == ("担当 花", Scheme.DARK, 150)
    assert settings.recent_files == [request_file]
    assert settings.remembered("collect/watch/x") == "folder"
    assert settings.start is None
    assert settings.version == SETTINGS_VERSION


def test_settings_of_a_newer_program_are_kept_whatever_this_one_makes_of_them(tmp_path):
    path = tmp_path / "new.ini"
    path.write_text("[General]\nversion=99\nscheme=sepia\nstart=telepathy\nnovelty=1\n\n[later]\nkey=value\n", "utf-8")
    settings = Settings(path)
    assert (settings.scheme, settings.start) == (Scheme.SYSTEM, None)
    settings.text_percent = 200
    del settings
    kept = path.read_text("utf-8").splitlines()

    assert {"version=99", "scheme=sepia", "start=telepathy", "novelty=1", "key=value", "text_percent=200"} <= set(kept)


# A newer program


def test_a_ledger_that_a_newer_program_opens_first_is_backed_up_before(monkeypatch, window, round_ledger):
    path = round_ledger.path
    round_ledger.close()
    window.open_file(path)
    assert (list_backups(path), window.messages.text) == ([], "")
    window.show_ledger(None)
    monkeypatch.setattr(starter, "__version__", "99.0")
    window.open_file(path)

    assert [one.reason for one in list_backups(path)] == ["版の更新前"]
    assert "新しい版（99.0）" in window.messages.text
    window.show_ledger(None)
    window.open_file(path)
    assert len(list_backups(path)) == 1


def test_a_newer_program_beside_this_one_is_named_unless_something_else_is_being_said(qtbot, window, tmp_path):
    (tmp_path / "新しい" / "_internal" / "kyosei_desktop-99.0.dist-info").mkdir(parents=True)
    window.messages.error("先に読むこと。")
    window.starter.look_for_newer_program(tmp_path / "いまの")
    qtbot.waitUntil(lambda: window.jobs.is_idle)
    assert window.messages.text == "先に読むこと。"
    window.messages.clear()
    window.starter.look_for_newer_program(tmp_path / "いまの")
    qtbot.waitUntil(lambda: bool(window.messages.text))

    assert "新しい版（99.0）" in window.messages.text
    assert window.messages.action_button.text() == "フォルダを開く"
