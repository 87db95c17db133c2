"""The year's turn and reorganisations in the window, by keys and mouse."""

from datetime import date

import pytest
from PySide6.QtCore import QDate, Qt
from PySide6.QtWidgets import QApplication, QWidget

from kyosei_desktop.domain.progress import run_to_end
from kyosei_desktop.domain.reorganisation import Renaming
from kyosei_desktop.domain.years import FiscalYear
from kyosei_desktop.store.backup import list_backups
from kyosei_desktop.store.ledger import Ledger, open_ledger
from kyosei_desktop.store.reorganising import reorganise
from kyosei_desktop.store.suggestions import list_suggestions
from kyosei_desktop.store.turning import undo_turn
from kyosei_desktop.ui.history.presenter import history_lines
from kyosei_desktop.ui.main_window import MainWindow
from kyosei_desktop.ui.year_turn.presenter import ChangeKind, next_beginning
from tests.ui.observing import unnamed

SOUMU, KYOSEI = "福祉総務課", "地域共生課"


def press(qtbot, window: MainWindow, button: QWidget) -> None:
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: window.jobs.is_idle)


def tick(qtbot, panel, *names: str) -> None:
    """Tick departments by the space bar, as with any list of boxes."""
    for box in panel.boxes:
        if box.text() in names:
            qtbot.keyClick(box, Qt.Key.Key_Space)


def add(qtbot, panel, kind: ChangeKind, names: tuple[str, ...], new_names: str) -> None:
    panel.kind.setCurrentIndex(list(ChangeKind).index(kind))
    tick(qtbot, panel, *names)
    panel.new_names.setText(new_names)
    qtbot.keyClick(panel.new_names, Qt.Key.Key_Return)


def told(preview) -> list[tuple[str, str, str]]:
    return [(line.what, line.where, line.text) for line in preview.model.lines]


@pytest.fixture
def turning(coordinator_window: MainWindow) -> MainWindow:
    """The window on the year's turn."""
    coordinator_window.menus.actions["year_turn.rollover"].trigger()
    return coordinator_window


@pytest.fixture
def reorganising(coordinator_window: MainWindow) -> MainWindow:
    """The window on a reorganisation."""
    coordinator_window.menus.actions["year_turn.reorganise"].trigger()
    return coordinator_window


class TestRollover:
    def test_what_will_change_is_said_before_it_does(self, turning, round_ledger):
        panel = turning.current_view.rollover
        assert turning.heading.text() == "年度更新：この変わり方でよいか"
        assert panel.turn_button.text() == "令和４年度に更新する"
        assert panel.summary.words == "更新後に載る年度：令和元年度、令和２年度、令和３年度、令和４年度"
        assert told(panel.preview)[:2] == [
            ("加わる年度", "令和４年度", "150欄が空で加わります"),
            ("外れる年度", "平成30年度", "報告書から外れ、台帳に残ります"),
        ]
        assert [what for what, _where, _text in told(panel.preview)].count("予定の案") == 36
        assert round_ledger.plan().years[-1] == 2021

    def test_another_choice_is_looked_at_at_once(self, qtbot, turning):
        panel = turning.current_view.rollover
        qtbot.keyClick(panel.carries_plans, Qt.Key.Key_Space)
        qtbot.keyClick(panel.years_shown, Qt.Key.Key_Down)
        assert [what for what, _where, _text in told(panel.preview)] == ["加わる年度"]
        assert "平成30年度" in panel.summary.words

    def test_it_is_done_by_the_button_after_a_backup_and_taken_back_from_the_message(
        self, qtbot, turning, round_ledger: Ledger
    ):
        before = round_ledger.plan()
        press(qtbot, turning, turning.current_view.rollover.turn_button)
        assert round_ledger.plan().years == (2019, 2020, 2021, 2022)
        assert len(list_suggestions(round_ledger)) == 36
        assert len(list_backups(round_ledger.path)) == 1
        assert turning.messages.text == "令和４年度に更新しました。直前の控えもあります。"
        press(qtbot, turning, turning.messages.action_button)
        assert round_ledger.plan() == before
        assert turning.messages.text == "年度更新を元に戻しました。"

    def test_escape_leaves_everything_as_it_is(self, qtbot, turning, round_ledger):
        qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Escape)
        assert turning.current_view.rollover_button.isVisible()
        assert round_ledger.plan().years[-1] == FiscalYear(2021)

    def test_the_last_turn_is_taken_back_on_its_page_after_a_question(self, qtbot, turning, round_ledger, monkeypatch):
        press(qtbot, turning, turning.current_view.rollover.turn_button)
        view = turning.current_view
        assert view.undo_button.text() == "最後にした年度更新を元に戻す…"
        answers = iter([False, True])
        monkeypatch.setattr(turning.messages, "ask", lambda *_question, **_words: next(answers))
        press(qtbot, turning, view.undo_button)
        assert round_ledger.plan().years[-1] == 2022
        press(qtbot, turning, view.undo_button)
        assert round_ledger.plan().years[-1] == 2021
        assert not view.undo_button.isVisible()

    def test_who_turned_the_year_and_confirmed_the_plans_takes_back_both(self, qtbot, turning, round_ledger):
        before = round_ledger.plan()
        press(qtbot, turning, turning.current_view.rollover.turn_button)
        turning.menus.actions["year_turn.confirm"].trigger()
        view = turning.current_view
        press(qtbot, turning, view.confirming.confirm_button)
        press(qtbot, turning, turning.messages.action_button)
        assert turning.messages.text == "予定の確定を元に戻しました。"
        assert view.undo_button.text() == "最後にした年度更新を元に戻す…"
        press(qtbot, turning, turning.messages.action_button)
        assert turning.messages.text == "年度更新を元に戻しました。"
        assert round_ledger.plan() == before

    def test_what_the_report_says_as_of_when_it_is_can_be_changed_with_the_year(self, qtbot, turning, round_ledger):
        panel = turning.current_view.rollover
        assert panel.as_of.text() == ""
        panel.as_of.setFocus()
        qtbot.keyClicks(panel.as_of, "2023/3/31")
        press(qtbot, turning, panel.turn_button)
        assert round_ledger.plan().as_of == "2023/3/31"


