"""Backups in the real window: what each holds, how it differs, restoring, the word after; and two programs at once."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt

from kyosei_desktop.domain.plan import Address, FieldKind, Value
from kyosei_desktop.store.backup import back_up_ledger, list_backups, pending_restore
from kyosei_desktop.store.backup_names import BackupReason
from kyosei_desktop.store.drafts import load_drafts
from kyosei_desktop.store.editing import edit_fields
from kyosei_desktop.store.ledger import Ledger, open_ledger
from kyosei_desktop.ui.backups.timer import BackupTimer
from kyosei_desktop.ui.backups.view import BackupsView
from kyosei_desktop.ui.main_window import MainWindow
from tests.ui import rounds
from tests.ui.conftest import ScriptedDialogs
from tests.ui.desk import desk_for

MakeWindow = Callable[..., MainWindow]
OUTCOME = Address(13, FieldKind.OUTCOME)


def edit(ledger: Ledger, text: str) -> None:
    edit_fields(ledger, [(OUTCOME, Value(text))], author=rounds.COORDINATOR)


@pytest.fixture
def window(make_window: MakeWindow, round_ledger: Ledger) -> MainWindow:
    """The window with a ledger that has a backup from before its last change."""
    edit(round_ledger, "前の成果")
    back_up_ledger(round_ledger, reason=BackupReason.MERGE)
    edit(round_ledger, "後の成果")
    made = make_window(author=rounds.COORDINATOR)
    made.show_ledger(round_ledger)
    return made


def view_of(qtbot, window: MainWindow, count: int) -> BackupsView:
    """The view, once it has looked into so many backups."""
    view = window.current_view
    assert isinstance(view, BackupsView)
    qtbot.waitUntil(lambda: len(view.model.lines) == count and window.jobs.is_idle)
    return view


def test_each_backup_says_when_why_and_what_it_holds(qtbot, window: MainWindow) -> None:
    window.menus.actions["file.backups"].trigger()
    view = view_of(qtbot, window, 1)
    (line,) = view.model.lines
    assert line.reason == "取り込み前"
    assert line.revisions == "1件"
    assert "照会：令和３年度 下期実績" in view.details.text()
    assert "履歴の確認番号：" in view.details.text()


def test_a_backup_is_made_now_and_said_to_have_been_read_back(qtbot, window: MainWindow) -> None:
    window.menus.actions["file.back_up_now"].trigger()
    view = view_of(qtbot, window, 2)
    assert view.model.lines[0].reason == "手動"
    assert "読み返して確かめました" in window.messages.text


def test_a_backup_is_held_against_the_present_field_by_field(qtbot, window: MainWindow) -> None:
    window.go("backups")
    view = view_of(qtbot, window, 1)
    qtbot.keyClick(view.compare_button, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: bool(view.comparison.differences.model.lines))
    (line,) = view.comparison.differences.model.lines
    assert (line.place, *line.labels) == ("№13 成果内容", "前の成果", "後の成果")
    assert "1欄が違います" in view.comparison.words.text()
    assert view.comparison.differences.before.toPlainText() == "前の成果"
    qtbot.keyClick(view.comparison.differences.table, Qt.Key.Key_Escape)
    assert view.table.isVisible()


def test_restoring_asks_keeps_the_present_and_waits_for_a_word(qtbot, window: MainWindow, monkeypatch) -> None:
    path = window.context.open_ledger.path
    window.go("backups")
    view = view_of(qtbot, window, 1)
    asked: list[str] = []
    monkeypatch.setattr(window.messages, "ask", lambda question, **_words: bool(asked.append(question)))
    qtbot.keyClick(view.restore_button, Qt.Key.Key_Return)
    assert len(asked) == 1  # answered with no: nothing has happened
    assert len(list_backups(path)) == 1
    monkeypatch.setattr(window.messages, "ask", lambda *_question, **_words: True)
    qtbot.keyClick(view.restore_button, Qt.Key.Key_Return)
    plan = window.context.open_ledger.plan()
    place = plan.field_at(OUTCOME)
    assert place is not None
    assert plan.value(place).text == "前の成果"
    assert "それまでの台帳は控え" in window.messages.text
    assert [one.reason for one in list_backups(path)] == ["復元前", "取り込み前"]
    assert window.standing.restored.isVisible()
    qtbot.keyClick(window.standing.restored.confirm_button, Qt.Key.Key_Return)
    assert not window.standing.restored.isVisible()
    assert pending_restore(path) is None


def test_another_plans_backup_is_put_in_its_place_only_after_a_second_question(
    qtbot, window: MainWindow, dialogs: ScriptedDialogs, work_ledger: Ledger, monkeypatch
) -> None:
    path, before = window.context.open_ledger.path, window.context.open_ledger.head
    dialogs.open_files = [work_ledger.path]
    work_ledger.close()
    answers = [True, False]
    monkeypatch.setattr(window.messages, "ask", lambda *_question, **_words: answers.pop(0))
    window.go("backups")
    view = view_of(qtbot, window, 1)
    qtbot.keyClick(view.other_button, Qt.Key.Key_Return)
    assert answers == []
    assert window.context.open_ledger.path == path
    assert window.context.open_ledger.head == before


def test_copies_go_to_a_second_folder_until_told_otherwise(
    qtbot, window: MainWindow, dialogs: ScriptedDialogs, tmp_path: Path
) -> None:
    dialogs.folder = tmp_path / "USB"
    dialogs.folder.mkdir()
    window.go("backups")
    view = view_of(qtbot, window, 1)
    qtbot.keyClick(view.second_button, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: len(list(dialogs.folder.glob("*/*.kyosei"))) == 1 and window.jobs.is_idle)
    assert str(dialogs.folder) in view.places.text()
    qtbot.keyClick(view.now_button, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: len(list(dialogs.folder.glob("*/*.kyosei"))) == 2 and window.jobs.is_idle)
    qtbot.keyClick(view.no_second_button, Qt.Key.Key_Return)
    assert str(dialogs.folder) not in view.places.text()


def test_the_clock_makes_a_backup_and_says_once_where_it_cannot(round_ledger: Ledger, qapp) -> None:
    desk = desk_for(round_ledger)
    timer = BackupTimer(desk.context, qapp)
    edit(round_ledger, "一")
    timer.look()
    assert [one.reason for one in list_backups(round_ledger.path)] == ["作業中"]
    assert desk.messages.said == []
    timer.stop()
    folder = list_backups(round_ledger.path)[0].path.parent
    for one in folder.iterdir():
        one.unlink()
    folder.rmdir()
    folder.write_text("じゃまなファイル", "utf-8")
    other = BackupTimer(desk.context, qapp)
    other.look()
    other.look()
    ((kind, said),) = desk.messages.said
    assert kind == "warning"
    assert "台帳への保存は続いています" in said
    other.stop()


def hold(path: Path, **changes: object) -> Path:
    """A lock of another machine's program."""
    holder = {"user": "隣の担当者", "host": "隣のパソコン", "process": 1, "started_at": 0.0, "token": "x"}
    lock = path.with_name(path.name + ".lock")
    lock.write_text(json.dumps({**holder, **changes}), encoding="utf-8")
    return lock


