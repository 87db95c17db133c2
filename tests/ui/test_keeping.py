"""Looking through a ledger, its archive, and the two ways on from a damaged one, in the window."""

import sqlite3
import zipfile
from contextlib import closing

import pytest
from PySide6.QtCore import Qt

from kyosei_desktop.domain.plan import Address, FieldKind, Value
from kyosei_desktop.exchange.checking import check_file
from kyosei_desktop.store.backup import back_up_ledger
from kyosei_desktop.store.backup_names import BackupReason
from kyosei_desktop.store.editing import edit_fields
from kyosei_desktop.store.verifying import history_head


def run(window, action):
    window.menus.actions[action].trigger()


def test_a_look_through_tells_the_number_to_write_down(qtbot, coordinator_window):
    run(coordinator_window, "file.look_through")
    qtbot.waitUntil(lambda: "問題はありません" in coordinator_window.messages.text)
    assert history_head(coordinator_window.context.ledger).number in coordinator_window.messages.text


def test_a_look_through_tells_what_was_altered_and_writes_all_of_it(qtbot, coordinator_window, dialogs, tmp_path):
    with closing(sqlite3.connect(coordinator_window.context.ledger.path)) as connection:
        connection.execute("DROP TRIGGER act_stays_as_it_is")
        connection.execute("UPDATE act SET done_by = '別人'")
        connection.commit()
    run(coordinator_window, "file.look_through")
    qtbot.waitUntil(lambda: "操作の記録が書き換えられています" in coordinator_window.messages.text)
    assert coordinator_window.messages.kind == "error"
    dialogs.save_file = tmp_path / "結果"
    qtbot.mouseClick(coordinator_window.messages.action_button, Qt.MouseButton.LeftButton)
    assert (tmp_path / "結果.txt").read_text("utf-8-sig").count("（別人）") > 0


def test_a_look_through_finds_what_no_hash_covers_and_leads_to_the_backups(qtbot, coordinator_window):
    """A draft of a field that is not there: `check` finds it by looking through all references."""
    with closing(sqlite3.connect(coordinator_window.context.ledger.path)) as connection:
        connection.execute("INSERT INTO draft SELECT 'x', text, blank, made_at FROM revision LIMIT 1")
        connection.commit()
    run(coordinator_window, "file.look_through")
    qtbot.waitUntil(lambda: "壊れている" in coordinator_window.messages.text)
    qtbot.mouseClick(coordinator_window.messages.action_button, Qt.MouseButton.LeftButton)
    assert coordinator_window.current_view_id == "backups"


def test_a_number_that_was_written_down_is_compared_with_the_history(qtbot, coordinator_window, dialogs):
    """As by `check --known`: also an older number is found, however it is typed; a wrong one and no number are told."""
    messages, ledger = coordinator_window.messages, coordinator_window.context.ledger
    older = history_head(ledger).number
    edit_fields(ledger, [(Address(13, FieldKind.OUTCOME), Value("その後の文"))], author="取りまとめ")
    dialogs.text = f" {older.upper()} "
    run(coordinator_window, "file.look_through")
    qtbot.waitUntil(lambda: "問題はありません" in messages.text)
    qtbot.mouseClick(messages.action_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: "履歴にあります" in messages.text)

    dialogs.text = "0000-0000-0000-0000"
    run(coordinator_window, "file.compare_number")
    qtbot.waitUntil(lambda: "履歴にありません" in messages.text)
    dialogs.text = "12-34"
    run(coordinator_window, "file.compare_number")
    qtbot.waitUntil(lambda: "16桁" in messages.text)
    assert messages.kind == "error"


def test_the_archive_is_written_where_asked(qtbot, coordinator_window, dialogs, tmp_path):
    dialogs.save_file = tmp_path / "記録"
    run(coordinator_window, "file.archive")
    qtbot.waitUntil(lambda: "書き出しました" in coordinator_window.messages.text)
    with zipfile.ZipFile(tmp_path / "記録.zip") as archive:
        assert "読み方.txt" in archive.namelist()
    assert dialogs.asked[-1][1].name == "記録_台帳.zip"


@pytest.fixture
def damaged(round_ledger):
    """A ledger cut short, without any backup."""
    round_ledger.close()
    round_ledger.path.write_bytes(round_ledger.path.read_bytes()[:-9000])
    return round_ledger.path


def test_a_ledger_whose_beginning_is_overwritten_is_restored_from_its_backup(qtbot, window, round_ledger, monkeypatch):
    """It is no ledger by its content any more; that there are backups beside it tells that it was one."""
    path = round_ledger.path
    back_up_ledger(round_ledger, reason=BackupReason.BY_HAND)
    round_ledger.close()
    with path.open("r+b") as file:
        file.write(bytes(4096))
    checked = check_file(path)
    assert "台帳ではありません" in checked.problems[0]
    assert "いちばん新しい無事な控え" in checked.problems[1]

    monkeypatch.setattr(window.messages, "ask", lambda *_question, **_words: True)
    window.open_file(path)
    assert "台帳ではありません" in window.messages.text
    qtbot.mouseClick(window.messages.action_button, Qt.MouseButton.LeftButton)
    assert len(window.context.open_ledger.plan().measures) == 48


def test_without_a_good_backup_what_can_be_read_is_offered(qtbot, window, damaged, dialogs, tmp_path):
    window.open_file(damaged)
    qtbot.mouseClick(window.messages.action_button, Qt.MouseButton.LeftButton)
    assert "無事な控えが見つかりません" in window.messages.text
    dialogs.save_file = tmp_path / "読めたもの.zip"
    qtbot.mouseClick(window.messages.action_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: "読めたものを" in window.messages.text)
    with zipfile.ZipFile(tmp_path / "読めたもの.zip") as archive:
        assert "本文.csv" in archive.namelist()