class TestReorganising:
    def test_joining_is_added_looked_at_and_done(self, qtbot, reorganising, round_ledger):
        panel = reorganising.current_view.reorganising
        add(qtbot, panel, ChangeKind.JOIN, (SOUMU, KYOSEI), "福祉課")
        assert list(panel.model.lines) in (
            [f"{SOUMU}＋{KYOSEI}→福祉課"],
            [f"{KYOSEI}＋{SOUMU}→福祉課"],
        )
        lines = told(panel.preview)
        assert ("照会中", SOUMU, "照会はそのまま使え、回答は福祉課のものになります") in lines
        assert ("担当課", "№10", f"{SOUMU}、{KYOSEI} → 福祉課") in lines
        assert "福祉課" in [box.text() for box in panel.boxes]
        press(qtbot, reorganising, panel.reorganise_button)
        names = [round_ledger.plan().department_names[one] for one in round_ledger.plan().measures[9].departments]
        assert names == ["福祉課"]
        assert reorganising.messages.text.startswith("組織改正をしました。")
        assert len(list_backups(round_ledger.path)) == 1

    def test_of_a_split_department_the_owner_of_each_initiative_is_chosen(self, qtbot, reorganising, round_ledger):
        panel = reorganising.current_view.reorganising
        add(qtbot, panel, ChangeKind.SPLIT, (KYOSEI,), "甲課、乙課")
        preview = panel.preview
        row = next(row for row, line in enumerate(preview.model.lines) if line.choices)
        preview.table.choose(row)
        assert [preview.owner.itemText(number) for number in range(preview.owner.count())] == [
            "甲課",
            "乙課",
            "甲課、乙課",
        ]
        qtbot.keyClick(preview.owner, Qt.Key.Key_Down)
        assert preview.model.lines[row].text == f"{KYOSEI} → 乙課"
        assert preview.owner.currentText() == "乙課"
        press(qtbot, reorganising, panel.reorganise_button)
        assert round_ledger.plan().names_of(round_ledger.plan().measures[0].departments) == ["乙課"]

    def test_a_change_can_be_taken_back_before_anything_is_done(self, qtbot, reorganising):
        panel = reorganising.current_view.reorganising
        add(qtbot, panel, ChangeKind.RENAME, (SOUMU,), "政策課")
        add(qtbot, panel, ChangeKind.RENAME, ("政策課",), "戦略課")
        assert len(panel.model.lines) == 2
        panel.changes.choose(0)
        press(qtbot, reorganising, panel.take_back_button)
        assert not panel.model.lines
        assert not panel.reorganise_button.isEnabled()
        assert SOUMU in [box.text() for box in panel.boxes]

    @pytest.mark.parametrize(
        ("kind", "names", "new_names", "sentence"),
        [
            (ChangeKind.RENAME, (SOUMU, KYOSEI), "新課", "名前を変える課を一つ選び、新しい名前を書いてください。"),
            (ChangeKind.JOIN, (SOUMU,), "新課", "まとめる課を二つ以上選び、まとめた後の名前を一つ書いてください。"),
            (
                ChangeKind.SPLIT,
                (SOUMU,),
                "新課",
                "分ける課を一つ選び、分けた後の名前を「、」で区切って二つ以上書いてください。",
            ),
            (
                ChangeKind.RENAME,
                (SOUMU,),
                KYOSEI,
                f"担当課「{KYOSEI}」はもうあります。別の名前にするか、統合として指定してください。",
            ),
        ],
    )
    def test_what_cannot_be_is_said_and_keeps_what_was_typed(
        self, qtbot, reorganising, kind, names, new_names, sentence
    ):
        panel = reorganising.current_view.reorganising
        add(qtbot, panel, kind, names, new_names)
        assert reorganising.messages.text == sentence
        assert panel.new_names.text() == new_names
        assert not panel.model.lines

    def test_the_first_day_is_proposed_and_can_be_changed(self, qtbot, reorganising):
        panel = reorganising.current_view.reorganising
        assert panel.from_date.date() == QDate(2022, 4, 1)
        add(qtbot, panel, ChangeKind.RENAME, (SOUMU,), "政策課")
        qtbot.keyClick(panel.from_date, Qt.Key.Key_Up)
        press(qtbot, reorganising, panel.reorganise_button)
        assert reorganising.messages.text.startswith("組織改正をしました。")


