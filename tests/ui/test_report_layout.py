"""Page breaks and typeface set in the window, with the pages that come of it and the way back."""

import pypdfium2
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QApplication, QMenu

from kyosei_desktop.store.report_settings import change_fonts, measures_after_breaks
from kyosei_desktop.ui.printing import make_printer
from kyosei_desktop.ui.report.layout_presenter import LayoutPresenter
from tests.ui import rounds
from tests.ui.desk import KeptView, desk_for
from tests.ui.scenes import settle


@pytest.fixture
def desk(round_ledger):
    return desk_for(round_ledger)


def take_back(desk):
    _text, act = desk.messages.actions[-1]
    act()


# Without a window


def test_a_page_break_is_set_and_taken_away_again_by_the_same_command(desk, round_ledger):
    presenter = LayoutPresenter(desk.context, KeptView())
    before = measures_after_breaks(round_ledger)
    assert 2 not in before
    presenter.toggle_break(2)
    assert presenter.has_break_before(2)
    assert desk.messages.last == ("info", "№02の前で改ページします。")
    assert len(desk.changes) == 1
    presenter.toggle_break(2)
    assert measures_after_breaks(round_ledger) == before
    assert desk.messages.last == ("info", "№02の前の改ページをやめました。")


def test_all_breaks_can_be_left_to_the_program_and_that_be_taken_back(desk, round_ledger):
    presenter = LayoutPresenter(desk.context, KeptView())
    before = measures_after_breaks(round_ledger)
    presenter.clear_breaks()
    assert not presenter.has_breaks
    take_back(desk)
    assert measures_after_breaks(round_ledger) == before


def test_a_break_that_cannot_be_is_said_and_changes_nothing(desk, round_ledger):
    presenter = LayoutPresenter(desk.context, KeptView())
    presenter.toggle_break(1)
    assert desk.messages.last[0] == "error"
    assert desk.changes == []


def test_the_families_at_hand_are_offered_with_what_is_set_now(desk, round_ledger):
    view = KeptView()
    LayoutPresenter(desk.context, view).begin_fonts()
    fonts, families = view.calls["show_fonts"]
    assert fonts == round_ledger.definition.fonts
    assert families[0] == "BIZ UDPGothic"


def test_another_size_is_set_said_and_taken_back(desk, round_ledger):
    presenter = LayoutPresenter(desk.context, KeptView())
    before = round_ledger.definition.fonts
    presenter.set_fonts(before.family, 8, 6)
    assert (round_ledger.definition.fonts.max_pt, round_ledger.definition.fonts.min_pt) == (8, 6)
    assert "6〜8 pt" in desk.messages.last[1]
    take_back(desk)
    assert round_ledger.definition.fonts == before


def test_sizes_that_cannot_be_are_said_and_the_panel_stays(desk, round_ledger):
    view = KeptView()
    presenter = LayoutPresenter(desk.context, view)
    presenter.set_fonts("BIZ UDPGothic", 6, 8)
    assert desk.messages.last[0] == "error"
    assert "show_report" not in view.calls


# In the window, by gestures


@pytest.fixture
def view(qtbot, coordinator_window):
    coordinator_window.go("report")
    shown = coordinator_window.current_view
    wait_for_pages(qtbot, shown)
    return shown


def wait_for_pages(qtbot, view, but=None):
    qtbot.waitUntil(lambda: view.presenter.preview not in (None, but))


def menu_of(qtbot, view, cell):
    at = view.browser.picture.rect_of(cell).center().toPoint()
    picture = view.browser.picture
    event = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, at, picture.mapToGlobal(at))
    QApplication.sendEvent(picture, event)
    return next(one for one in view.findChildren(QMenu) if one.isVisible())


def test_the_menu_of_a_cell_breaks_the_page_before_its_measure(qtbot, coordinator_window, view, round_ledger):
    preview = view.presenter.preview
    cell = next(one for one in preview.cells.on_page(1) if view.presenter.number_of(one.field) == 3)
    menu = menu_of(qtbot, view, cell)
    edit, toggle, *_others = menu.actions()
    assert edit.text() == "№03 施策名を計画で開く"
    assert (toggle.text(), toggle.isChecked()) == ("№03の前で改ページする", False)
    qtbot.keyClick(menu, Qt.Key.Key_Down)
    qtbot.keyClick(menu, Qt.Key.Key_Down)
    qtbot.keyClick(menu, Qt.Key.Key_Return)
    assert 3 in measures_after_breaks(round_ledger)
    wait_for_pages(qtbot, view, but=preview)
    assert view.presenter.preview.measures[2][2] == 2
    assert view.browser.thumbnails.count() == 18
    preview = view.presenter.preview
    qtbot.mouseClick(coordinator_window.messages.action_button, Qt.MouseButton.LeftButton)
    wait_for_pages(qtbot, view, but=preview)
    assert view.browser.thumbnails.count() == 17


