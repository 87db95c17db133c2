"""The whole plan: searched, filtered, and edited cell by cell with a reason."""

from functools import partial

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from kyosei_desktop.domain.plan import Address, BlankReason, FieldKind, Value
from kyosei_desktop.store.history import list_changes
from kyosei_desktop.store.searching import find_texts
from kyosei_desktop.store.whole import read_whole
from kyosei_desktop.ui.measures.filtering import PlanFilter, find_lines
from kyosei_desktop.ui.measures.lines import MeasureLines, column_titles
from kyosei_desktop.ui.measures.model import MeasuresModel
from tests.ui import rounds

OUTCOME_OF_13 = Address(13, FieldKind.OUTCOME)


@pytest.fixture
def requests(round_files, tmp_path):
    return rounds.copy_requests(round_files, tmp_path / "届いた照会")


@pytest.fixture
def view(monkeypatch, coordinator_window):
    # monkeypatch first, so that it lasts until the window is closed: an edit that a failed test has left unsaved
    # would wait for an answer for ever
    monkeypatch.setattr(coordinator_window.messages, "ask", lambda *_question, **_words: False)
    coordinator_window.go("measures")
    return coordinator_window.current_view


def lines_of(ledger, **wanted):
    whole, definition = read_whole(ledger), ledger.definition
    keys = find_lines(whole, definition, PlanFilter(**{"year": rounds.YEAR, **wanted}), partial(find_texts, ledger))
    return MeasureLines(whole, definition, keys)


def value_at(ledger, address):
    plan = ledger.plan()
    return plan.value(plan.field_at(address))


# Without a window


def test_the_columns_are_the_definitions_with_the_years_periods(round_ledger):
    assert column_titles(round_ledger.definition) == [
        "施策名",
        "取組内容",
        "予定",
        "上期実績",
        "下期実績",
        "成果内容",
        "取組実績",
        "担当課",
    ]


def test_each_initiative_has_a_line_and_a_second_one_says_so(round_ledger):
    lines = lines_of(round_ledger)
    assert len(lines) == 50
    assert [line.label for line in lines if str(line.number) == "34"] == ["34", "34（2）"]


def test_blank_entries_of_running_initiatives_are_unwritten(round_ledger):
    line = next(line for line in lines_of(round_ledger) if line.number == 13)
    assert [cell.address.period for cell in line.cells if cell.is_unwritten] == ["second_half"]


def test_a_search_finds_all_its_words_whatever_their_notation(round_ledger):
    assert [line.label for line in lines_of(round_ledger, words="ｃｗ 生活保護")] == ["10"]
    assert list(lines_of(round_ledger, words="ｃｗ どこにもない言葉")) == []
    assert len(lines_of(round_ledger, words="")) == 50


def test_the_model_keeps_the_rules_of_item_models(qtmodeltester, round_ledger, qapp):
    model = MeasuresModel()
    model.show_lines(column_titles(round_ledger.definition), lines_of(round_ledger))
    qtmodeltester.check(model)


# In the window, by gestures


