"""Looking through all years: lines made as they are looked at, filters, what changed, and saved views."""

from functools import partial

import pytest
from PySide6.QtCore import Qt

from kyosei_desktop.domain.plan import Address, FieldKind, Value
from kyosei_desktop.domain.progress import run_to_end
from kyosei_desktop.domain.years import FiscalYear
from kyosei_desktop.store.editing import edit_fields
from kyosei_desktop.store.searching import find_texts
from kyosei_desktop.store.whole import CellState, read_whole
from kyosei_desktop.store.year_turn import rollover
from kyosei_desktop.ui.measures import presenter as presenting
from kyosei_desktop.ui.measures.filtering import PlanFilter, filters_from_text, filters_text, find_lines
from kyosei_desktop.ui.measures.lines import MeasureLines
from kyosei_desktop.ui.measures.moments import day_named, moment_named, moment_options, name_of_day
from kyosei_desktop.ui.measures.presenter import MeasuresPresenter
from tests.ui import rounds
from tests.ui.desk import KeptView, desk_for

OUTCOME_OF_13 = Address(13, FieldKind.OUTCOME)


@pytest.fixture
def view(coordinator_window):
    coordinator_window.go("measures")
    return coordinator_window.current_view


def presented(ledger):
    desk, view = desk_for(ledger), KeptView()
    presenter = MeasuresPresenter(desk.context, view)
    presenter.load()
    return desk, view, presenter


def shown(view):
    return view.calls["show_lines"][1]


def edit(ledger):
    edit_fields(ledger, [(OUTCOME_OF_13, Value("書き直した成果"))], author=rounds.COORDINATOR)


def test_all_years_have_a_line_each_and_say_so(round_ledger):
    _desk, view, presenter = presented(round_ledger)
    assert len(shown(view)) == 50
    presenter.filter_by(PlanFilter())
    lines = shown(view)
    assert len(lines) == 50 * 4
    assert [line.year_label for line in lines[:4]] == ["平成30年度", "令和元年度", "令和２年度", "令和３年度"]


def test_an_archived_year_can_be_read_and_says_that_it_is_one(round_ledger):
    run_to_end(rollover(round_ledger, FiscalYear(2022), author=rounds.COORDINATOR))
    _desk, view, presenter = presented(round_ledger)
    archived, *others = view.calls["show_filter"][0].years
    assert archived == (2018, "平成30年度（掲載外）")
    assert [text for _year, text in others] == ["令和元年度", "令和２年度", "令和３年度", "令和４年度"]
    presenter.filter_by(PlanFilter(year=FiscalYear(2018), words="条例"))
    assert any("条例" in cell.value.text for line in shown(view) for cell in line.cells)


def test_only_the_lines_that_are_looked_at_are_made(round_ledger):
    whole = read_whole(round_ledger)
    keys = find_lines(whole, round_ledger.definition, PlanFilter(), partial(find_texts, round_ledger))
    lines = MeasureLines(whole, round_ledger.definition, keys)
    assert lines[150] is lines[150]
    assert len(lines._made) == 1


def test_department_state_and_words_narrow_together(round_ledger):
    _desk, view, presenter = presented(round_ledger)
    clerks = rounds.department_named(round_ledger.plan(), "生活福祉課")
    presenter.filter_by(PlanFilter(year=rounds.YEAR, department=clerks))
    of_department = [line.label for line in shown(view)]
    assert len(of_department) == 6
    presenter.filter_by(PlanFilter(year=rounds.YEAR, department=clerks, state=CellState.UNWRITTEN))
    unwritten = [line.label for line in shown(view)]
    assert 0 < len(unwritten) < len(of_department)
    presenter.filter_by(PlanFilter(department=clerks, state=CellState.NOT_BEGUN))
    assert all(any(cell.value.is_not_begun for cell in line.cells) for line in shown(view))
    presenter.filter_by(PlanFilter(year=rounds.YEAR, department=clerks, words="どこにもない言葉"))
    assert list(shown(view)) == []


def test_what_changed_since_an_act_is_found_and_marked(round_ledger):
    _desk, view, presenter = presented(round_ledger)
    presenter.filter_by(PlanFilter(year=rounds.YEAR, since="act:round_opened"))
    assert list(shown(view)) == []
    edit(round_ledger)
    presenter.load()
    (line,) = shown(view)
    assert line.label == "13"
    assert [cell.address for cell in line.cells if cell.is_changed] == [OUTCOME_OF_13]


def test_moments_are_named_by_act_span_and_day(round_ledger):
    names = [one.name for one in moment_options(round_ledger)]
    assert names == ["days:0", "days:7", "days:30", "act:round_opened"]
    assert all(moment_named(round_ledger, name) is not None for name in names)
    now = round_ledger.clock()
    assert (now - moment_named(round_ledger, "days:7")).days in (7, 8)
    assert moment_named(round_ledger, "") is None
    assert moment_named(round_ledger, "act:accepted") is None
    day = now.astimezone().date()
    assert day_named(name_of_day(day)) == day
    assert moment_named(round_ledger, name_of_day(day)).astimezone().date() == day
    assert day_named("date:きのう") is None


