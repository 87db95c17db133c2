"""The report before it is printed: its pages, its figures, its cells, and real printing into a file."""

from dataclasses import replace
from pathlib import Path

import pypdfium2
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QApplication

from kyosei_desktop.domain.plan import FieldKind
from kyosei_desktop.domain.progress import run_to_end
from kyosei_desktop.ui.printing import chosen_pages, make_printer, paint_pages
from kyosei_desktop.ui.report.export_choice import ExportKind
from kyosei_desktop.ui.report.notes import notes_of
from kyosei_desktop.ui.report.preview import Figures, MissingCharacter
from kyosei_desktop.ui.theme import Scheme
from tests.ui import rounds
from tests.ui.observing import unnamed
from tests.ui.scenes import settle

CLEAN = Figures(1042, 0, 0, 0, (), "BIZ UDPGothic", None, 9)


@pytest.fixture
def view(qtbot, coordinator_window):
    coordinator_window.go("report")
    shown = coordinator_window.current_view
    qtbot.waitUntil(lambda: shown.browser.thumbnails.count() == 17)
    return shown


def wait_for_message(qtbot, window, words):
    qtbot.waitUntil(lambda: words in window.messages.text)


# Without a window


def test_the_preview_has_all_pages_and_knows_where_each_measure_begins(preview):
    made, figures = preview
    assert len(made.pages) == 17
    assert all(page.lstrip().startswith(b"<svg") for page in made.pages)
    assert len(made.measures) == 48
    assert [page for _number, _name, page in made.measures] == sorted(page for *_rest, page in made.measures)
    assert (figures.cells, figures.clipped, figures.missing) == (1042, 0, [])
    assert figures.blanks > 0


def test_what_is_alarming_is_coloured_and_leads_to_where_it_is_dealt_with():
    missing = [MissingCharacter("𠮷", None), MissingCharacter("𠮷", None)]
    notes = list(notes_of(Figures(1042, 3, 12, 1, missing, "BIZ UDPGothic", "無い書体", 9.5), 17))
    assert [(note.text, note.tone, note.goes_to, dict(note.where)) for note in notes] == [
        ("17ページ", "muted", "", {}),
        ("1,042欄", "muted", "", {}),
        ("切れた欄 3", "error", "", {}),
        ("未記入 12欄", "warning", "measures", {"only_unwritten": True}),
        ("競合中 1欄（最後に決めた文、なければ照会時の文で印刷されます）", "error", "conflicts", {}),
        ("書体にない文字：𠮷（〓で印刷されます）", "warning", "report", {"show": "missing"}),
        ("書体「無い書体」がないので「BIZ UDPGothic」で組んでいます", "warning", "report", {"do": "fonts"}),
        ("書体 BIZ UDPGothic 9.5pt", "muted", "report", {"do": "fonts"}),
    ]


def test_a_report_without_a_fault_says_that_nothing_is_clipped():
    notes = list(notes_of(CLEAN, 17))
    assert [note.text for note in notes] == ["17ページ", "1,042欄", "✓ 切れた欄 0", "書体 BIZ UDPGothic 9pt"]


def test_every_missing_character_is_named_once_in_the_line_of_figures():
    missing = [MissingCharacter(character, None) for character in "𠮷髙𠮷"]
    assert any("：𠮷髙（" in note.text for note in notes_of(replace(CLEAN, missing=missing), 17))


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


def press(qtbot, view, *keys):
    for key in keys:
        qtbot.keyClick(view.browser.picture, key)


def test_pages_are_turned_by_key_and_measures_jumped_to(qtbot, view):
    browser = view.browser
    assert browser.page == 1
    presses = 0
    while browser.page == 1 and presses < 5:
        press(qtbot, view, Qt.Key.Key_PageDown)
        presses += 1
    assert browser.page == 2
    assert presses > 1  # the rest of the page came first
    press(qtbot, view, Qt.Key.Key_PageUp)
    assert browser.page == 1
    for _measure in range(47):
        qtbot.keyClick(view.head.measure, Qt.Key.Key_Down)
    assert browser.page == 17
    assert browser.picture.accessibleName() == "17／17ページ"