def test_return_edits_the_chosen_cell_and_ctrl_return_saves_it_with_a_reason(qtbot, view, round_ledger):
    view.open_at(address=OUTCOME_OF_13)
    view.table.setFocus()
    qtbot.keyClick(view.table, Qt.Key.Key_Return)
    editor = view.panel.editor
    assert QApplication.focusWidget() is editor
    qtbot.keyClick(editor, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    qtbot.keyClicks(editor, "new outcome")
    qtbot.keyClicks(view.panel.reason, "by phone")
    qtbot.keyClick(view.panel.reason, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert value_at(round_ledger, OUTCOME_OF_13) == Value("new outcome")
    revision = list_changes(round_ledger, 13)[-1].revision
    assert (revision.reason, revision.author) == ("by phone", rounds.COORDINATOR)
    assert view.model.cell(view.table.currentIndex()).value == Value("new outcome")
    assert not view.panel.is_dirty


def test_a_double_click_opens_the_text_and_its_history(qtbot, view, round_ledger):
    view.open_at(address=OUTCOME_OF_13)
    middle = view.table.visualRect(view.table.currentIndex()).center()
    qtbot.mouseClick(view.table.viewport(), Qt.MouseButton.LeftButton, pos=middle)
    qtbot.mouseDClick(view.table.viewport(), Qt.MouseButton.LeftButton, pos=middle)
    assert QApplication.focusWidget() is view.panel.editor
    assert view.panel.heading.words == "№13 成果内容"
    assert view.panel.editor.text() == value_at(round_ledger, OUTCOME_OF_13).text


def test_a_cleared_entry_may_say_why_it_is_blank(qtbot, view, round_ledger):
    address = Address(13, FieldKind.ENTRY, 1, rounds.YEAR, rounds.PERIOD)
    view.open_at(address=address)
    assert view.panel.blank.isVisible()
    qtbot.keyClick(view.panel.blank, Qt.Key.Key_Down)
    qtbot.mouseClick(view.panel.save_button, Qt.MouseButton.LeftButton)
    assert value_at(round_ledger, address) == Value(blank=BlankReason.ENDED)


@pytest.mark.parametrize(("is_thrown_away", "text"), [(False, "kept"), (True, None)])
def test_leaving_an_edited_cell_asks_whether_to_throw_it_away_and_escape_keeps_it(
    qtbot, view, round_ledger, monkeypatch, is_thrown_away, text
):
    before = value_at(round_ledger, OUTCOME_OF_13)
    asked = []
    monkeypatch.setattr(
        view.context.messages, "ask", lambda question, **_words: asked.append(question) or is_thrown_away
    )
    view.open_at(address=OUTCOME_OF_13)
    view.begin_edit()
    qtbot.keyClick(view.panel.editor, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    qtbot.keyClicks(view.panel.editor, "kept")
    qtbot.keyClick(view.table, Qt.Key.Key_Down)
    assert asked == ["№13 成果内容の変更を捨てますか。"]
    assert value_at(round_ledger, OUTCOME_OF_13) == (Value(text) if text else before)
    assert view.panel.heading.words == "№14 成果内容"


def test_an_edit_that_is_refused_is_not_lost(qtbot, view, round_ledger, monkeypatch):
    monkeypatch.setattr(view.context.messages, "ask", lambda *_question, **_words: False)
    view.open_at(address=Address(13, FieldKind.DEPARTMENTS, 1))
    view.begin_edit()
    qtbot.keyClick(view.panel.editor, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    qtbot.keyClicks(view.panel.editor, " ")
    qtbot.keyClick(view.table, Qt.Key.Key_Down)
    assert view.context.messages.kind == "error"
    assert view.panel.editor.text() == " "
    assert view.model.cell(view.table.currentIndex()).address == Address(13, FieldKind.DEPARTMENTS, 1)
    view.panel.is_dirty = False


def test_leaving_the_view_without_an_edit_asks_nothing(view, coordinator_window, monkeypatch):
    monkeypatch.setattr(view.context.messages, "ask", lambda *_question, **_words: pytest.fail("asked"))
    view.open_at(address=OUTCOME_OF_13)
    coordinator_window.go("board")


def test_departments_are_edited_by_name(qtbot, view, round_ledger):
    owner = rounds.owners_of(round_ledger.plan(), 13)[0]
    address = Address(13, FieldKind.DEPARTMENTS, 1)
    view.open_at(address=address)
    view.begin_edit()
    assert view.panel.editor.text() == owner
    qtbot.keyClick(view.panel.editor, Qt.Key.Key_Return)
    qtbot.keyClicks(view.panel.editor, "PR")
    qtbot.mouseClick(view.panel.save_button, Qt.MouseButton.LeftButton)
    assert rounds.owners_of(round_ledger.plan(), 13) == [owner, "PR"]


def test_a_cell_in_conflict_is_not_edited_but_leads_to_settling(qtbot, coordinator_window, round_ledger, requests):
    rounds.make_conflict(round_ledger, requests, "・２回", "・3回")
    coordinator_window.context.changed()
    coordinator_window.go("measures")
    view = coordinator_window.current_view
    view.open_at(address=Address(rounds.CO_OWNED, FieldKind.ENTRY, 1, rounds.YEAR, rounds.PERIOD))
    assert not view.panel.editor.isVisible()
    qtbot.mouseClick(view.panel.settle_button, Qt.MouseButton.LeftButton)
    assert coordinator_window.current_view_id == "conflicts"
    assert coordinator_window.current_view.field.text() == "№10 令和３年度 下期実績"


def test_typing_a_search_and_asking_for_unwritten_narrow_the_table(qtbot, view):
    qtbot.keyClicks(view.filter.search, "CW")
    qtbot.waitUntil(lambda: [line.label for line in view.model.lines] == ["10"])
    assert view.filter.count.text() == "50件のうち 1件"
    view.filter.search.selectAll()
    qtbot.keyClick(view.filter.search, Qt.Key.Key_Delete)
    qtbot.keyClick(view.filter.search, Qt.Key.Key_Return)
    assert len(view.model.lines) == 50
    qtbot.mouseClick(view.filter.more_button, Qt.MouseButton.LeftButton)
    qtbot.keyClick(view.filter.state, Qt.Key.Key_Down)
    assert all(any(cell.is_unwritten for cell in line.cells) for line in view.model.lines)
    assert 0 < len(view.model.lines) < 50


def test_another_year_shows_its_entries(qtbot, view, round_ledger):
    qtbot.keyClick(view.filter.year, Qt.Key.Key_Home)
    qtbot.keyClick(view.filter.year, Qt.Key.Key_Down)
    plan = round_ledger.plan()
    shown = view.model.lines[0].cells[2]
    assert shown.address.year == plan.years[0]
    assert shown.value == plan.measures[0].initiatives[0].entry(plan.years[0], shown.address.period)