def test_the_command_breaks_before_the_measure_of_the_cell_in_the_frame(qtbot, coordinator_window, view, round_ledger):
    qtbot.keyClick(view.browser.picture, Qt.Key.Key_Down)
    qtbot.keyClick(view.browser.picture, Qt.Key.Key_Down)
    assert view.measure_in_hand == 2
    coordinator_window.menus.actions["report.page_break"].trigger()
    assert 2 in measures_after_breaks(round_ledger)


def test_a_typeface_that_is_not_at_hand_is_warned_of_and_the_note_leads_to_the_panel(qtbot, coordinator_window, view):
    preview = view.presenter.preview
    change_fonts(view.context.open_ledger, family="どこにもない書体", author=rounds.COORDINATOR)
    coordinator_window.context.changed()
    wait_for_pages(qtbot, view, but=preview)

    def warning():
        notes = [view._notes.itemAt(n).widget() for n in range(view._notes.count())]
        return next((one for one in notes if "どこにもない書体" in one.text()), None)

    qtbot.waitUntil(lambda: warning() is not None)
    qtbot.mouseClick(warning(), Qt.MouseButton.LeftButton)
    panel = view.fonts_panel
    qtbot.waitUntil(panel.isVisible)
    assert panel.family.currentText() == "どこにもない書体（このコンピューターにありません）"
    qtbot.keyClick(panel.family, Qt.Key.Key_Home)
    assert panel.family.currentData() != "BIZ UDPGothic"
    panel.family.setCurrentIndex(panel.family.findData("BIZ UDPGothic"))
    preview = view.presenter.preview
    qtbot.mouseClick(panel.do_button, Qt.MouseButton.LeftButton)
    wait_for_pages(qtbot, view, but=preview)
    assert view.context.open_ledger.definition.fonts.family == "BIZ UDPGothic"
    assert not panel.isVisible()


def test_escape_leaves_a_panel_and_changes_nothing(qtbot, coordinator_window, view, round_ledger):
    before = round_ledger.definition.fonts
    coordinator_window.menus.actions["report.fonts"].trigger()
    qtbot.waitUntil(view.fonts_panel.isVisible)
    view.fonts_panel.max_pt.setValue(12)
    qtbot.keyClick(view.fonts_panel.max_pt, Qt.Key.Key_Escape)
    assert view.browser.isVisible()
    assert round_ledger.definition.fonts == before


# Printing


@pytest.fixture
def printer(round_ledger, tmp_path, qapp):
    made = make_printer(round_ledger.definition.page)
    made.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    made.setOutputFileName(str(tmp_path / "印刷.pdf"))
    return made


def test_the_pages_that_were_named_are_printed(qtbot, coordinator_window, view, printer):
    asked = []
    view.ask_printer = lambda _parent, _page, pages, **words: asked.append((pages, words)) or printer
    coordinator_window.menus.actions["report.print"].trigger()
    panel = view.print_panel
    assert panel.do_button.hasFocus()
    assert panel.outcome.words == "17ページを印刷します。"
    panel.ranges.setFocus()
    qtbot.keyClicks(panel.ranges, "5,2-3")
    assert panel.some.isChecked()
    assert panel.outcome.words == "3ページを印刷します。"
    qtbot.mouseClick(panel.do_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: "3ページを印刷に送りました" in coordinator_window.messages.text)
    assert asked == [(3, {"title": "報告書を印刷する", "offers_pages": False})]
    settle(coordinator_window)  # PDFium may be used by one thread only
    with pypdfium2.PdfDocument(printer.outputFileName()) as document:
        texts = [page.get_textpage().get_text_bounded() for page in document]
    assert len(texts) == 3
    assert view.browser.isVisible()


def test_pages_that_cannot_be_printed_are_said_in_words_and_not_printed(qtbot, coordinator_window, view):
    view.begin_print()
    panel = view.print_panel
    qtbot.keyClicks(panel.ranges, "3-99")
    assert panel.outcome.words.startswith("99ページはありません。")
    assert not panel.do_button.isEnabled()
    panel.ranges.clear()
    assert panel.outcome.words == "印刷するページの番号を入れてください。"
    panel.of_department.setChecked(True)
    assert panel.do_button.isEnabled()
    panel.this_page.setChecked(True)
    assert panel.outcome.words == "1ページを印刷します。"


def test_printing_too_early_is_said_and_the_word_goes_when_it_can_be(coordinator_window, view):
    preview = view.presenter._preview
    view.presenter._preview = None
    coordinator_window.menus.actions["report.print"].trigger()
    assert coordinator_window.messages.text == "ページを作っています。出来上がってから印刷してください。"
    view.presenter._preview = preview
    coordinator_window.menus.actions["report.print"].trigger()
    assert coordinator_window.messages.text == ""


# Going to a measure


@pytest.mark.parametrize(("words", "number"), [("48", 48), ("５", 5), ("05", 5)])
def test_a_measure_is_gone_to_by_its_number(qtbot, view, words, number):
    field = view.head.measure.field
    field.setFocus()
    field.setText(words)
    qtbot.keyClick(field, Qt.Key.Key_Return)
    page = next(page for no, _name, page in view.presenter.preview.measures if no == number)
    assert view.browser.page == page
    assert view.head.measure.currentText().startswith("№")
