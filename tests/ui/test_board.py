"""The board: what it says of each department, and opening, asking, accepting, returning and closing from it."""

from datetime import UTC, date, datetime

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from kyosei_desktop.domain.rounds import AskedField, DepartmentState
from kyosei_desktop.exchange.checking import check_file
from kyosei_desktop.store.acceptance import accept_department
from kyosei_desktop.store.rounds import close_round, find_open_round, list_rounds
from kyosei_desktop.store.status import round_status
from kyosei_desktop.ui.board.choice import suggest_round
from kyosei_desktop.ui.board.columns import COLUMNS
from kyosei_desktop.ui.board.lines import NextStep
from kyosei_desktop.ui.board.presenter import BoardPresenter
from kyosei_desktop.ui.board.return_panel import CellsModel
from kyosei_desktop.ui.tables import LinesModel
from tests.ui import rounds
from tests.ui.desk import KeptView, desk_for


@pytest.fixture
def requests(round_files, tmp_path):
    return rounds.copy_requests(round_files, tmp_path / "届いた照会")


def board_of(ledger):
    desk, view = desk_for(ledger), KeptView()
    presenter = BoardPresenter(desk.context, view)
    presenter.load()
    return desk, view, presenter


def line_named(presenter, name):
    return next(line for line in presenter.lines if line.department.name == name)


def state_of(ledger, name):
    return next(one.state for one in round_status(ledger).departments if one.department.name == name)


# What it says, without a window


def test_before_a_round_the_board_says_so_and_offers_to_reopen_the_last(tmp_path, clock):
    with rounds.make_ledger(tmp_path, clock) as ledger:
        _desk, view, presenter = board_of(ledger)
        assert view.calls["show_no_round"] == (None,)
        rounds.start_round(ledger)
        close_round(ledger, author=rounds.COORDINATOR)
        presenter.load()
        assert view.calls["show_no_round"] == ("令和３年度 下期実績",)


def test_what_a_department_has_not_handed_in_is_not_known(round_ledger):
    _desk, view, presenter = board_of(round_ledger)
    line = line_named(presenter, "障害福祉課")
    assert (line.shape, line.word, line.answered) == ("◇", "照会中", "―／4")
    assert line.missing == ()
    assert line.next_step is NextStep.WAIT
    summary, _lines = view.calls["show_round"]
    assert summary.due == "締切 令和4年4月15日（金）"
    assert summary.days_left == "あと9日"
    assert summary.counts == "全17課 ・ 17課 未提出"


def test_after_the_due_date_a_silent_department_is_late_and_to_be_reminded(round_ledger, clock):
    clock.now = datetime(2022, 4, 18, 3, 0, tzinfo=UTC)
    desk, view, presenter = board_of(round_ledger)
    line = line_named(presenter, "障害福祉課")
    assert line.is_late
    assert line.next_step is NextStep.REMIND
    summary, _lines = view.calls["show_round"]
    assert summary.is_late
    assert summary.days_left == "締切を3日過ぎています"
    presenter.take_next_step(line.department.id)
    (text,) = view.calls["copy_text"]
    assert text.startswith("障害福祉課 御中")
    assert "締切（令和4年4月15日（金））を過ぎましたが" in text
    assert "・№11 令和３年度 下期実績" in text
    assert desk.messages.last[0] == "info"


def test_a_submission_with_gaps_is_to_be_returned_and_names_what_is_missing(round_ledger, requests):
    file = rounds.answer(round_ledger, requests["障害福祉課"], only=[11])
    rounds.merge(round_ledger, file)
    _desk, _view, presenter = board_of(round_ledger)
    line = line_named(presenter, "障害福祉課")
    assert (line.shape, line.word) == ("●", "提出済")
    assert "№12 令和３年度 下期実績" in line.missing
    assert not any("№11" in one for one in line.missing)
    assert line.next_step is NextStep.RETURN
    assert line.contact == "担当者 内線2345"
    assert line.message == "確認済みです"


def test_a_complete_submission_is_to_be_accepted_and_a_conflict_settled_first(round_ledger, requests):
    rounds.merge(round_ledger, rounds.answer(round_ledger, requests["障害福祉課"]))
    rounds.make_conflict(round_ledger, requests, "・２回", "・3回")
    desk, view, presenter = board_of(round_ledger)
    assert line_named(presenter, "障害福祉課").next_step is NextStep.ACCEPT
    owner = rounds.owners_of(round_ledger.plan(), rounds.CO_OWNED)[0]
    line = line_named(presenter, owner)
    assert line.next_step is NextStep.SETTLE
    assert line.conflicts == 1
    assert line.in_conflict == ["№10 令和３年度 下期実績"]
    presenter.take_next_step(line.department.id)
    assert desk.shell.gone == [("conflicts", {})]
    summary, _lines = view.calls["show_round"]
    assert "競合 1件" in summary.counts


