"""The board over many departments: choosing, grids, stock reasons, and acts on several with a way back."""

from datetime import UTC, datetime

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from kyosei_desktop.domain.rounds import DepartmentState
from kyosei_desktop.store.acceptance import accept_department
from kyosei_desktop.store.backup import list_backups
from kyosei_desktop.store.conflicts import list_conflicts, settle_conflict
from kyosei_desktop.store.return_reasons import return_reasons
from kyosei_desktop.store.rounds import close_round
from kyosei_desktop.store.status import round_status
from kyosei_desktop.ui.board.bulk_panel import BulkModel
from kyosei_desktop.ui.board.choosing import BoardChoice, Order, Shown
from kyosei_desktop.ui.board.grid_page import GridModel
from kyosei_desktop.ui.board.grids import SHAPES, CellState, GridKind
from kyosei_desktop.ui.board.presenter import BoardPresenter
from tests.ui import rounds
from tests.ui.desk import KeptView, desk_for

GAPS, FULL = "障害福祉課", "教育指導課"


@pytest.fixture
def requests(round_files, tmp_path):
    return rounds.copy_requests(round_files, tmp_path / "届いた照会")


@pytest.fixture
def collected(round_ledger, requests):
    """One department with gaps, one complete, two in conflict; the others are silent."""
    rounds.merge(round_ledger, rounds.answer(round_ledger, requests[GAPS], only=[11]))
    rounds.merge(round_ledger, rounds.answer(round_ledger, requests[FULL]))
    rounds.make_conflict(round_ledger, requests, "・２回", "・3回")
    return round_ledger


def board_of(ledger):
    desk, view = desk_for(ledger), KeptView()
    presenter = BoardPresenter(desk.context, view)
    presenter.load()
    return desk, view, presenter


def state_of(ledger, name):
    return next(one.state for one in round_status(ledger).departments if one.department.name == name)


def names(lines):
    return [line.department.name for line in lines]


# Choosing


def test_the_board_is_filtered_sorted_and_searched(collected, clock):
    clock.now = datetime(2022, 4, 18, 3, 0, tzinfo=UTC)
    _desk, _view, presenter = board_of(collected)
    lines = presenter.lines
    owners = rounds.owners_of(collected.plan(), rounds.CO_OWNED)
    assert set(names(BoardChoice(shown=Shown.IN_CONFLICT).of(lines))) == set(owners)
    assert names(BoardChoice(shown=Shown.MISSING).of(lines)) == [GAPS]
    assert len(BoardChoice(shown=Shown.LATE).of(lines)) == 13
    assert names(BoardChoice(order=Order.MISSING).of(lines))[0] == GAPS
    assert names(BoardChoice(order=Order.DUE).of(lines))[-4:] != names(lines)[-4:]
    assert names(BoardChoice(words="№12 内線2345").of(lines)) == [GAPS]
    assert BoardChoice(words="どこにもない").of(lines) == []


def test_days_and_conflicts_stand_in_words_beside_each_department(collected, clock):
    _desk, _view, presenter = board_of(collected)
    by_name = {line.department.name: line for line in presenter.lines}
    owner = rounds.owners_of(collected.plan(), rounds.CO_OWNED)[0]
    assert (by_name[owner].shape, by_name[owner].word) == ("⚡", "競合あり")
    assert (by_name["保育課"].due, by_name[FULL].due) == ("あと9日", "")
    clock.now = datetime(2022, 4, 18, 3, 0, tzinfo=UTC)
    presenter.tell_time()
    assert next(line for line in presenter.lines if line.department.name == "保育課").due == "3日遅れ"


def test_who_answered_in_an_earlier_round_is_whom_to_phone(collected):
    for conflict in list_conflicts(collected):
        settle_conflict(collected, conflict, conflict.sides[0].value, author=rounds.COORDINATOR)
    close_round(collected, author=rounds.COORDINATOR)
    rounds.start_round(collected)
    _desk, _view, presenter = board_of(collected)
    line = next(line for line in presenter.lines if line.department.name == FULL)
    assert (line.contact, line.contact_note) == ("担当者 内線2345", "前の照会の回答より")


def test_typing_into_the_search_shows_only_what_fits(qtbot, coordinator_window, collected):
    coordinator_window.context.changed()
    view = coordinator_window.current_view
    qtbot.keyClicks(view.choosing.search, "2345")
    assert len(view.model.lines) == 4
    for _option in range(list(Shown).index(Shown.MISSING)):
        qtbot.keyClick(view.choosing.shown, Qt.Key.Key_Down)
    assert [line.department.name for line in view.model.lines] == [GAPS]
    view.choosing.search.clear()
    qtbot.keyClick(view.choosing.shown, Qt.Key.Key_Home)
    assert len(view.model.lines) == 17


def test_the_reminder_of_the_chosen_department_is_one_key_away(qtbot, coordinator_window, collected):
    coordinator_window.context.changed()
    view = coordinator_window.current_view
    rows = [n for n, line in enumerate(view.model.lines) if line.department.name == GAPS]
    view.table.choose(rows[0])
    modifiers = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier
    qtbot.keyClick(view.table, Qt.Key.Key_R, modifiers)
    text = QApplication.clipboard().text()
    assert text.startswith(f"{GAPS} 御中")
    assert "・№12 令和３年度 下期実績" in text
    assert "№11" not in text