def test_the_page_fits_the_width_and_zooms_by_key(qtbot, view):
    picture, area = view.browser.picture, view.browser.page_area
    assert abs(picture.width() - area.viewport().width()) <= 1
    before = picture.zoom
    qtbot.keyClick(view, Qt.Key.Key_Plus, Qt.KeyboardModifier.ControlModifier)
    assert picture.zoom > before
    assert view.browser.zoom.currentText() == "75%"


def test_the_figures_come_when_the_paper_has_been_read_back(qtbot, view):
    def texts():
        return [view._notes.itemAt(n).widget().text() for n in range(view._notes.count())]

    qtbot.waitUntil(lambda: "✓ 切れた欄 0" in texts())
    assert "1,042欄" in texts()


def test_arrow_keys_move_a_frame_from_cell_to_cell_and_over_to_the_next_page(qtbot, view):
    browser = view.browser
    press(qtbot, view, Qt.Key.Key_Down)
    assert browser.cell.field.kind is FieldKind.NAME
    assert browser.picture.accessibleName() == "1／17ページ №01 施策名"
    press(qtbot, view, Qt.Key.Key_Right, Qt.Key.Key_Right)
    assert browser.picture.accessibleName() == "1／17ページ №01 平成30年度 予定"
    press(qtbot, view, Qt.Key.Key_Down)
    assert browser.caption.text() == "1／17ページ　№01 平成30年度 上期実績"
    press(qtbot, view, Qt.Key.Key_End, Qt.Key.Key_Right)
    assert browser.page == 2
    assert browser.cell.page == 2
    press(qtbot, view, Qt.Key.Key_Left)
    assert browser.page == 1


def test_the_frame_is_always_in_sight(qtbot, view):
    browser = view.browser
    for _press in range(80):
        press(qtbot, view, Qt.Key.Key_Right)
        corner = browser.picture.rect_of(browser.cell).topLeft().toPoint()
        assert (
            browser.page_area.viewport().rect().contains(browser.picture.mapTo(browser.page_area.viewport(), corner))
        ), browser.cell


def test_the_cell_under_the_pointer_is_named(qtbot, view):
    picture = view.browser.picture
    cell = view.presenter.preview.cells.on_page(1)[4]
    qtbot.mouseMove(picture, QPoint(2, 2))
    qtbot.mouseMove(picture, picture.rect_of(cell).center().toPoint())
    qtbot.waitUntil(lambda: picture.toolTip() == view.presenter.label_of(cell.field))
    assert picture.toolTip() in view.browser.caption.text()