def test_accepting_while_in_conflict_is_refused_in_words(round_ledger, requests):
    rounds.make_conflict(round_ledger, requests, "・２回", "・3回")
    desk, _view, presenter = board_of(round_ledger)
    owner = rounds.owners_of(round_ledger.plan(), rounds.CO_OWNED)[0]
    presenter.accept(rounds.department_named(round_ledger.plan(), owner))
    assert desk.messages.last[0] == "error"
    assert "競合が1件" in desk.messages.last[1]
    assert state_of(round_ledger, owner) is DepartmentState.SUBMITTED


def test_closing_asks_first_and_names_who_is_not_accepted(round_ledger):
    desk, _view, presenter = board_of(round_ledger)
    desk.messages.answer = False
    presenter.rounds.close_round()
    assert "17課" in desk.messages.asked[0][1]
    assert find_open_round(round_ledger) is not None
    desk.messages.answer = True
    presenter.rounds.close_round()
    assert find_open_round(round_ledger) is None
    assert desk.changes == ["board"]


def test_the_suggested_round_is_the_first_that_nobody_has_written_due_on_a_working_day(round_ledger):
    plan, definition = round_ledger.plan(), round_ledger.definition
    choice = suggest_round(plan, definition, [], date(2022, 4, 9))
    assert (choice.year, choice.period) == (2021, "second_half")
    assert choice.due_on == date(2022, 5, 20)
    assert choice.asks == {AskedField.ENTRY, AskedField.OUTCOME, AskedField.RECORD}
    again = suggest_round(plan, definition, list_rounds(round_ledger), date(2022, 4, 6))
    assert again.due_on == date(2022, 5, 18)


def test_the_models_keep_the_rules_of_item_models(qtmodeltester, round_ledger, qapp):
    _desk, _view, presenter = board_of(round_ledger)
    model = LinesModel(COLUMNS)
    model.show_lines(presenter.lines)
    qtmodeltester.check(model)
    cells = CellsModel()
    presenter.begin_return(presenter.lines[0].department.id)
    cells.show_cells(_view.calls["show_return_panel"][1])
    qtmodeltester.check(cells)


# In the window, by gestures


def test_a_round_is_opened_with_the_keyboard_from_the_empty_board(qtbot, make_window, tmp_path, clock):
    window = make_window(rounds.COORDINATOR)
    window.show_ledger(rounds.make_ledger(tmp_path, clock))
    view = window.current_view
    qtbot.keyClick(view.no_round.start_button, Qt.Key.Key_Space)
    panel = view.round_panel
    assert panel.isVisible()
    assert panel.due_words.text() == "令和4年5月18日（水）"
    qtbot.keyClick(panel.next_button, Qt.Key.Key_Return)
    qtbot.keyClick(panel.boxes.asks[AskedField.OUTCOME], Qt.Key.Key_Space)
    assert not panel.boxes.requires[AskedField.OUTCOME].isEnabled()
    qtbot.keyClick(panel.next_button, Qt.Key.Key_Return)
    assert len(panel.requests.model.lines) == 17
    assert find_open_round(window.context.open_ledger) is None
    qtbot.keyClick(panel.open_only_button, Qt.Key.Key_Return)
    opened = find_open_round(window.context.open_ledger)
    assert opened is not None
    assert (opened.year, opened.period, opened.due_on) == (2021, "second_half", date(2022, 5, 18))
    assert opened.asks == {AskedField.ENTRY, AskedField.RECORD}
    assert opened.requires == {AskedField.ENTRY}
    assert window.heading.text() == "どこまで集まったか ── 令和３年度 下期実績"
    assert len(view.model.lines) == 17
    assert view.head.request_button.property("role") == "primary"
    assert window.focusWidget() is view.table


@pytest.mark.parametrize("field", ["year", "due_on", "leave_button"])
def test_escape_leaves_the_panel_of_a_new_round(qtbot, make_window, tmp_path, clock, field):
    window = make_window(rounds.COORDINATOR)
    window.show_ledger(rounds.make_ledger(tmp_path, clock))
    view = window.current_view
    qtbot.keyClick(view.no_round.start_button, Qt.Key.Key_Return)
    panel = view.round_panel
    qtbot.keyClick(getattr(panel, field), Qt.Key.Key_Escape)
    assert not panel.isVisible()
    assert find_open_round(window.context.open_ledger) is None
    assert window.focusWidget() is view.no_round.start_button


def test_request_files_are_written_into_the_folder_chosen(qtbot, coordinator_window, dialogs, tmp_path):
    view = coordinator_window.current_view
    dialogs.folder = tmp_path / "新しい照会"
    dialogs.folder.mkdir()
    qtbot.mouseClick(view.head.request_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: "17課分" in coordinator_window.messages.text)
    assert len(list(dialogs.folder.glob("*.kyoq"))) == 17
    assert coordinator_window.messages.action_button.text() == "フォルダを開く"