def test_time_passing_changes_words_and_leaves_what_is_being_typed(qtbot, coordinator_window, collected, clock):
    view = coordinator_window.current_view
    qtbot.mouseClick(view.head.due_button, Qt.MouseButton.LeftButton)
    clock.now = datetime(2022, 4, 18, 3, 0, tzinfo=UTC)
    view._timer.timeout.emit()
    assert view.head.days_left.text() == "締切を3日過ぎています"
    assert view.head.due_edit.isVisible()


# Grids


def grid_of(presenter, view, kind):
    presenter.show_grid(kind)
    return view.calls["show_grid"][1]


def test_the_grid_of_the_round_tells_who_owes_what(collected):
    _desk, view, presenter = board_of(collected)
    grid = grid_of(presenter, view, GridKind.ROUND)
    assert (len(grid.rows), len(grid.columns)) == (17, 48)
    gaps = next(row for row in grid.rows if row.title == GAPS)
    cells = dict(zip(grid.columns, gaps.cells, strict=True))
    assert [cells[no].state for no in ("11", "12")] == [CellState.WRITTEN, CellState.UNWRITTEN]
    assert cells["01"] is None
    owner = next(row for row in grid.rows if row.title == rounds.owners_of(collected.plan(), rounds.CO_OWNED)[0])
    assert owner.cells[9].state is CellState.CONFLICT
    silent = next(row for row in grid.rows if row.title == "保育課")
    assert {cell.state for cell in silent.cells if cell is not None} == {CellState.WAITING}


def test_the_grids_of_all_years_count_every_entry_once_an_owner(collected):
    _desk, view, presenter = board_of(collected)
    plan = collected.plan()
    places = len(plan.years) * len(collected.definition.periods)
    by_measure = grid_of(presenter, view, GridKind.MEASURES)
    assert (len(by_measure.rows), len(by_measure.columns)) == (48, places)
    assert sum(cell.total for row in by_measure.rows for cell in row.cells) == 50 * places
    by_department = grid_of(presenter, view, GridKind.DEPARTMENTS)
    assert sum(cell.total for row in by_department.rows for cell in row.cells) == 52 * places
    assert {CellState.WRITTEN, CellState.NOT_BEGUN} <= set(by_measure.states)


def test_every_state_has_a_shape_of_its_own_and_a_word(collected):
    assert len(set(SHAPES.values())) == len(CellState)
    assert all(state.value for state in CellState)


def test_without_a_round_the_grid_shows_all_years(tmp_path, clock):
    with rounds.make_ledger(tmp_path, clock) as ledger:
        _desk, view, presenter = board_of(ledger)
        presenter.show_grid()
        assert view.calls["show_grid"][0] is GridKind.DEPARTMENTS


def test_a_row_of_the_grid_opens_its_department(qtbot, coordinator_window, collected):
    coordinator_window.context.changed()
    coordinator_window.menus.actions["round.grid"].trigger()
    view = coordinator_window.current_view
    page = view.grid_page
    assert page.isVisible()
    page.table.setCurrentIndex(page.model.index(2, 11))
    assert "№" not in page.words.words
    assert GAPS in page.words.words
    assert "未記入" in page.words.words
    qtbot.keyClick(page.table, Qt.Key.Key_Return)
    assert not page.isVisible()
    assert view.table.chosen.department.name == GAPS
    qtbot.mouseClick(view.grid_button, Qt.MouseButton.LeftButton)
    qtbot.keyClick(page.table, Qt.Key.Key_Escape)
    assert view.table.isVisible()


# Several at once


def test_all_that_is_complete_is_accepted_together_after_a_preview_and_undone_with_one_click(
    qtbot, coordinator_window, collected
):
    coordinator_window.context.changed()
    view = coordinator_window.current_view
    backups = len(list_backups(collected.path))
    qtbot.mouseClick(view.accept_all_button, Qt.MouseButton.LeftButton)
    panel = view.bulk_panel
    said = {panel.model.index(n, 0).data(): panel.model.index(n, 1).data() for n in range(panel.model.rowCount())}
    assert said[FULL] == "受理します（記入 2／2）"
    assert said[GAPS] == "未記入が3欄あります"
    assert said["保育課"] == "まだ提出されていません"
    assert state_of(collected, FULL) is DepartmentState.SUBMITTED
    qtbot.mouseClick(panel.run_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: "1課の回答を受理" in coordinator_window.messages.text)
    assert state_of(collected, FULL) is DepartmentState.ACCEPTED
    assert state_of(collected, GAPS) is DepartmentState.SUBMITTED
    assert len(list_backups(collected.path)) == backups + 1
    qtbot.mouseClick(coordinator_window.messages.action_button, Qt.MouseButton.LeftButton)
    assert state_of(collected, FULL) is DepartmentState.SUBMITTED


