"""The handover paper and rehearsals in the window; a rehearsal cannot be mistaken for the real ledger."""

import re

import pytest
from PySide6.QtCore import Qt

from kyosei_desktop.exchange.work_file import open_request
from kyosei_desktop.report.handover import STEPS
from kyosei_desktop.store.ledger import open_ledger
from kyosei_desktop.ui.main_window.views import VIEWS
from tests.ui import rounds


def run(window, action):
    window.menus.actions[action].trigger()


@pytest.fixture
def rehearsing(qtbot, coordinator_window, dialogs, tmp_path):
    """The window with a rehearsal open, begun by the button of the message."""
    dialogs.folder = tmp_path
    run(coordinator_window, "report.rehearse")
    qtbot.waitUntil(lambda: "予行演習「予行演習_台帳」" in coordinator_window.messages.text)
    qtbot.mouseClick(coordinator_window.messages.action_button, Qt.MouseButton.LeftButton)
    return coordinator_window


def test_the_handover_paper_is_written_where_asked(qtbot, coordinator_window, dialogs, tmp_path):
    dialogs.save_file = tmp_path / "引継書"
    run(coordinator_window, "report.handover")
    qtbot.waitUntil(lambda: (tmp_path / "引継書.pdf").exists())
    qtbot.waitUntil(lambda: "切れた欄 0" in coordinator_window.messages.text)
    assert dialogs.asked[-1][1].name == "引継書_台帳.pdf"


def test_what_the_papers_steps_name_stands_in_the_window_as_they_say(coordinator_window):
    named = set(re.findall("「(.*?)」", "".join(STEPS)))
    offered = {re.sub(r"\(&\w\)", "", one.text()) for one in coordinator_window.menus.actions.values()}
    assert len(named) > 12
    assert named - offered - {one.title for one in VIEWS} == set()


def test_title_bar_and_a_bar_above_every_view_say_that_it_is_practice(qtbot, rehearsing):
    assert rehearsing.windowTitle().startswith("【予行演習】 予行演習_台帳.kyosei")
    for view in ("board", "collect", "conflicts", "measures", "history"):
        rehearsing.go(view)
        assert rehearsing.standing.rehearsal.isVisible()
    assert not rehearsing.menus.actions["report.rehearse"].isEnabled()
    assert len(list(rehearsing.context.ledger.path.parent.glob("回答/*.kyoa"))) == 16


def test_over_the_real_ledger_there_is_no_such_bar(coordinator_window):
    assert not coordinator_window.standing.rehearsal.isVisible()
    assert "予行演習" not in coordinator_window.windowTitle()


def test_a_clerks_work_file_made_of_a_rehearsals_request_says_so_too(rehearsing, tmp_path):
    request = next(iter(rehearsing.context.ledger.path.parent.glob("照会/*.kyoq")))
    rehearsing.show_ledger(open_request(request, tmp_path / "作業.kyosei", author=rounds.CLERK))
    assert rehearsing.standing.rehearsal.isVisible()
    assert rehearsing.windowTitle().startswith("【予行演習】")


def test_cancelling_the_dialogs_makes_nothing(coordinator_window, tmp_path):
    before = sorted(tmp_path.iterdir())
    run(coordinator_window, "report.handover")
    run(coordinator_window, "report.rehearse")
    assert sorted(tmp_path.iterdir()) == before


def test_the_rehearsals_ledger_opens_as_any_other(rehearsing):
    path = rehearsing.context.ledger.path
    rehearsing.show_ledger(None)
    with open_ledger(path) as ledger:
        assert ledger.definition.is_rehearsal