def test_the_history_tells_each_turn_in_words(qtbot, turning, round_ledger):
    press(qtbot, turning, turning.current_view.rollover.turn_button)
    press(qtbot, turning, turning.messages.action_button)
    lines = history_lines(round_ledger)
    assert [(one.what, one.note) for one in lines[:2]] == [
        ("更新・改正・整理を元に戻した", "年度を更新した"),
        ("年度を更新した", "令和４年度"),
    ]


def test_the_history_tells_the_names_of_then(round_ledger):
    def names() -> set[str]:
        return {one.where for one in history_lines(round_ledger) if one.what == "照会ファイルを作った"}

    change = [Renaming(SOUMU, "政策課")]
    run_to_end(reorganise(round_ledger, change, date(2022, 5, 1), author="取りまとめ"))
    assert SOUMU in names()
    undo_turn(round_ledger, author="取りまとめ")
    run_to_end(reorganise(round_ledger, change, date(2022, 4, 1), author="取りまとめ"))
    assert "政策課" in names()


def test_the_beginning_of_a_year_is_proposed() -> None:
    assert next_beginning(date(2022, 3, 1)) == next_beginning(date(2022, 9, 30)) == date(2022, 4, 1)
    assert next_beginning(date(2022, 10, 1)) == date(2023, 4, 1)


def test_every_control_has_a_name(qtbot, coordinator_window):
    for action in ("year_turn.rollover", "year_turn.reorganise"):
        coordinator_window.menus.actions[action].trigger()
        assert unnamed(coordinator_window) == []


def test_at_twice_the_text_size_it_fits_a_small_screen(qtbot, coordinator_window):
    coordinator_window.set_look(text_percent=200)
    for action in ("year_turn.rollover", "year_turn.reorganise"):
        coordinator_window.menus.actions[action].trigger()
        QApplication.processEvents()
        least = coordinator_window.minimumSizeHint()
        assert (least.width() <= 1366, least.height() <= 768) == (True, True), (action, least)


def test_in_a_ledger_opened_for_reading_the_commands_say_why_they_are_not_possible(make_window, round_ledger):
    path = round_ledger.path
    round_ledger.close()
    window = make_window()
    window.show_ledger(open_ledger(path, read_only=True))
    window.go("year_turn")
    assert not window.current_view.rollover_button.isEnabled()
    assert not window.current_view.reorganise_button.isEnabled()