def test_what_somebody_else_has_open_is_opened_for_reading_and_for_writing_once_they_have_closed_it(
    qtbot, make_window: MakeWindow, round_ledger: Ledger
) -> None:
    path = round_ledger.path
    round_ledger.close()
    lock = hold(path, since="2022-04-01T01:32:00+00:00")
    window = make_window(author=rounds.COORDINATOR)
    window.open_file(path)
    assert window.context.open_ledger.is_read_only
    assert window.standing.lock_bar.isVisible()
    assert "隣の担当者（隣のパソコン）が書き込みで開いているため" in window.standing.lock_bar.words.words
    assert not window.standing.lock_bar.reopen_button.isEnabled()
    lock.unlink()
    window.standing.lock_bar.look()
    assert not window.standing.lock_bar.take_over_button.isVisible()
    qtbot.keyClick(window.standing.lock_bar.reopen_button, Qt.Key.Key_Return)
    assert not window.context.open_ledger.is_read_only
    assert not window.standing.lock_bar.isVisible()


def test_whoever_is_taken_over_is_told_and_what_they_are_typing_waits_as_a_draft(
    qtbot, clerk_window: MainWindow, form
) -> None:
    window, (_view, card, _field) = clerk_window, form
    path = window.context.open_ledger.path
    with open_ledger(path, take_over=True):
        qtbot.keyClicks(card.editor, "typed after the lock was lost")
        window.standing.lock_bar.look()
        assert window.standing.lock_bar.isVisible()
        assert "引き継いだため" in window.standing.lock_bar.words.words
        assert not window.standing.lock_bar.reopen_button.isEnabled()
    window.standing.lock_bar.look()
    qtbot.keyClick(window.standing.lock_bar.reopen_button, Qt.Key.Key_Return)
    assert not window.context.open_ledger.is_read_only
    kept = [one.value.text for one in load_drafts(window.context.open_ledger).values()]
    assert any("typed after the lock was lost" in one for one in kept)
