"""Finding words in all texts of the work file, and going there."""

from PySide6.QtCore import Qt

from kyosei_desktop.ui.clerk.pages import load_pages
from kyosei_desktop.ui.clerk.search import find_texts

CTRL = Qt.KeyboardModifier.ControlModifier


def look_for(qtbot, view, card, words):
    qtbot.keyClick(card.editor, Qt.Key.Key_F, CTRL)
    qtbot.waitUntil(view.search_bar.words.hasFocus)
    view.search_bar.words.setText(words)
    return [view.search_bar.list.item(row).text() for row in range(view.search_bar.list.count())]


def test_full_and_half_width_and_capitals_find_one_another(work_ledger):
    pages = load_pages(work_ledger)
    found = find_texts(pages, "就労準備支援")
    assert found
    assert all("就労準備支援" in one.excerpt for one in found)
    measure = pages.plan.measure(found[0].measure)
    content = measure.initiatives[0].content
    assert find_texts(pages, "ｼｴﾝ") == find_texts(pages, "シエン")
    assert {one.measure for one in find_texts(pages, content[:12])} >= {found[0].measure}
    assert find_texts(pages, "１") == find_texts(pages, "1") != []
    assert find_texts(pages, " ") == []


def test_return_goes_to_a_text_of_the_past_unfolds_and_marks_it(qtbot, form):
    view, card, field = form
    plan = view.context.open_ledger.plan()
    said = plan.measure(field.place.measure).initiatives[0].entry(2018, "first_half").text
    words = look_for(qtbot, view, card, said[:12])
    row = next(n for n, text in enumerate(words) if text.startswith("№30 平成30年度 上期実績"))
    for _press in range(row):
        qtbot.keyClick(view.search_bar.words, Qt.Key.Key_Down)
    hit = view.search_bar.list.currentItem().data(Qt.ItemDataRole.UserRole)
    qtbot.keyClick(view.search_bar.words, Qt.Key.Key_Return)
    assert view.presenter.page.measure == hit.measure
    assert view.past.texts[hit.place].property("found") == "true"
    assert view.past.sections["平成30年度"].is_open
    found = view.past.texts[hit.place]

    def is_in_sight():
        top = found.mapTo(view.past.viewport(), found.rect().topLeft()).y()
        return 0 <= top < view.past.viewport().height()

    qtbot.waitUntil(is_in_sight)


def test_what_is_typed_right_now_is_found_in_its_field(qtbot, form):
    view, card, field = form
    qtbot.keyClicks(card.editor, "Unusual Words")
    assert look_for(qtbot, view, card, "unusual") == ["№30 令和３年度 下期実績（記入欄）　Unusual Words"]
    qtbot.keyClick(view.search_bar.words, Qt.Key.Key_Return)
    assert view.cards[field.place.id].editor.hasFocus()
    assert view.search_bar.isVisible()


def test_escape_takes_the_search_away_and_goes_back_to_the_field(qtbot, form):
    view, card, _field = form
    look_for(qtbot, view, card, "支援")
    qtbot.keyClick(view.search_bar.words, Qt.Key.Key_Escape)
    assert not view.search_bar.isVisible()
    assert card.editor.hasFocus()


def test_words_that_are_nowhere_are_said_to_be_so(qtbot, form):
    view, card, _field = form
    assert look_for(qtbot, view, card, "どこにもない言葉") == []
    assert view.search_bar.count.text() == "見つかりません"
    assert not view.search_bar.list.isVisible()
    view.search_bar.words.clear()
    assert view.search_bar.count.text() == ""


def test_the_search_opens_from_any_of_the_clerks_views(qtbot, clerk_window):
    button = clerk_window.current_view.go_on_button
    qtbot.waitUntil(button.hasFocus)
    qtbot.keyClick(button, Qt.Key.Key_F, CTRL)
    assert clerk_window.current_view_id == "form"
    qtbot.waitUntil(clerk_window.current_view.search_bar.words.hasFocus)


def test_in_a_coordinators_ledger_the_same_key_leads_to_the_table_of_the_plan(qtbot, coordinator_window):
    qtbot.keyClick(coordinator_window, Qt.Key.Key_F, CTRL)
    assert coordinator_window.current_view_id == "measures"
