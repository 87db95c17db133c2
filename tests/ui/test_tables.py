"""Tables at every size of text and in both languages: short columns always show all that they say."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QModelIndex, QRect, Qt
from PySide6.QtWidgets import QApplication, QStyle, QStyleOptionViewItem, QTableView

from kyosei_desktop import paths
from kyosei_desktop.domain import language
from kyosei_desktop.store.acceptance import accept_department
from kyosei_desktop.store.ledger import Ledger
from kyosei_desktop.ui.main_window import MainWindow
from kyosei_desktop.ui.settings import TEXT_PERCENTS
from kyosei_desktop.ui.tables import LinesTable
from tests.ui import rounds


@pytest.fixture(params=["ja", "en"])
def in_each_language(request: pytest.FixtureRequest) -> Iterator[None]:
    """Asked for before the window, which takes its texts while it is made."""
    language.use(paths.TRANSLATIONS, request.param)
    yield
    language.use(paths.TRANSLATIONS, "ja")


def cut_columns(table: LinesTable) -> list[tuple[str, int, int]]:
    """Columns narrower than their title or, where they may not be cut, than what they say in the lines of a row."""
    model, found = table.model(), []
    for number, column in enumerate(model.columns):
        if table.isColumnHidden(number):
            assert not any(column.text(line) for line in model.lines), column.title
            continue
        width = table.columnWidth(number)
        if not is_title_whole(table, number):
            found.append((column.title, width, table.horizontalHeader().sectionSizeHint(number)))
        if column.elided_em is None:
            found += [
                (column.title, width, row)
                for row in range(model.rowCount())
                if not is_whole(table, model.index(row, number))
            ]
    return found


def is_title_whole(table: LinesTable, number: int) -> bool:
    """Whether a column is as wide as its title, or the header high enough for the title's lines."""
    header, title = table.horizontalHeader(), str(table.model().headerData(number, Qt.Orientation.Horizontal))
    beside = header.sectionSizeHint(number) - header.fontMetrics().horizontalAdvance(title)
    inside = QRect(0, 0, table.columnWidth(number) - beside, 10_000)
    needed = header.fontMetrics().boundingRect(inside, int(Qt.TextFlag.TextWordWrap), title)
    return needed.width() <= inside.width() and needed.height() <= header.height()


def is_whole(table: LinesTable, index: QModelIndex) -> bool:
    """Whether a cell is as wide as its text or, where rows have several lines, high enough for it."""
    cell, inside = table.visualRect(index), text_width_px(table, index)
    if table.fontMetrics().horizontalAdvance(str(index.data())) <= inside:
        return True
    flags = Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignLeft
    needed = table.fontMetrics().boundingRect(QRect(0, 0, inside, 10_000), int(flags), str(index.data()))
    return table.wordWrap() and needed.height() <= cell.height() and needed.width() <= inside


def text_width_px(table: LinesTable, index: QModelIndex) -> int:
    """How wide a text may be that is drawn in a cell: beside its picture and its box."""
    option = QStyleOptionViewItem()
    table.initViewItemOption(option)
    table.itemDelegate().initStyleOption(option, index)
    option.rect = table.visualRect(index)
    style = table.style()
    margin = style.pixelMetric(QStyle.PixelMetric.PM_FocusFrameHMargin, None, table) + 1
    return style.subElementRect(QStyle.SubElement.SE_ItemViewItemText, option, table).width() - 2 * margin


def merged_round(ledger: Ledger, round_files: Path, folder: Path) -> list[Path]:
    """A conflict, answers of fourteen cells and an accepted department: what makes columns wide."""
    requests = rounds.copy_requests(round_files, folder)
    files = rounds.make_conflict(ledger, requests, "・２回", "・3回")
    files += [rounds.answer(ledger, requests[name]) for name in ("高齢者いきいき課", "障害福祉課")]
    rounds.merge(ledger, *files[2:])
    accept_department(ledger, rounds.department_named(ledger.plan(), "障害福祉課"), author=rounds.COORDINATOR)
    return files


@pytest.mark.deep
def test_no_short_column_of_the_coordinators_tables_is_cut_at_any_size_of_text(
    qtbot, in_each_language, coordinator_window: MainWindow, round_files: Path, tmp_path: Path
) -> None:
    window = coordinator_window
    files = merged_round(window.context.open_ledger, round_files, tmp_path / "照会")
    for percent in TEXT_PERCENTS:
        window.set_look(text_percent=percent)
        for view_id, where in (("board", {}), ("collect", {"files": files}), ("history", {})):
            window.go(view_id, **where)
            qtbot.waitUntil(lambda: window.jobs.is_idle)
            QApplication.processEvents()
            table = window.current_view.table
            assert table.model().rowCount() > 1
            assert cut_columns(table) == [], (view_id, percent)


def test_no_short_column_of_the_clerks_table_is_cut_at_any_size_of_text(
    in_each_language, clerk_window: MainWindow
) -> None:
    for percent in TEXT_PERCENTS:
        clerk_window.set_look(text_percent=percent)
        clerk_window.go("home")
        QApplication.processEvents()
        assert cut_columns(clerk_window.current_view.table) == [], percent


def test_a_table_fits_when_it_is_shown_for_the_first_time(clerk_window: MainWindow) -> None:
    assert cut_columns(clerk_window.current_view.table) == []


@pytest.mark.deep
def test_no_title_of_the_plans_table_is_cut_at_any_size_of_text(
    in_each_language, coordinator_window: MainWindow
) -> None:
    coordinator_window.go("measures")
    table: QTableView = coordinator_window.current_view.table
    for percent in TEXT_PERCENTS:
        coordinator_window.set_look(text_percent=percent)
        QApplication.processEvents()
        for column in range(table.model().columnCount()):
            assert table.columnWidth(column) >= table.horizontalHeader().sectionSizeHint(column), percent