def test_accepting_and_revoking_are_one_click_each(qtbot, coordinator_window, round_ledger, requests):
    rounds.merge(round_ledger, rounds.answer(round_ledger, requests["障害福祉課"]))
    coordinator_window.context.changed()
    view = coordinator_window.current_view
    rows = [n for n, line in enumerate(view.model.lines) if line.department.name == "障害福祉課"]
    view.table.choose(rows[0])
    assert view.detail.buttons["accept"].property("role") == "primary"
    qtbot.mouseClick(view.detail.buttons["accept"], Qt.MouseButton.LeftButton)
    assert state_of(round_ledger, "障害福祉課") is DepartmentState.ACCEPTED
    assert view.table.chosen.word == "受理"
    assert not view.detail.buttons["accept"].isVisible()
    qtbot.mouseClick(view.detail.buttons["revoke"], Qt.MouseButton.LeftButton)
    assert state_of(round_ledger, "障害福祉課") is DepartmentState.SUBMITTED


def test_a_return_file_is_written_for_the_cells_ticked_with_the_reason_typed(
    qtbot, coordinator_window, round_ledger, requests, dialogs, tmp_path
):
    rounds.merge(round_ledger, rounds.answer(round_ledger, requests["障害福祉課"], only=[11]))
    coordinator_window.context.changed()
    view = coordinator_window.current_view
    rows = [n for n, line in enumerate(view.model.lines) if line.department.name == "障害福祉課"]
    view.table.choose(rows[0])
    qtbot.mouseClick(view.detail.buttons["return"], Qt.MouseButton.LeftButton)
    panel = view.return_panel
    missing = view.table.chosen.missing
    assert len(panel.model.chosen) == len(missing)
    for row in range(panel.model.rowCount()):
        assert panel.table.columnWidth(0) > panel.table.sizeHintForIndex(panel.model.index(row, 0)).width()
    qtbot.keyClick(panel.reason, Qt.Key.Key_Escape)
    assert not panel.isVisible()
    qtbot.mouseClick(view.detail.buttons["return"], Qt.MouseButton.LeftButton)
    qtbot.mouseClick(panel.return_button, Qt.MouseButton.LeftButton)
    assert coordinator_window.messages.kind == "warning"
    dialogs.save_file = tmp_path / "差戻し.kyoq"
    qtbot.keyClicks(panel.reason, "unit?")
    qtbot.mouseClick(panel.return_button, Qt.MouseButton.LeftButton)
    checked = check_file(dialogs.save_file)
    assert checked.is_ok
    assert checked.department == "障害福祉課"
    assert state_of(round_ledger, "障害福祉課") is DepartmentState.RETURNED
    assert view.table.chosen.shape == "▲"
    assert not panel.isVisible()


def test_another_due_date_is_typed_in_place(qtbot, coordinator_window, round_ledger):
    view = coordinator_window.current_view
    qtbot.mouseClick(view.head.due_button, Qt.MouseButton.LeftButton)
    qtbot.keyClick(view.head.due_edit, Qt.Key.Key_Up)  # the year stands first
    qtbot.mouseClick(view.head.due_save_button, Qt.MouseButton.LeftButton)
    assert find_open_round(round_ledger).due_on == date(2023, 4, 15)
    assert view.head.due.text() == "締切 令和5年4月15日（土）"


def test_return_does_the_next_step_of_the_chosen_department(qtbot, coordinator_window, round_ledger, requests):
    rounds.merge(round_ledger, rounds.answer(round_ledger, requests["障害福祉課"]))
    coordinator_window.context.changed()
    view = coordinator_window.current_view
    rows = [n for n, line in enumerate(view.model.lines) if line.department.name == "障害福祉課"]
    view.table.choose(rows[0])
    qtbot.keyClick(view.table, Qt.Key.Key_Return)
    assert state_of(round_ledger, "障害福祉課") is DepartmentState.ACCEPTED


def test_a_reminder_goes_to_the_clipboard(qtbot, coordinator_window):
    view = coordinator_window.current_view
    view.table.choose(0)
    qtbot.mouseClick(view.detail.buttons["remind"], Qt.MouseButton.LeftButton)
    assert QApplication.clipboard().text().startswith(f"{view.table.chosen.department.name} 御中")


def test_a_ledger_open_for_reading_offers_no_change(make_window, round_ledger):
    path = round_ledger.path
    round_ledger.close()
    window = make_window(rounds.COORDINATOR)
    window.open_file(path, read_only=True)
    view = window.current_view
    assert not view.head.request_button.isEnabled()
    assert not view.head.close_button.isEnabled()
    assert not view.detail.buttons["request"].isEnabled()


def test_held_answers_after_an_acceptance_are_pointed_out(round_ledger, requests):
    file = rounds.answer(round_ledger, requests["障害福祉課"])
    rounds.merge(round_ledger, file)
    department = rounds.department_named(round_ledger.plan(), "障害福祉課")
    accept_department(round_ledger, department, author=rounds.COORDINATOR)
    rounds.merge(round_ledger, rounds.answer(round_ledger, requests["障害福祉課"], otherwise="・後から直した。"))
    _desk, _view, presenter = board_of(round_ledger)
    line = line_named(presenter, "障害福祉課")
    assert line.held == 4
    assert line.next_step is NextStep.LOOK_AT_HELD
