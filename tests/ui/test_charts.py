"""The charts' view: the picture, its figures in a table beside it, and both formats to take away."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage

from kyosei_desktop.ui.charts.presenter import ChartsPresenter
from kyosei_desktop.ui.charts.view import COLUMNS
from kyosei_desktop.ui.tables import LinesModel
from tests.ui import rounds
from tests.ui.desk import KeptView, desk_for


@pytest.fixture
def answered(round_ledger, round_files, tmp_path):
    """The ledger with the answers of one department."""
    requests = rounds.copy_requests(round_files, tmp_path / "届いた照会")
    rounds.merge(round_ledger, rounds.answer(round_ledger, requests["教育指導課"]))
    return round_ledger


@pytest.fixture
def view(qtbot, coordinator_window, answered):
    coordinator_window.context.changed()
    coordinator_window.go("charts")
    shown = coordinator_window.current_view
    qtbot.waitUntil(lambda: shown.picture.is_drawn)
    return shown


def test_the_table_says_what_the_picture_shows(answered):
    desk, view = desk_for(answered), KeptView()
    presenter = ChartsPresenter(desk.context, view)
    presenter.load()
    lines, summary = view.calls["show_figures"]
    assert [(line.what, line.count, line.note) for line in lines] == [("令和4年4月6日（水）", "1課", "教育指導課")]
    assert summary == "17課のうち 1課が提出し、締切までに提出したのは 1課です。"
    assert view.calls["show_picture"][0].startswith(b"<svg")


def test_another_chart_is_chosen_by_key(qtbot, view):
    qtbot.keyClick(view.kind, Qt.Key.Key_Down)
    qtbot.waitUntil(lambda: len(view.model.lines) == 17)
    line = next(one for one in view.model.lines if one.what == "教育指導課")
    assert line.count == "100%"
    assert "記入があります" in view.summary.words
    assert view.picture.accessibleDescription() == view.summary.words


@pytest.mark.parametrize("suffix", [".png", ".svg"])
def test_the_picture_is_saved_where_asked(qtbot, view, dialogs, tmp_path, suffix):
    dialogs.save_file = tmp_path / "図"
    qtbot.mouseClick(view.png_button if suffix == ".png" else view.svg_button, Qt.MouseButton.LeftButton)
    file = tmp_path / f"図{suffix}"
    assert file.exists()
    assert dialogs.asked[-1][1].name == f"令和３年度下期実績_提出した課の数{suffix}"
    if suffix == ".png":
        assert QImage(str(file)).width() > 1_800


def test_before_any_round_the_view_says_what_comes(coordinator_window, tmp_path):
    folder = tmp_path / "新しい台帳"
    folder.mkdir()
    coordinator_window.show_ledger(rounds.make_ledger(folder))
    coordinator_window.go("charts")
    view = coordinator_window.current_view
    assert "照会を始めると" in view.summary.words
    assert not view.png_button.isEnabled()


def test_the_model_keeps_the_rules_of_item_models(qtmodeltester, view):
    model = LinesModel(COLUMNS)
    model.show_lines(view.model.lines)
    qtmodeltester.check(model)
