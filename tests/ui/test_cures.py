"""An error of a known kind comes with the button that cures it, and the button does so."""

import pytest
from PySide6.QtCore import Qt

from kyosei_desktop.store.engine import LedgerBusy, NotALedger
from kyosei_desktop.store.files import FileNotWritten
from kyosei_desktop.store.joining import AnswersDisagree
from kyosei_desktop.ui import cures
from kyosei_desktop.ui.attempt import attempt
from kyosei_desktop.ui.main_window.views import VIEWS


def click(qtbot, window):
    qtbot.mouseClick(window.messages.action_button, Qt.MouseButton.LeftButton)


def test_every_view_that_cures_an_error_is_there():
    assert {view for _text, view in cures._places().values()} <= {one.id for one in VIEWS}


@pytest.mark.parametrize("error", [FileNotWritten(name="x", cause="一杯です"), LedgerBusy(name="x")])
def test_what_may_be_over_by_now_can_be_tried_again(qtbot, coordinator_window, error):
    tried = []

    def act():
        tried.append(len(tried))
        if len(tried) < 3:
            raise error

    assert not attempt(coordinator_window.context, act)
    assert coordinator_window.messages.action_button.text() == "もう一度"
    click(qtbot, coordinator_window)
    assert coordinator_window.messages.text == str(error)
    click(qtbot, coordinator_window)
    assert (tried, coordinator_window.messages.text) == ([0, 1, 2], "")


def test_a_file_that_is_none_of_ours_leads_to_choosing_another(qtbot, window, dialogs, tmp_path, request_file):
    other = tmp_path / "表.kyosei"
    other.write_bytes(b"PK")
    window.open_file(other)
    dialogs.open_files = [request_file]
    assert window.messages.action_button.text() == "ほかのファイルを開く…"
    click(qtbot, window)
    assert window.current_view_id == "home"


def test_texts_that_disagree_lead_to_where_they_are_settled(qtbot, clerk_window):
    def act():
        raise AnswersDisagree(count=1, places="№1")

    attempt(clerk_window.context, act)
    assert clerk_window.messages.action_button.text() == "どちらを採るか決める"
    click(qtbot, clerk_window)
    assert clerk_window.current_view_id == "joining"


def test_what_no_button_cures_has_none(coordinator_window):
    def act():
        raise NotALedger(name="x")

    attempt(coordinator_window.context, act)
    assert len(coordinator_window.messages.action_buttons) == 1
    coordinator_window.messages.error("できませんでした。")
    assert coordinator_window.messages.action_buttons == ()
    assert not coordinator_window.messages.action_button.isVisible()