def test_a_click_on_a_cell_opens_it_to_be_edited_and_the_page_comes_anew(qtbot, coordinator_window, view, round_ledger):
    qtbot.waitUntil(lambda: coordinator_window.jobs.is_idle)
    preview = view.presenter.preview
    view.browser.go_to_page(5)
    cell = next(one for one in preview.cells.on_page(5) if one.field.kind is FieldKind.OUTCOME)
    rect = view.browser.picture.rect_of(cell)
    qtbot.mouseClick(view.browser.picture, Qt.MouseButton.LeftButton, pos=rect.center().toPoint())
    assert coordinator_window.current_view_id == "measures"
    panel = coordinator_window.current_view.panel
    assert panel.heading.words == view.presenter.label_of(cell.field)
    assert QApplication.focusWidget() is panel.editor
    qtbot.keyClick(panel.editor, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    qtbot.keyClicks(panel.editor, "new outcome")
    qtbot.keyClick(panel.editor, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert round_ledger.plan().value(cell.field).text == "new outcome"
    coordinator_window.go("report")
    qtbot.waitUntil(lambda: view.presenter.preview not in (None, preview))
    assert view.browser.page == 5
    assert view.browser.cell.field == cell.field


def test_return_on_a_cell_of_another_year_opens_that_year(qtbot, coordinator_window, view):
    press(qtbot, view, Qt.Key.Key_Down, Qt.Key.Key_Right, Qt.Key.Key_Right, Qt.Key.Key_Return)
    assert coordinator_window.current_view_id == "measures"
    assert coordinator_window.current_view.panel.heading.words == "№01 平成30年度 予定"


def test_words_are_found_in_cells_and_the_list_leads_to_them(qtbot, coordinator_window, view):
    qtbot.keyClick(view.browser.picture, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    assert view.head.search.hasFocus()
    view.head.search.setText("生活保護cw")  # an input method writes no keys
    qtbot.keyClick(view.head.search, Qt.Key.Key_Return)
    found = view.browser.cell_list
    assert found.isVisible()
    assert found.title.words == f"「生活保護cw」{found.list.count()}欄"
    assert view.browser.cell is not None
    assert "生活保護ＣＷ" in found.list.item(0).toolTip().replace("CW", "ＣＷ")
    first = view.browser.cell
    qtbot.keyClick(found.list, Qt.Key.Key_Down)
    assert view.browser.cell != first
    qtbot.keyClick(found.list, Qt.Key.Key_Escape)
    assert view.browser.thumbnails.isVisible()
    assert view.browser.thumbnails.hasFocus()


def test_words_that_stand_nowhere_are_said_so(qtbot, coordinator_window, view):
    view.head.search.setText("どこにもない言葉")
    qtbot.keyClick(view.head.search, Qt.Key.Key_Return)
    assert coordinator_window.messages.text == "「どこにもない言葉」は報告書にありません。"
    assert view.browser.thumbnails.isVisible()


def test_the_pdf_is_written_by_one_click_and_says_its_figures(qtbot, coordinator_window, view, dialogs, tmp_path):
    dialogs.save_file = tmp_path / "報告書.pdf"
    qtbot.mouseClick(view.head.pdf_button, Qt.MouseButton.LeftButton)
    wait_for_message(qtbot, coordinator_window, "1,042欄、切れた欄 0、17ページ")
    settle(coordinator_window)  # PDFium may be used by one thread only
    with pypdfium2.PdfDocument(dialogs.save_file) as document:
        assert len(document) == 17


def test_after_a_change_the_pages_are_made_anew(qtbot, coordinator_window, view, round_ledger):
    before = view.presenter.pages
    coordinator_window.context.changed()
    qtbot.waitUntil(lambda: bool(view.presenter.pages) and view.presenter.pages is not before)
    assert rounds.YEAR in round_ledger.plan().years


def test_a_click_that_was_begun_in_another_cell_opens_nothing(qtbot, coordinator_window, view):
    first, *_between, last = view.presenter.preview.cells.on_page(1)[:4]
    picture = view.browser.picture
    begin, end = (picture.rect_of(one).center().toPoint() for one in (first, last))
    qtbot.mousePress(picture, Qt.MouseButton.LeftButton, pos=begin)
    qtbot.mouseRelease(picture, Qt.MouseButton.LeftButton, pos=end)
    assert coordinator_window.current_view_id == "report"


def test_the_keyboard_walks_into_the_page_and_out_again_by_tab(qtbot, view):
    thumbnails, picture = view.browser.thumbnails, view.browser.picture
    thumbnails.setFocus()
    qtbot.keyClick(thumbnails, Qt.Key.Key_Tab)
    assert QApplication.focusWidget() is picture
    assert view.browser.cell == view.presenter.preview.cells.on_page(1)[0]
    qtbot.keyClick(picture, Qt.Key.Key_Tab)
    assert QApplication.focusWidget() is not picture


def test_in_another_look_the_pages_stay_as_they_are(coordinator_window, view):
    made = view.presenter.preview
    coordinator_window.set_look(scheme=Scheme.DARK, text_percent=150)
    assert view.presenter.preview is made
    coordinator_window.go("board")
    coordinator_window.go("report")
    assert view.presenter.preview is made


def test_the_other_panels_and_the_list_fit_a_small_screen_at_200_percent(qtbot, coordinator_window, view):
    coordinator_window.set_look(text_percent=200)
    coordinator_window.resize(1366, 768)
    qtbot.waitUntil(lambda: view.presenter.preview is not None)
    for deed in ("print", "export"):
        coordinator_window.go("report", do=deed)
        view.export_panel.choose_kinds(frozenset(ExportKind))
        QApplication.processEvents()
        assert unnamed(coordinator_window) == [], deed
        assert (coordinator_window.width(), coordinator_window.height()) == (1366, 768), deed
        panel = view._stack.currentWidget()
        assert panel._page.widget().minimumSizeHint().width() <= panel._page.viewport().width(), deed
    view.head.search.setText("生活")
    qtbot.keyClick(view.head.search, Qt.Key.Key_Return)
    QApplication.processEvents()
    assert (coordinator_window.width(), coordinator_window.height()) == (1366, 768)
    assert unnamed(coordinator_window) == []
