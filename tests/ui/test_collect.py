"""Taking answers in: the preview changes nothing, the merge does, undoing it leaves later work alone."""

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication

from kyosei_desktop.domain.plan import Address, FieldKind, Value
from kyosei_desktop.domain.rounds import DepartmentState
from kyosei_desktop.store.backup import list_backups
from kyosei_desktop.store.editing import edit_fields
from kyosei_desktop.store.status import round_status
from kyosei_desktop.ui.collect.columns import COLUMNS
from kyosei_desktop.ui.collect.presenter import CollectPresenter, Standing
from kyosei_desktop.ui.tables import LinesModel
from tests.ui import rounds
from tests.ui.desk import KeptView, desk_for

DEPARTMENT = "障害福祉課"


@pytest.fixture
def requests(round_files, tmp_path):
    return rounds.copy_requests(round_files, tmp_path / "届いた照会")


@pytest.fixture
def submission(round_ledger, requests):
    return rounds.answer(round_ledger, requests[DEPARTMENT])


@pytest.fixture
def broken(tmp_path):
    file = tmp_path / "壊れた回答.kyoa"
    file.write_bytes(b"PK")
    return file


def collect_of(ledger):
    desk, view = desk_for(ledger), KeptView()
    presenter = CollectPresenter(desk.context, view)
    presenter.load()
    return desk, view, presenter


def state_of(ledger, name):
    return next(one.state for one in round_status(ledger).departments if one.department.name == name)


def is_ready(view):
    return bool(view.model.lines) and all(line.standing is not Standing.READING for line in view.model.lines)


# Without a window


def test_the_preview_says_file_by_file_what_would_change_and_changes_nothing(round_ledger, submission, broken):
    _desk, view, presenter = collect_of(round_ledger)
    presenter.add_files([submission, broken])
    good, bad = presenter.lines
    assert good.standing is Standing.READY
    assert good.found.department.name == DEPARTMENT
    assert good.found.taken == 4
    assert bad.standing is Standing.REFUSED
    assert bad.note.endswith("。")
    assert view.calls["show_files"][1] == "2件のファイル ・ 4欄 変わる ・ 1件 取り込めない"
    assert view.calls["allow_merge"] == (1,)
    assert state_of(round_ledger, DEPARTMENT) is DepartmentState.ASKED


def test_merging_takes_the_good_files_and_names_the_refused(round_ledger, submission, broken):
    desk, _view, presenter = collect_of(round_ledger)
    presenter.add_files([broken, submission])
    presenter.merge()
    assert state_of(round_ledger, DEPARTMENT) is DepartmentState.SUBMITTED
    kind, said = desk.messages.last
    assert kind == "warning"
    assert said == (
        "1件の回答を取り込みました（4欄）。1件は取り込めませんでした：壊れた回答.kyoa。理由は一覧にあります。"
    )
    assert desk.changes == ["collect"]


def test_where_every_file_is_refused_or_none_is_ticked_that_is_said_and_nothing_waits(round_ledger, submission, broken):
    _desk, view, presenter = collect_of(round_ledger)
    presenter.add_files([broken])
    assert view.calls["show_files"][1] == "1件のファイル ・ 1件 取り込めない"
    presenter.add_files([submission])
    presenter.choose(submission, is_chosen=False)
    assert view.calls["show_files"][1] == "2件のファイル ・ 1件 取り込めない ・ 1件 取り込まない"


def test_the_same_file_again_changes_nothing_and_says_so(round_ledger, submission):
    _desk, _view, presenter = collect_of(round_ledger)
    presenter.add_files([submission])
    presenter.merge()
    presenter.add_files([submission])
    (line,) = presenter.lines
    assert line.standing is Standing.NOTHING_NEW
    assert line.found.same == 4


def test_a_conflict_is_told_and_leads_to_settling(round_ledger, requests):
    one, other = rounds.owners_of(round_ledger.plan(), rounds.CO_OWNED)
    files = [
        rounds.answer(round_ledger, requests[one], {rounds.CO_OWNED: "・２回"}),
        rounds.answer(round_ledger, requests[other], {rounds.CO_OWNED: "・3回"}),
    ]
    desk, _view, presenter = collect_of(round_ledger)
    presenter.add_files(files)
    assert [line.found.conflicts for line in presenter.lines] == [0, 1]
    presenter.merge()
    assert "競合が1件あります" in desk.messages.last[1]
    text, act = desk.messages.actions[-1]
    assert text == "競合を決める"
    act()
    assert desk.shell.gone == [("conflicts", {})]


