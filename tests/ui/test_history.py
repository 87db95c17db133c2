"""The history: changes and acts newest first, filtered by measure, both texts of a change beside each other."""

import json

import pytest
from PySide6.QtCore import QDateTime, Qt

from kyosei_desktop.domain.plan import Address, FieldKind, Value
from kyosei_desktop.store.conflicts import list_conflicts, settle_conflict
from kyosei_desktop.store.editing import edit_fields
from kyosei_desktop.store.report_settings import change_fonts, set_page_breaks
from kyosei_desktop.ui.history.presenter import HistoryPresenter, history_lines
from kyosei_desktop.ui.history.view import COLUMNS
from kyosei_desktop.ui.tables import LinesModel
from tests.ui import rounds
from tests.ui.desk import KeptView, desk_for


@pytest.fixture
def requests(round_files, tmp_path):
    return rounds.copy_requests(round_files, tmp_path / "届いた照会")


def edit(ledger, number, text, reason=None):
    edit_fields(ledger, [(Address(number, FieldKind.OUTCOME), Value(text))], author=rounds.COORDINATOR, reason=reason)


def test_changes_and_acts_stand_newest_first(round_ledger, requests):
    rounds.merge(round_ledger, rounds.answer(round_ledger, requests["教育指導課"]))
    edit(round_ledger, 13, "書き直した成果", "課長の指示")
    lines = history_lines(round_ledger)
    assert [line.at for line in lines] == sorted((line.at for line in lines), reverse=True)
    newest = lines[0]
    assert (newest.what, newest.where, newest.who) == ("記載を変えた", "№13 成果内容", rounds.COORDINATOR)
    assert newest.note == "課長の指示"
    assert newest.standing == "今の値"
    merged = next(line for line in lines if line.what == "回答を取り込んだ")
    assert merged.where == "教育指導課"
    assert merged.note.endswith(".kyoa")
    opened = next(line for line in lines if line.what == "照会を始めた")
    assert opened.note == "締切 令和4年4月15日（金）"
    assert lines[-1].what == "照会を始めた"


def test_settings_of_the_report_are_told_in_words(round_ledger):
    change_fonts(round_ledger, max_pt=8, author=rounds.COORDINATOR)
    set_page_breaks(round_ledger, [5, 11], author=rounds.COORDINATOR)
    set_page_breaks(round_ledger, None, author=rounds.COORDINATOR)
    told = [(line.what, line.note) for line in history_lines(round_ledger)[:3]]
    assert told == [
        ("改ページを変えた", "すべて自動"),
        ("改ページを変えた", "ページの先頭 №5, 11"),
        ("書体を変えた", "BIZ UDPGothic 6–8 pt"),
    ]


def test_of_one_measure_only_its_changes_are_shown(round_ledger):
    edit(round_ledger, 13, "十三の成果")
    edit(round_ledger, 14, "十四の成果")
    (line,) = history_lines(round_ledger, 14)
    assert line.after == Value("十四の成果")


def test_settling_a_conflict_is_told_from_a_common_change(round_ledger, requests):
    rounds.make_conflict(round_ledger, requests, "・２回", "・3回")
    (conflict,) = list_conflicts(round_ledger)
    settle_conflict(round_ledger, conflict, Value("・３回"), author=rounds.COORDINATOR)
    assert history_lines(round_ledger)[0].what == "競合を決めた"


def test_a_change_of_departments_names_them(round_ledger):
    owner = rounds.owners_of(round_ledger.plan(), 13)[0]
    edit_fields(
        round_ledger,
        [(Address(13, FieldKind.DEPARTMENTS, 1), Value(f"{owner}\n広報課"))],
        author=rounds.COORDINATOR,
    )
    line = history_lines(round_ledger)[0]
    assert (line.before, line.after) == (Value(owner), Value(f"{owner}\n広報課"))