def test_gaps_are_returned_together_and_taken_back_with_one_click(
    qtbot, coordinator_window, collected, dialogs, tmp_path
):
    coordinator_window.context.changed()
    view = coordinator_window.current_view
    dialogs.folder = tmp_path / "差戻し"
    dialogs.folder.mkdir()
    coordinator_window.menus.actions["round.return_all"].trigger()
    panel = view.bulk_panel
    assert panel.reason.toPlainText() == "未記入の欄があります。記入してください。"
    qtbot.keyClick(panel.run_button, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: state_of(collected, GAPS) is DepartmentState.RETURNED)
    qtbot.waitUntil(lambda: "1課への差戻し" in coordinator_window.messages.text)
    assert [file.name for file in dialogs.folder.iterdir()] == ["差戻し_令和３年度下期実績_障害福祉課.kyoq"]
    qtbot.mouseClick(coordinator_window.messages.action_button, Qt.MouseButton.LeftButton)
    assert state_of(collected, GAPS) is DepartmentState.SUBMITTED


def test_what_was_accepted_is_taken_back_later_after_saying_what_it_is(collected):
    accept_department(collected, rounds.department_named(collected.plan(), FULL), author=rounds.COORDINATOR)
    desk, _view, presenter = board_of(collected)
    desk.messages.answer = False
    presenter.bulk.undo_newest()
    ((question, _detail),) = desk.messages.asked
    assert question == f"{FULL}の受理を元に戻しますか。"
    assert state_of(collected, FULL) is DepartmentState.ACCEPTED
    desk.messages.answer = True
    presenter.bulk.undo_newest()
    assert state_of(collected, FULL) is DepartmentState.SUBMITTED


def test_where_nothing_is_complete_the_board_says_so(round_ledger):
    desk, view, presenter = board_of(round_ledger)
    presenter.bulk.begin_accept()
    presenter.bulk.begin_return()
    assert [kind for kind, _text in desk.messages.said] == ["info", "info"]
    assert "show_bulk_panel" not in view.calls


def test_the_models_keep_the_rules_of_item_models(qtmodeltester, collected, qapp):
    _desk, view, presenter = board_of(collected)
    bulk, grid = BulkModel(), GridModel()
    presenter.bulk.begin_accept()
    bulk.show_lines(tuple(view.calls["show_bulk_panel"][0].lines))
    qtmodeltester.check(bulk)
    grid.show_grid(grid_of(presenter, view, GridKind.ROUND))
    qtmodeltester.check(grid)


# One department


def test_accepting_a_silent_department_asks_first(round_ledger):
    desk, _view, presenter = board_of(round_ledger)
    department = rounds.department_named(round_ledger.plan(), "保育課")
    desk.messages.answer = False
    presenter.accept(department)
    assert "まだ回答がありません" in desk.messages.asked[0][0]
    assert state_of(round_ledger, "保育課") is DepartmentState.ASKED
    desk.messages.answer = True
    presenter.accept(department)
    assert state_of(round_ledger, "保育課") is DepartmentState.ACCEPTED


def test_accepting_what_was_handed_in_asks_nothing(collected):
    desk, _view, presenter = board_of(collected)
    presenter.accept(rounds.department_named(collected.plan(), FULL))
    assert desk.messages.asked == []
    assert state_of(collected, FULL) is DepartmentState.ACCEPTED


def test_a_stock_reason_is_taken_kept_and_edited(qtbot, coordinator_window, collected):
    coordinator_window.context.changed()
    view = coordinator_window.current_view
    rows = [n for n, line in enumerate(view.model.lines) if line.department.name == GAPS]
    view.table.choose(rows[0])
    qtbot.mouseClick(view.detail.buttons["return"], Qt.MouseButton.LeftButton)
    panel = view.return_panel
    stock = return_reasons(collected)
    assert tuple(panel.reasons) == stock
    panel.stock.setFocus()
    qtbot.keyClick(panel.stock, Qt.Key.Key_Down)
    assert panel.reason.toPlainText() == stock[0]
    panel.reason.clear()
    qtbot.keyClicks(panel.reason, "unit?")
    qtbot.mouseClick(panel.stock_keep_button, Qt.MouseButton.LeftButton)
    assert return_reasons(collected) == (*stock, "unit?")
    qtbot.keyClick(panel.stock_edit_button, Qt.Key.Key_Space)
    panel.stock_text.selectAll()
    qtbot.keyClicks(panel.stock_text, "one\rtwo")
    qtbot.keyClick(panel.stock_edit_button, Qt.Key.Key_Space)
    assert return_reasons(collected) == ("one", "two")
    assert panel.reasons == ["one", "two"]


def test_an_accepted_department_is_no_more_offered_to_be_accepted(collected):
    accept_department(collected, rounds.department_named(collected.plan(), FULL), author=rounds.COORDINATOR)
    desk, view, presenter = board_of(collected)
    presenter.bulk.begin_accept()
    assert desk.messages.last == ("info", "記入が揃い、競合のない課はまだありません。")
    assert "show_bulk_panel" not in view.calls