def test_undoing_asks_backs_up_and_leaves_later_work(round_ledger, submission):
    desk, _view, presenter = collect_of(round_ledger)
    presenter.add_files([submission])
    presenter.merge()
    outcome = Address(11, FieldKind.OUTCOME)
    edit_fields(round_ledger, [(outcome, Value("後の作業"))], author=rounds.COORDINATOR)
    backups = len(list_backups(round_ledger.path))
    desk.messages.answer = False
    presenter.undo()
    assert state_of(round_ledger, DEPARTMENT) is DepartmentState.SUBMITTED
    desk.messages.answer = True
    presenter.undo()
    assert state_of(round_ledger, DEPARTMENT) is DepartmentState.ASKED
    assert len(list_backups(round_ledger.path)) == backups + 1
    plan = round_ledger.plan()
    assert plan.value(plan.field_at(outcome)) == Value("後の作業")
    assert submission.name in desk.messages.last[1]


def test_a_folder_without_submissions_is_said_so(round_ledger, tmp_path):
    desk, _view, presenter = collect_of(round_ledger)
    desk.dialogs.folder = tmp_path / "空"
    desk.dialogs.folder.mkdir()
    presenter.choose_folder()
    assert desk.messages.last == (
        "warning",
        "「空」に回答ファイル（.kyoa）も Excel様式（.xlsx）もありません。別のフォルダを選んでください。",
    )


def test_the_model_keeps_the_rules_of_item_models(qtmodeltester, round_ledger, submission, broken, qapp):
    _desk, _view, presenter = collect_of(round_ledger)
    presenter.add_files([submission, broken])
    model = LinesModel(COLUMNS)
    model.show_lines(presenter.lines)
    qtmodeltester.check(model)


# In the window, by gestures


def test_files_dropped_on_the_window_are_previewed_and_merged_with_one_click(
    qtbot, coordinator_window, round_ledger, submission, broken
):
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(file)) for file in (submission, broken)])
    held = Qt.DropAction.CopyAction, mime, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    QApplication.sendEvent(coordinator_window, QDragEnterEvent(QPoint(50, 50), *held))
    QApplication.sendEvent(coordinator_window, QDropEvent(QPointF(50, 50), *held))
    assert coordinator_window.current_view_id == "collect"
    view = coordinator_window.current_view
    qtbot.waitUntil(lambda: is_ready(view))
    assert view.summary.words == "2件のファイル ・ 4欄 変わる ・ 1件 取り込めない"
    assert state_of(round_ledger, DEPARTMENT) is DepartmentState.ASKED
    qtbot.mouseClick(view.merge_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: state_of(round_ledger, DEPARTMENT) is DepartmentState.SUBMITTED)
    qtbot.waitUntil(lambda: view.model.lines[0].standing is Standing.MERGED)
    assert rounds.entry_of(round_ledger, 11) == Value("・予定どおり実施した。")


def test_files_are_chosen_and_one_is_taken_out_again_with_the_delete_key(
    qtbot, coordinator_window, submission, broken, dialogs
):
    coordinator_window.go("collect")
    view = coordinator_window.current_view
    assert view.files_button.property("role") == "primary"
    dialogs.open_files = [broken, submission]
    qtbot.keyClick(view.files_button, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: is_ready(view))
    assert view.merge_button.isEnabled()
    assert "壊れた回答.kyoa" in view.note.words
    view.table.setFocus()
    qtbot.keyClick(view.table, Qt.Key.Key_Delete)
    qtbot.waitUntil(lambda: is_ready(view) and len(view.model.lines) == 1)
    assert view.model.lines[0].file == submission


def test_all_submissions_of_a_folder_come_in_together(qtbot, coordinator_window, round_ledger, requests, dialogs):
    rounds.answer(round_ledger, requests[DEPARTMENT])
    rounds.answer(round_ledger, requests["教育指導課"])
    dialogs.folder = requests[DEPARTMENT].parent
    coordinator_window.menus.actions["round.collect_folder"].trigger()
    view = coordinator_window.current_view
    qtbot.waitUntil(lambda: is_ready(view))
    assert {line.found.department.name for line in view.model.lines} == {DEPARTMENT, "教育指導課"}


def test_undoing_from_the_menu_withdraws_the_last_merge(
    qtbot, coordinator_window, round_ledger, submission, monkeypatch
):
    rounds.merge(round_ledger, submission)
    monkeypatch.setattr(coordinator_window.messages, "ask", lambda *_question, **_words: True)
    coordinator_window.menus.actions["round.undo_merge"].trigger()
    qtbot.waitUntil(lambda: "元に戻しました" in coordinator_window.messages.text)
    assert state_of(round_ledger, DEPARTMENT) is DepartmentState.ASKED


def test_a_file_left_out_is_not_merged_and_stays_in_the_list(qtbot, coordinator_window, round_ledger, requests):
    files = [rounds.answer(round_ledger, requests[name]) for name in (DEPARTMENT, "教育指導課")]
    coordinator_window.go("collect", files=files)
    view = coordinator_window.current_view
    qtbot.waitUntil(lambda: is_ready(view))
    assert view.merge_button.text() == "2件を取り込む"
    view.table.setFocus()
    view.table.choose(0)
    qtbot.keyClick(view.table, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: view.merge_button.text() == "1件を取り込む")
    assert "1件 取り込まない" in view.summary.words
    qtbot.mouseClick(view.merge_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: view.model.lines[1].standing is Standing.MERGED)
    assert state_of(round_ledger, DEPARTMENT) is DepartmentState.ASKED
    assert state_of(round_ledger, "教育指導課") is DepartmentState.SUBMITTED
    assert view.model.lines[0].standing is Standing.READY


