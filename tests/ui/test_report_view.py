"""The report before it is printed: its pages and figures, exports by dialog, and real printing into a file."""

import json
from pathlib import Path

import pypdfium2
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtPrintSupport import QPrinter

from kyosei_desktop.domain.progress import run_to_end
from kyosei_desktop.report.export import ExportResult
from kyosei_desktop.ui.printing import chosen_pages, make_printer, paint_pages
from kyosei_desktop.ui.report.presenter import ReportPresenter, notes_of
from kyosei_desktop.ui.report.preview import Figures, count_figures, make_preview
from tests.ui import rounds
from tests.ui.desk import KeptView, desk_for


@pytest.fixture(scope="module")
def preview(round_files):
    from kyosei_desktop.store.ledger import open_ledger

    with open_ledger(round_files / "台帳.kyosei", read_only=True) as ledger:
        made = run_to_end(make_preview(ledger))
        return made, run_to_end(count_figures(ledger, made))


@pytest.fixture
def view(qtbot, coordinator_window):
    coordinator_window.go("report")
    shown = coordinator_window.current_view
    qtbot.waitUntil(lambda: shown.thumbnails.count() == 17, timeout=60_000)
    return shown


def wait_for_message(qtbot, window, words):
    qtbot.waitUntil(lambda: words in window.messages.text, timeout=60_000)


# Without a window


def test_the_preview_has_all_pages_and_knows_where_each_measure_begins(preview):
    made, figures = preview
    assert len(made.pages) == 17
    assert all(page.lstrip().startswith(b"<svg") for page in made.pages)
    assert len(made.measures) == 48
    assert [page for _number, _name, page in made.measures] == sorted(page for *_rest, page in made.measures)
    assert (figures.cells, figures.clipped) == (1042, 0)
    assert figures.blanks > 0


def test_what_is_alarming_is_coloured_and_leads_to_its_view():
    notes = list(notes_of(Figures(1042, 3, 12, 1, "𠮷", 9.5), 17))
    assert [(note.text, note.tone, note.goes_to) for note in notes] == [
        ("17ページ", "muted", ""),
        ("1,042欄", "muted", ""),
        ("切れた欄 3", "error", ""),
        ("未記入 12欄", "warning", "measures"),
        ("競合中 1欄（最後に決めた文、なければ照会時の文で印刷されます）", "error", "conflicts"),
        ("書体にない文字：𠮷（〓で印刷されます）", "warning", ""),
        ("文字の大きさ 9.5pt", "muted", ""),
    ]


def test_a_report_without_a_fault_says_that_nothing_is_clipped():
    notes = list(notes_of(Figures(1042, 0, 0, 0, "", 9), 17))
    assert [note.text for note in notes] == ["17ページ", "1,042欄", "✓ 切れた欄 0", "文字の大きさ 9pt"]


def test_a_clipped_export_is_no_good_news(round_ledger, tmp_path):
    desk = desk_for(round_ledger)
    presenter = ReportPresenter(desk.context, KeptView())
    presenter._exported(ExportResult(1042, 2, 17, (tmp_path / "報告書.pdf",), ()))
    kind, said = desk.messages.last
    assert kind == "warning"
    assert "2欄で文字が切れています" in said


def test_open_data_goes_into_the_folder_chosen(round_ledger, tmp_path):
    desk = desk_for(round_ledger)
    desk.dialogs.folder = tmp_path / "公開"
    desk.dialogs.folder.mkdir()
    ReportPresenter(desk.context, KeptView()).export_all_data()
    assert sorted(file.name for file in desk.dialogs.folder.iterdir()) == [
        "台帳_データ.csv",
        "台帳_データ.xlsx",
        "台帳_計画.json",
    ]
    document = json.loads((desk.dialogs.folder / "台帳_計画.json").read_text(encoding="utf-8"))
    assert len(document["measures"]) == 48


def test_a_name_without_an_ending_gets_one_and_cancelling_writes_nothing(round_ledger, tmp_path):
    desk = desk_for(round_ledger)
    presenter = ReportPresenter(desk.context, KeptView())
    presenter.export_csv()
    assert desk.messages.said == []
    assert desk.dialogs.suggested == [tmp_path / "台帳_データ.csv"]
    desk.dialogs.save_file = tmp_path / "一覧"
    presenter.export_csv()
    assert (tmp_path / "一覧.csv").read_bytes().startswith(b"\xef\xbb\xbf")


# Printing


@pytest.fixture
def printer(round_ledger, tmp_path, qapp):
    made = make_printer(round_ledger.definition.page)
    made.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    made.setOutputFileName(str(tmp_path / "印刷.pdf"))
    return made


def test_the_chosen_pages_are_printed_as_vectors_on_a3_landscape(preview, printer):
    printer.setPrintRange(QPrinter.PrintRange.PageRange)
    printer.setFromTo(2, 4)
    assert run_to_end(paint_pages(printer, preview[0].pages)) == 3
    with pypdfium2.PdfDocument(printer.outputFileName()) as document:
        assert len(document) == 3
        width, height = document[0].get_size()
        assert (round(width), round(height)) == (1191, 842)
        kinds = {one.type for one in document[0].get_objects()}
        assert pypdfium2.raw.FPDF_PAGEOBJ_PATH in kinds
        assert pypdfium2.raw.FPDF_PAGEOBJ_IMAGE not in kinds


