"""Arranging measures and confirming plans in the window, by keys and mouse."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLineEdit

from kyosei_desktop.domain.plan import BlankReason, PeriodId
from kyosei_desktop.domain.years import FiscalYear
from kyosei_desktop.store.backup import list_backups
from kyosei_desktop.store.ledger import Ledger, open_ledger
from kyosei_desktop.store.suggestions import list_suggestions
from kyosei_desktop.ui.history.presenter import history_lines
from kyosei_desktop.ui.main_window import MainWindow
from kyosei_desktop.ui.year_turn.arranging import ArrangingKind, shifted
from kyosei_desktop.ui.year_turn.arranging_panel import ArrangingPanel
from tests.ui.observing import unnamed
from tests.ui.test_year_turn import KYOSEI, press, told

YEAR = FiscalYear(2021)
TWO_BLOCKS = 34
"""Has two initiatives."""


def settle(qtbot, window: MainWindow) -> None:
    qtbot.waitUntil(lambda: window.jobs.is_idle)


def choose(qtbot, window: MainWindow, kind: ArrangingKind, measure: int | None = None) -> None:
    """Choose what is to happen, and to which measure, by the arrow keys; measures are numbered from 1 in order."""
    panel = window.current_view.arranging
    for _step in range(list(ArrangingKind).index(kind)):
        qtbot.keyClick(panel.kind, Qt.Key.Key_Down)
    for _step in range(0 if measure is None else measure - 1):
        qtbot.keyClick(panel.measure, Qt.Key.Key_Down)
    settle(qtbot, window)


def tick(qtbot, boxes, *names: str) -> None:
    for box in boxes:
        if any(box.text().startswith(one) for one in names):
            qtbot.keyClick(box, Qt.Key.Key_Space)


@pytest.fixture
def arranging(coordinator_window: MainWindow) -> MainWindow:
    """The window on the arranging of measures."""
    coordinator_window.menus.actions["year_turn.arrange"].trigger()
    return coordinator_window


@pytest.fixture
def panel(arranging: MainWindow) -> ArrangingPanel:
    found = arranging.current_view.arranging
    assert isinstance(found, ArrangingPanel)
    return found


class TestAdding:
    def test_what_is_missing_is_said_until_there_is_something_to_look_at(self, qtbot, arranging, panel):
        assert arranging.heading.text() == "施策の整理：この変わり方でよいか"
        assert panel.why_not.words == "新しい施策の番号と名前、新しい取組の内容を書き、担当課を選んでください。"
        assert not panel.arrange_button.isEnabled()
        qtbot.keyClicks(panel.number, "1")
        qtbot.keyClicks(panel.name, "name")
        qtbot.keyClicks(panel.content, "text")
        tick(qtbot, panel.department_boxes, KYOSEI)
        settle(qtbot, arranging)
        assert panel.why_not.words == "施策の番号「1」が重なります。ほかの施策にない番号を付けてください。"
        assert not panel.arrange_button.isEnabled()

    def test_a_measure_is_looked_at_added_after_a_backup_and_taken_back(self, qtbot, arranging, panel, round_ledger):
        before = round_ledger.plan()
        panel.number.setText("49")
        panel.name.setText("新しい施策")
        panel.content.setPlainText("新しく始める")
        panel.new_departments.setText("新しい課")
        tick(qtbot, panel.department_boxes, KYOSEI)
        settle(qtbot, arranging)
        assert told(panel.preview) == [
            ("加わる施策", "№49", "新しい施策"),
            ("加わる取組", "№49", "新しく始める"),
            ("担当課", "№49", f"{KYOSEI}、新しい課"),
            ("加わる課", "新しい課", "まだない課です。名前を確かめてください"),
            ("照会中", f"{KYOSEI}、新しい課", "照会ファイルを作り直して送ると、新しい取組も尋ねます"),
        ]
        assert round_ledger.plan() == before
        press(qtbot, arranging, panel.arrange_button)
        assert round_ledger.plan().measures[-1].name == "新しい施策"
        assert len(list_backups(round_ledger.path)) == 1
        assert arranging.messages.text == "施策を整理しました。直前の控えもあります。"
        press(qtbot, arranging, arranging.messages.action_button)
        assert round_ledger.plan() == before

    def test_it_stands_behind_the_measure_that_is_chosen(self, qtbot, arranging, panel, round_ledger):
        panel.number.setText("49")
        panel.name.setText("新しい施策")
        panel.content.setPlainText("新しく始める")
        tick(qtbot, panel.department_boxes, KYOSEI)
        qtbot.keyClick(panel.after, Qt.Key.Key_Down)
        settle(qtbot, arranging)
        press(qtbot, arranging, panel.arrange_button)
        assert [one.no for one in round_ledger.plan().measures[:3]] == [1, 49, 2]


class TestEnding:
    def test_empty_cells_from_a_year_on_are_told_and_marked(self, qtbot, arranging, panel, round_ledger: Ledger):
        choose(qtbot, arranging, ArrangingKind.END, 10)
        cells = [where for what, where, _text in told(panel.preview) if what == "終わる欄"]
        assert "№10 令和３年度 下期実績" in cells
        qtbot.keyClick(panel.arrange_button, Qt.Key.Key_Space)
        settle(qtbot, arranging)
        value = round_ledger.plan().measures[9].initiatives[0].entry(YEAR, PeriodId("second_half"))
        assert value.blank is BlankReason.ENDED


class TestRenumbering:
    def test_a_number_typed_into_a_row_is_looked_at_and_given(self, qtbot, arranging, panel, round_ledger):
        choose(qtbot, arranging, ArrangingKind.RENUMBER)
        assert panel.why_not.words == "番号が変わる施策の行に、新しい番号を書いてください。"
        table = panel.numbers.table
        qtbot.keyClick(table, Qt.Key.Key_Down)
        qtbot.keyClick(table, Qt.Key.Key_5)
        editor = next(one for one in table.findChildren(QLineEdit) if one.isVisible())
        qtbot.keyClicks(editor, "0")
        qtbot.keyClick(editor, Qt.Key.Key_Return)
        qtbot.waitUntil(lambda: dict(panel.numbers.model.numbers) == {2: "50"})
        settle(qtbot, arranging)
        assert told(panel.preview) == [
            ("番号", "№02", "№50になります。前の番号でも履歴を引けます"),
            ("並び", "報告書", "番号の順に並べ直します"),
        ]
        press(qtbot, arranging, panel.arrange_button)
        assert [one.no for one in round_ledger.plan().measures][-2:] == [48, 50]

    def test_all_from_a_row_on_move_at_once(self, qtbot, arranging, panel, round_ledger):
        choose(qtbot, arranging, ArrangingKind.RENUMBER)
        for _step in range(46):
            qtbot.keyClick(panel.numbers.table, Qt.Key.Key_Down)
        press(qtbot, arranging, panel.numbers.up_button)
        assert dict(panel.numbers.model.numbers) == {47: "48", 48: "49"}
        press(qtbot, arranging, panel.numbers.down_button)
        assert dict(panel.numbers.model.numbers) == {}
        assert shifted(["1", "4-(1)", "7"], 1, 2) == ["1", "4-(1)", "9"]


class TestSplitting:
    def test_an_initiative_becomes_a_measure(self, qtbot, arranging, panel, round_ledger):
        choose(qtbot, arranging, ArrangingKind.SPLIT, TWO_BLOCKS)
        tick(qtbot, panel.initiative_boxes, "（2）")
        qtbot.keyClicks(panel.number, "49")
        settle(qtbot, arranging)
        assert ("移る取組", "№34（2）", "これまでの記載と履歴ごと、№49になります") in told(panel.preview)
        press(qtbot, arranging, panel.arrange_button)
        assert round_ledger.plan().measures[-1].no == 49
        assert history_lines(round_ledger)[0].note == "№34→№34＋№49"

    def test_a_new_initiative_stands_beside_the_old_one(self, qtbot, arranging, panel, round_ledger):
        choose(qtbot, arranging, ArrangingKind.SPLIT_INITIATIVE, 1)
        tick(qtbot, panel.initiative_boxes, "（1）")
        tick(qtbot, panel.department_boxes, KYOSEI)
        qtbot.keyClicks(panel.content, "new")
        settle(qtbot, arranging)
        assert ("加わる取組", "№01（2）", "new") in told(panel.preview)
        press(qtbot, arranging, panel.arrange_button)
        assert [one.content for one in round_ledger.plan().measures[0].initiatives][1] == "new"


class TestConfirmingPlans:
    @pytest.fixture
    def confirming(self, qtbot, coordinator_window: MainWindow) -> MainWindow:
        """The window after a year's turn, on the plans that are offered."""
        actions = coordinator_window.menus.actions
        assert not actions["year_turn.confirm"].isEnabled()
        actions["year_turn.rollover"].trigger()
        press(qtbot, coordinator_window, coordinator_window.current_view.rollover.turn_button)
        press(qtbot, coordinator_window, coordinator_window.current_view.confirm_button)
        return coordinator_window

    def test_all_that_is_offered_is_listed_confirmed_and_taken_back(self, qtbot, confirming, round_ledger):
        panel, offered = confirming.current_view.confirming, list_suggestions(round_ledger)
        assert confirming.menus.actions["year_turn.confirm"].isEnabled()
        assert unnamed(confirming) == []
        assert sorted(line.text for line in panel.preview.model.lines) == sorted(offered.values())
        assert panel.preview.model.lines[0].where.endswith("令和４年度 予定")
        press(qtbot, confirming, panel.confirm_button)
        assert list_suggestions(round_ledger) == {}
        assert confirming.messages.text == "予定の案36欄を予定にしました。直前の控えもあります。"
        assert history_lines(round_ledger)[0].what == "予定の案を予定にした"
        assert confirming.current_view.undo_button.text() == "最後にした予定の確定を元に戻す…"
        press(qtbot, confirming, confirming.messages.action_button)
        assert list_suggestions(round_ledger) == offered

    def test_escape_leaves_them_offered(self, qtbot, confirming, round_ledger):
        qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Escape)
        assert confirming.current_view.confirm_button.isVisible()
        assert len(list_suggestions(round_ledger)) == 36


