"""The windows on reports of another shape: every view opens, and periods are said in the definition's own words."""

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QWidget

from kyosei_desktop.domain.plan import PeriodId, Value
from kyosei_desktop.domain.rounds import AskedField
from kyosei_desktop.domain.years import FiscalYear
from kyosei_desktop.exchange.definitions import find_definition
from kyosei_desktop.exchange.new_ledger import create_ledger_from_document
from kyosei_desktop.exchange.work_file import open_request
from kyosei_desktop.report.pages import compose_report
from kyosei_desktop.store.ledger import Ledger, open_ledger
from kyosei_desktop.store.rounds import open_round
from kyosei_desktop.ui.board.choice import askable, suggest_round
from kyosei_desktop.ui.main_window.views import VIEWS
from tests.ui import rounds
from tests.ui.observing import unnamed
from tests.ui.test_coordinator_views import idle

YEAR = FiscalYear(2024)
DEFINITIONS = ("yearly-a4", "quarterly-a4")
PERIODS = {"yearly-a4": "result", "quarterly-a4": "q3"}
LABELS = {"yearly-a4": "実績", "quarterly-a4": "第３四半期実績"}
CLERKS = {"yearly-a4": "高齢介護課", "quarterly-a4": "農政課"}
HALVES = ("上期", "下期")


@dataclass
class Desk:
    """A definition's files: a ledger with an open round, and a work file."""

    definition: str
    ledger: Path
    work_file: Path


@pytest.fixture(scope="module", params=DEFINITIONS)
def desk(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Desk:
    """Files of a round that nobody has answered; to be copied, not to be changed."""
    named: str = request.param
    folder = tmp_path_factory.mktemp(named)
    path, clock = folder / "台帳.kyosei", rounds.TestClock(datetime(2025, 1, 6, 1, 0, tzinfo=UTC))
    with create_ledger_from_document(path, definition=find_definition(named), author=rounds.COORDINATOR) as ledger:
        ledger.clock = clock
        open_round(
            ledger,
            year=YEAR,
            period=PeriodId(PERIODS[named]),
            due_on=date(2025, 1, 31),
            asks=frozenset({AskedField.ENTRY, AskedField.NEXT_PLAN}),
            author=rounds.COORDINATOR,
        )
        request_file = rounds.send_requests(ledger, folder)[CLERKS[named]]
    work_file = folder / "作業.kyosei"
    open_request(request_file, work_file, author=rounds.CLERK, clock=clock).close()
    return Desk(named, path, work_file)


def copied(path: Path, folder: Path) -> Ledger:
    """A copy of a file of the desk, opened a day later."""
    clock = rounds.TestClock(datetime(2025, 1, 7, 1, 0, tzinfo=UTC))
    return open_ledger(Path(shutil.copy(path, folder)), clock=clock)


@pytest.fixture
def ledger(desk: Desk, tmp_path: Path) -> Iterator[Ledger]:
    """The coordinator's ledger."""
    with copied(desk.ledger, tmp_path) as opened:
        yield opened


@pytest.fixture
def work(desk: Desk, tmp_path: Path) -> Iterator[Ledger]:
    """The clerk's work file."""
    with copied(desk.work_file, tmp_path) as opened:
        yield opened


def words_of(widget: QWidget) -> str:
    """Everything that the labels below a widget say."""
    labels = [one for one in widget.findChildren(QLabel) if one.isVisible()]
    return "\n".join(getattr(one, "words", one.text()) for one in labels)


def test_every_view_of_the_coordinator_opens(qtbot, make_window, ledger, desk):
    window = make_window(rounds.COORDINATOR)
    window.show_ledger(ledger)
    for view in (one for one in VIEWS if one.in_ledgers):
        window.go(view.id)
        idle(qtbot, window)
        assert window.messages.text == "", view.id
        assert not any(half in words_of(window) for half in HALVES), view.id
        assert unnamed(window) == [], view.id
    window.go("board")
    assert LABELS[desk.definition] in words_of(window)


def test_every_view_of_the_clerk_opens(qtbot, make_window, work, desk):
    window = make_window()
    window.show_ledger(work)
    for view in (one for one in VIEWS if one.in_work_files):
        window.go(view.id)
        idle(qtbot, window)
        QApplication.processEvents()
        assert window.messages.text == "", view.id
        assert not any(half in words_of(window) for half in HALVES), view.id
        assert unnamed(window) == [], view.id
    window.go("home")
    assert LABELS[desk.definition] in words_of(window)


def test_the_round_panel_offers_the_definitions_periods_and_what_its_report_shows(qtbot, make_window, tmp_path, desk):
    window = make_window(rounds.COORDINATOR)
    definition = find_definition(desk.definition)
    window.show_ledger(
        create_ledger_from_document(tmp_path / "新.kyosei", definition=definition, author=rounds.COORDINATOR)
    )
    view = window.current_view
    qtbot.keyClick(view.no_round.start_button, Qt.Key.Key_Space)
    panel = view.round_panel
    assert [panel.period.itemText(n) for n in range(panel.period.count())] == [one.label for one in definition.periods]
    assert panel.period.currentText() == LABELS[desk.definition]
    assert panel.year.currentText() == "令和６年度"
    shown = {"yearly-a4": AskedField.OUTCOME, "quarterly-a4": AskedField.RECORD}[desk.definition]
    assert tuple(panel.boxes.asks) == (AskedField.ENTRY, AskedField.NEXT_PLAN, shown)
    for button in (panel.next_button, panel.next_button, panel.open_only_button):
        qtbot.keyClick(button, Qt.Key.Key_Return)
    assert LABELS[desk.definition] in window.heading.text()


def test_the_last_period_of_the_year_asks_for_what_the_report_shows_of_it(desk):
    definition = find_definition(desk.definition)
    assert askable(definition)[:2] == (AskedField.ENTRY, AskedField.NEXT_PLAN)
    with open_ledger(desk.ledger, read_only=True) as ledger:
        plan = ledger.plan()
    last = definition.periods[-1].id
    written = [one for one in definition.periods if one.id != last]
    for measure in plan.measures:
        for initiative in measure.initiatives:
            initiative.entries.update({(YEAR, one.id): Value("済") for one in written})
    choice = suggest_round(plan, definition, [], date(2025, 4, 1))
    assert (choice.year, choice.period) == (YEAR, last)
    assert choice.asks == set(askable(definition)) - {AskedField.NEXT_PLAN}


def test_the_form_draws_the_cell_as_wide_as_the_report_prints_it(qtbot, make_window, work):
    window = make_window()
    window.show_ledger(work)
    window.go("form")
    view = window.current_view
    card = next(iter(view.cards.values()))
    qtbot.keyClicks(card.editor, "abc")
    qtbot.waitUntil(card.preview.isVisible)
    column = next(one for one in compose_report(work.plan(), work.definition).columns if one.year == YEAR)
    # a picture's frame is a pixel at each side, and the form scales by the screen's 96 dots an inch
    assert abs(card.preview.paper.sizeHint().width() - 2 - column.width_pt * 96 / 72) <= 1