def test_saved_views_are_kept_for_this_plan_and_used_again(round_ledger):
    desk, view, presenter = presented(round_ledger)
    desk.context.dialogs.ask_text = lambda *_question: " 未記入 "
    presenter.filter_by(PlanFilter(state=CellState.UNWRITTEN))
    presenter.save_filter()
    assert list(desk.shell.kept) == [f"filters-{round_ledger.head.plan}"]
    presenter.filter_by(PlanFilter())
    assert view.calls["show_filter"][2] == ""
    presenter.use_filter("未記入")
    assert presenter.filter == PlanFilter(state=CellState.UNWRITTEN)
    assert view.calls["show_filter"][2] == "未記入"
    presenter.delete_filter("未記入")
    assert view.calls["show_filter"][0].saved == []


def test_filters_travel_through_the_settings_and_nonsense_counts_as_none():
    filters = {"あ": PlanFilter("言葉", rounds.YEAR, None, CellState.CONFLICT, "days:7")}
    assert filters_from_text(filters_text(filters)) == filters
    for text in ("", "[]", "{", '{"x": 1}', '{"x": {"state": "?"}}'):
        assert filters_from_text(text) == {}


def test_a_large_plan_is_read_and_prepared_in_a_job(round_ledger, monkeypatch):
    monkeypatch.setattr(presenting, "_CELLS_AT_ONCE", 10)
    desk, view = desk_for(round_ledger), KeptView()
    titles = []
    start = desk.context.jobs.start
    monkeypatch.setattr(
        desk.context.jobs, "start", lambda title, work, **more: titles.append(title) or start(title, work, **more)
    )
    presenter = MeasuresPresenter(desk.context, view)
    presenter.load()
    assert titles == ["計画を読んでいます"]
    assert len(shown(view)) == 50


# In the window, by gestures


def test_the_whole_row_of_filters_opens_by_key_and_is_taken_away_by_one_button(qtbot, view):
    bar = view.filter
    assert not bar.state.isVisible()
    qtbot.keyClick(bar.more_button, Qt.Key.Key_Space)
    assert bar.state.isVisible()
    qtbot.keyClick(bar.department, Qt.Key.Key_Down)
    assert 0 < len(view.model.lines) < 50
    qtbot.keyClick(bar.clear_button, Qt.Key.Key_Return)
    assert len(view.model.lines) == 50
    assert bar.department.currentIndex() == 0


def test_all_years_are_chosen_by_key_and_the_heads_say_the_year(qtbot, view):
    qtbot.keyClick(view.filter.year, Qt.Key.Key_Home)
    assert view.filter.count.text() == "200件"
    heads = view.model.headerData(1, Qt.Orientation.Vertical)
    assert heads == "01\n令和元年度"


def test_what_changed_today_is_chosen_by_key_and_stands_out(qtbot, coordinator_window, view, round_ledger):
    edit(round_ledger)
    coordinator_window.context.changed()
    qtbot.mouseClick(view.filter.more_button, Qt.MouseButton.LeftButton)
    qtbot.keyClick(view.filter.since, Qt.Key.Key_Down)
    index = view.model.index_of(OUTCOME_OF_13)
    assert len(view.model.lines) == 1
    assert view.model.data(index, Qt.ItemDataRole.FontRole).bold()
    assert "変わった欄" in view.model.data(index, Qt.ItemDataRole.AccessibleTextRole)


def test_a_view_is_saved_and_chosen_by_name(qtbot, view, dialogs):
    dialogs.text = "生活保護"
    qtbot.keyClicks(view.filter.search, "CW")
    qtbot.keyClick(view.filter.search, Qt.Key.Key_Return)
    qtbot.mouseClick(view.filter.more_button, Qt.MouseButton.LeftButton)
    qtbot.mouseClick(view.filter.save_button, Qt.MouseButton.LeftButton)
    qtbot.mouseClick(view.filter.clear_button, Qt.MouseButton.LeftButton)
    assert len(view.model.lines) == 50
    qtbot.keyClick(view.filter.saved, Qt.Key.Key_Down)
    assert [line.label for line in view.model.lines] == ["10"]
    assert view.filter.search.text() == "CW"
    qtbot.mouseClick(view.filter.delete_button, Qt.MouseButton.LeftButton)
    assert view.filter.saved.count() == 1


def test_a_field_is_gone_to_as_soon_as_a_large_plan_has_been_read(qtbot, coordinator_window, monkeypatch):
    monkeypatch.setattr(presenting, "_CELLS_AT_ONCE", 10)
    coordinator_window.go("measures", address=OUTCOME_OF_13)
    view = coordinator_window.current_view
    qtbot.waitUntil(lambda: view.panel.heading.words == "№13 成果内容")
    assert view.table.columnWidth(0) > 100