def test_escape_leaves_everything_as_it_is(qtbot, arranging, round_ledger):
    before = round_ledger.plan()
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Escape)
    assert arranging.current_view.arrange_button.isVisible()
    assert round_ledger.plan() == before


def test_the_page_leads_there(qtbot, coordinator_window):
    coordinator_window.go("year_turn")
    assert not coordinator_window.current_view.confirm_button.isVisible()
    qtbot.keyClick(coordinator_window.current_view.arrange_button, Qt.Key.Key_Return)
    assert QApplication.focusWidget() is coordinator_window.current_view.arranging.kind


def test_every_control_has_a_name_and_twice_the_text_size_fits_a_small_screen(qtbot, arranging, panel):
    arranging.set_look(text_percent=200)
    for _kind in ArrangingKind:
        settle(qtbot, arranging)
        QApplication.processEvents()
        assert unnamed(arranging) == []
        least = arranging.minimumSizeHint()
        assert (least.width() <= 1366, least.height() <= 768) == (True, True), (panel.kind.currentText(), least)
        qtbot.keyClick(panel.kind, Qt.Key.Key_Down)


def test_in_a_ledger_opened_for_reading_nothing_can_be_arranged(make_window, round_ledger):
    path = round_ledger.path
    round_ledger.close()
    window = make_window()
    window.show_ledger(open_ledger(path, read_only=True))
    window.go("year_turn")
    assert not window.current_view.arrange_button.isEnabled()
    assert not window.menus.actions["year_turn.arrange"].isEnabled()