def test_the_chosen_change_shows_what_went_and_what_came(round_ledger):
    edit(round_ledger, 13, "参加者は２人")
    edit(round_ledger, 13, "参加者は3人")
    desk, view = desk_for(round_ledger), KeptView()
    HistoryPresenter(desk.context, view).choose(history_lines(round_ledger, 13)[0])
    (detail,) = view.calls["show_detail"]
    assert detail.heading == "記載を変えた №13 成果内容"
    assert [piece.text for piece in detail.before if piece.is_different] == ["２"]
    assert [piece.text for piece in detail.after if piece.is_different] == ["3"]


def test_the_model_keeps_the_rules_of_item_models(qtmodeltester, round_ledger, qapp):
    model = LinesModel(COLUMNS)
    model.show_lines(history_lines(round_ledger))
    qtmodeltester.check(model)


def test_arrow_keys_walk_through_the_changes_and_show_each(qtbot, coordinator_window, round_ledger):
    edit(round_ledger, 13, "参加者は２人")
    edit(round_ledger, 13, "参加者は3人")
    coordinator_window.context.changed()
    coordinator_window.go("history")
    view = coordinator_window.current_view
    assert view.after.toPlainText() == "参加者は3人"
    assert view.before.toPlainText() == "参加者は２人"
    qtbot.keyClick(view.table, Qt.Key.Key_Down)
    assert view.after.toPlainText() == "参加者は２人"
    acts = [n for n, line in enumerate(view.model.lines) if not line.is_change]
    view.table.choose(acts[0])
    assert not view.after.isVisible()


def test_a_measure_chosen_by_key_filters_the_history(qtbot, coordinator_window, round_ledger):
    edit(round_ledger, 2, "二の成果")
    edit(round_ledger, 1, "一の成果")
    coordinator_window.context.changed()
    coordinator_window.go("history")
    view = coordinator_window.current_view
    qtbot.keyClick(view.measure, Qt.Key.Key_Down)
    assert [line.where for line in view.model.lines] == ["№01 成果内容"]
    coordinator_window.go("history", measure=2)
    assert [line.where for line in view.model.lines] == ["№02 成果内容"]


def test_two_moments_are_compared_and_the_plan_of_either_is_saved(
    qtbot, coordinator_window, round_ledger, dialogs, tmp_path
):
    """As by `history --since --until` and `history --at`: what differs, both plans, one measure, the document."""
    edit(round_ledger, 13, "十三の成果")
    edit(round_ledger, 14, "十四の成果")
    coordinator_window.context.changed()
    coordinator_window.go("history")
    view = coordinator_window.current_view
    qtbot.mouseClick(view.compare_button, Qt.MouseButton.LeftButton)
    page = view.comparing
    model = page.differences.model
    qtbot.waitUntil(lambda: [one.place for one in model.lines] == ["№13 成果内容", "№14 成果内容"])
    assert page.since.moment.currentText().endswith("照会を始めたときより前")
    assert "2欄が違います" in page.words.text()
    assert page.differences.after.toPlainText() == "十三の成果"

    view.measure.setCurrentIndex(view.measure.findData(14))
    assert [one.after.text for one in model.lines] == ["十四の成果"]
    page.whole.setFocus()
    qtbot.keyClick(page.whole, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: len(model.lines) > 10)
    assert {one.measure for one in model.lines} == {14}
    assert "1欄が違います" in page.words.text()

    page.until.moment.setCurrentIndex(page.until.moment.count() - 1)  # a day and time
    page.until.exact.setDateTime(QDateTime(2000, 1, 1, 0, 0, 0))
    qtbot.waitUntil(lambda: "すべて同じ" in page.words.text())
    assert "より後" in page.words.text()
    dialogs.save_file = tmp_path / "その時点"
    qtbot.mouseClick(page.after_button, Qt.MouseButton.LeftButton)
    saved = json.loads((tmp_path / "その時点.json").read_text("utf-8"))
    assert "十三の成果" not in {one["outcome"] for one in saved["measures"]}

    qtbot.keyClick(page, Qt.Key.Key_Escape)
    assert view.table.isVisible()