def test_copies_and_order_are_respected(printer):
    assert chosen_pages(printer, 3) == [1, 2, 3]
    printer.setPageOrder(QPrinter.PageOrder.LastPageFirst)
    assert chosen_pages(printer, 3) == [3, 2, 1]
    printer.setPrintRange(QPrinter.PrintRange.PageRange)
    printer.setFromTo(2, 9)
    assert chosen_pages(printer, 3) == [3, 2]


def test_a_stopped_print_goes_to_no_paper(preview, printer):
    work = paint_pages(printer, preview[0].pages)
    next(work)
    next(work)
    work.close()
    assert not Path(printer.outputFileName()).exists()


# In the window, by gestures


def test_pages_are_turned_by_key_and_measures_jumped_to(qtbot, view):
    assert view.thumbnails.currentRow() == 0
    presses = 0
    while view.thumbnails.currentRow() == 0 and presses < 5:
        qtbot.keyClick(view.page_area, Qt.Key.Key_PageDown)
        presses += 1
    assert view.thumbnails.currentRow() == 1
    assert presses > 1  # the rest of the page came first
    qtbot.keyClick(view.page_area, Qt.Key.Key_PageUp)
    assert view.thumbnails.currentRow() == 0
    qtbot.keyClick(view.measure, Qt.Key.Key_End)
    view.measure.activated.emit(view.measure.currentIndex())
    assert view.thumbnails.currentRow() == 16
    assert view.picture.accessibleName() == "17ページ"


def test_the_page_fits_the_width_and_zooms_by_key(qtbot, view):
    assert abs(view.picture.width() - view.page_area.viewport().width()) <= 1
    before = view.picture.zoom
    qtbot.keyClick(view, Qt.Key.Key_Plus, Qt.KeyboardModifier.ControlModifier)
    assert view.picture.zoom > before
    assert view.zoom.currentText() == "75%"


def test_the_figures_come_when_the_paper_has_been_read_back(qtbot, view):
    def texts():
        return [view._notes.itemAt(n).widget().text() for n in range(view._notes.count())]

    qtbot.waitUntil(lambda: "✓ 切れた欄 0" in texts(), timeout=60_000)
    assert "1,042欄" in texts()
    qtbot.waitUntil(lambda: not view.thumbnails.item(16).icon().isNull(), timeout=60_000)


def test_a_small_page_has_an_edge_on_a_white_ground(qtbot, view):
    qtbot.waitUntil(lambda: not view.thumbnails.item(0).icon().isNull(), timeout=60_000)
    picture = view.thumbnails.item(0).icon().pixmap(view.thumbnails.iconSize()).toImage()
    right, foot = picture.width() - 1, picture.height() - 1
    middle = QPoint(right // 2, foot // 2)
    for edge in (QPoint(0, middle.y()), QPoint(right, middle.y()), QPoint(middle.x(), 0), QPoint(middle.x(), foot)):
        assert picture.pixelColor(edge).lightness() < 200, edge


def test_the_pdf_is_written_by_one_click_and_says_its_figures(qtbot, coordinator_window, view, dialogs, tmp_path):
    dialogs.save_file = tmp_path / "報告書.pdf"
    qtbot.mouseClick(view.pdf_button, Qt.MouseButton.LeftButton)
    wait_for_message(qtbot, coordinator_window, "1,042欄、切れた欄 0、17ページ")
    with pypdfium2.PdfDocument(dialogs.save_file) as document:
        assert len(document) == 17


def test_printing_from_the_menu_asks_for_a_printer_and_prints(qtbot, coordinator_window, view, printer):
    asked = []
    view.ask_printer = lambda _parent, _page, pages, **_title: asked.append(pages) or printer
    coordinator_window.menus.actions["report.print"].trigger()
    wait_for_message(qtbot, coordinator_window, "17ページを印刷に送りました")
    assert asked == [17]
    with pypdfium2.PdfDocument(printer.outputFileName()) as document:
        assert len(document) == 17


def test_printing_too_early_is_said_and_the_word_goes_when_it_is_printed(qtbot, coordinator_window, view, monkeypatch):
    monkeypatch.setattr(view, "ask_printer", lambda *_asked, **_title: None)
    pages = view.presenter._preview
    view.presenter._preview = None
    coordinator_window.menus.actions["report.print"].trigger()
    assert coordinator_window.messages.text == "ページを作っています。出来上がってから印刷してください。"
    view.presenter._preview = pages
    coordinator_window.menus.actions["report.print"].trigger()
    assert coordinator_window.messages.text == ""


def test_after_a_change_the_pages_are_made_anew(qtbot, coordinator_window, view, round_ledger):
    before = view.presenter.pages
    coordinator_window.context.changed()
    qtbot.waitUntil(lambda: bool(view.presenter.pages) and view.presenter.pages is not before, timeout=60_000)
    assert rounds.YEAR in round_ledger.plan().years