def test_what_is_left_out_does_not_count_in_what_the_others_change(round_ledger, requests):
    one, other = rounds.owners_of(round_ledger.plan(), rounds.CO_OWNED)
    files = [
        rounds.answer(round_ledger, requests[one], {rounds.CO_OWNED: "・２回"}),
        rounds.answer(round_ledger, requests[other], {rounds.CO_OWNED: "・3回"}),
    ]
    _desk, _view, presenter = collect_of(round_ledger)
    presenter.add_files(files)
    presenter.choose(files[0], is_chosen=False)
    assert [line.file for line in presenter.lines] == files
    assert [(line.is_chosen, line.found.conflicts) for line in presenter.lines] == [(False, 1), (True, 0)]


def test_any_merged_file_is_withdrawn_from_the_list_and_the_question_says_what_goes(
    qtbot, coordinator_window, round_ledger, requests, monkeypatch
):
    first = rounds.answer(round_ledger, requests[DEPARTMENT])
    rounds.merge(round_ledger, first)
    rounds.merge(round_ledger, rounds.answer(round_ledger, requests["教育指導課"]))
    backups = len(list_backups(round_ledger.path))
    asked = []
    monkeypatch.setattr(
        coordinator_window.messages, "ask", lambda question, **words: asked.append((question, words)) or True
    )
    coordinator_window.menus.actions["round.merged"].trigger()
    view = coordinator_window.current_view
    page = view.merged_page
    assert [line.submission.department.name for line in page.model.lines] == ["教育指導課", DEPARTMENT]
    oldest = page.model.lines[1]
    assert (oldest.submission.merged_by, oldest.submission.answers, oldest.whom) == (
        rounds.COORDINATOR,
        4,
        "担当者 内線2345",
    )
    qtbot.keyClick(page.table, Qt.Key.Key_Down)
    qtbot.keyClick(page.table, Qt.Key.Key_Delete)
    qtbot.waitUntil(lambda: page.model.lines[1].submission.is_withdrawn)
    assert first.name in asked[0][0]
    assert "4欄" in asked[0][1]["detail"]
    assert state_of(round_ledger, DEPARTMENT) is DepartmentState.ASKED
    assert state_of(round_ledger, "教育指導課") is DepartmentState.SUBMITTED
    assert len(list_backups(round_ledger.path)) == backups + 1
    assert not page.withdraw_button.isEnabled()


def test_undoing_where_nothing_is_merged_is_said_in_words(round_ledger):
    desk, _view, presenter = collect_of(round_ledger)
    presenter.undo()
    assert desk.messages.last[0] == "error"
    assert desk.messages.asked == []


def test_a_folder_dropped_on_the_window_brings_its_submissions(qtbot, coordinator_window, round_ledger, requests):
    file = rounds.answer(round_ledger, requests[DEPARTMENT])
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(file.parent))])
    held = Qt.DropAction.CopyAction, mime, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    QApplication.sendEvent(coordinator_window, QDragEnterEvent(QPoint(50, 50), *held))
    QApplication.sendEvent(coordinator_window, QDropEvent(QPointF(50, 50), *held))
    view = coordinator_window.current_view
    qtbot.waitUntil(lambda: is_ready(view))
    assert [line.file for line in view.model.lines] == [file]


def test_a_watched_folder_offers_new_answers_and_merges_nothing(
    qtbot, coordinator_window, round_ledger, requests, dialogs, tmp_path
):
    shared = tmp_path / "共有"
    shared.mkdir()
    dialogs.folder = shared
    coordinator_window.go("collect")
    view = coordinator_window.current_view
    assert not view.watch_words.isVisible()
    qtbot.mouseClick(view.watch_button, Qt.MouseButton.LeftButton)
    assert "見張っています" in view.watch_words.words
    coordinator_window.go("board")
    file = rounds.answer(round_ledger, requests[DEPARTMENT])
    file.rename(shared / file.name)
    qtbot.waitUntil(lambda: "新しい回答が1件" in coordinator_window.messages.text)
    assert state_of(round_ledger, DEPARTMENT) is DepartmentState.ASKED
    qtbot.mouseClick(coordinator_window.messages.action_button, Qt.MouseButton.LeftButton)
    assert coordinator_window.current_view_id == "collect"
    qtbot.waitUntil(lambda: is_ready(view))
    assert [line.file for line in view.model.lines] == [shared / file.name]
    qtbot.mouseClick(view.watch_button, Qt.MouseButton.LeftButton)
    assert not view.watch_words.isVisible()
