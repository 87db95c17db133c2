"""What holds of every view also holds of lists and rows that open in them: the alike list, and the row of filters."""

import pytest
from PySide6.QtCore import Qt

from kyosei_desktop.ui.main_window import MainWindow
from tests.ui import rounds
from tests.ui.observing import observe, observe_room
from tests.ui.scenes import settle

SMALL_SCREEN_PX = (1366, 768)


@pytest.fixture
def opened(qtbot, coordinator_window, round_ledger, round_files, tmp_path) -> MainWindow:
    """A window over a ledger with a conflict of notation alone."""
    requests = rounds.copy_requests(round_files, tmp_path / "届いた照会")
    rounds.make_conflict(round_ledger, requests, "・１２人が参加した。", "・12人が参加した。")
    coordinator_window.context.changed()
    return coordinator_window


def open_alike(qtbot, window):
    window.go("conflicts")
    settle(window)
    qtbot.mouseClick(window.current_view.alike_button, Qt.MouseButton.LeftButton)
    settle(window)


def open_filters(qtbot, window):
    window.go("measures")
    settle(window)
    qtbot.mouseClick(window.current_view.filter.more_button, Qt.MouseButton.LeftButton)
    settle(window)


@pytest.mark.parametrize("open_it", [open_alike, open_filters])
def test_controls_have_names_can_be_reached_and_show_the_focus(qtbot, opened, open_it):
    open_it(qtbot, opened)
    found = observe(opened)
    assert (found.unnamed, found.out_of_reach, found.without_focus) == ([], [], [])


@pytest.mark.deep
@pytest.mark.parametrize("open_it", [open_alike, open_filters])
def test_nothing_is_cut_in_large_text_on_a_small_screen(qtbot, opened, open_it):
    opened.set_look(text_percent=200)
    opened.resize(*SMALL_SCREEN_PX)
    open_it(qtbot, opened)
    opened.resize(*SMALL_SCREEN_PX)
    settle(opened)
    found = observe_room(opened)
    assert found.clipped == []
    assert [one for one in found.sideways if "計画の全体" not in one] == []
