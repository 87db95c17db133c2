"""Pictures of pages: drawn when looked at, the newest first, and only so many kept."""

import pytest
from PySide6.QtCore import QObject

from kyosei_desktop.ui.report import drawing
from kyosei_desktop.ui.report.drawing import PageDrawer, PictureKey, draw_page
from kyosei_desktop.ui.report.preview import PackedPages
from kyosei_desktop.ui.report.thumbnails import Thumbnails
from tests.ui.desk import KeptMessages


def page(colour):
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="400pt" height="200pt" viewBox="0 0 400 200">'
        f'<rect width="200" height="200" fill="{colour}"/></svg>'
    ).encode()


COLOURS = ("#ff0000", "#00ff00", "#0000ff")


@pytest.fixture
def owner(qapp):
    return QObject()


@pytest.fixture
def drawer(owner):
    made = PageDrawer(KeptMessages(), owner)
    made.show_pages(PackedPages(page(colour) for colour in COLOURS))
    yield made
    made.stop()


def drawn_keys(drawer):
    keys = []
    drawer.drawn.connect(keys.append)
    return keys


def test_a_picture_is_as_wide_as_wanted_on_white_paper(qapp):
    picture = draw_page(page("#ff0000"), 100)
    assert (picture.width(), picture.height()) == (100, 50)
    assert picture.pixelColor(25, 25).name() == "#ff0000"
    assert picture.pixelColor(75, 25).name() == "#ffffff"


def test_a_page_is_drawn_when_it_is_asked_for_and_then_kept(qtbot, drawer):
    key = PictureKey(2, 80)
    with qtbot.waitSignal(drawer.drawn) as drawn:
        assert drawer.picture(key) is None
    assert drawn.args == [key]
    assert drawer.picture(key).pixelColor(10, 10).name() == "#00ff00"
    assert drawer.kept == (key,)


def test_a_page_that_there_is_not_is_not_drawn(qtbot, drawer):
    keys = drawn_keys(drawer)
    drawer.picture(PictureKey(9, 80))
    with qtbot.waitSignal(drawer.drawn):
        drawer.picture(PictureKey(1, 80))
    assert keys == [PictureKey(1, 80)]


def test_the_page_looked_at_comes_before_the_small_ones_and_the_newest_wins(qtbot, drawer, monkeypatch):
    keys = drawn_keys(drawer)
    monkeypatch.setattr(drawer._jobs, "start", lambda *_args, **_words: None)
    for number in (1, 2, 3):
        drawer.picture(PictureKey(number, 40, is_small=True))
    drawer.picture(PictureKey(1, 80))
    drawer.picture(PictureKey(3, 80))
    monkeypatch.undo()
    drawer._start()
    qtbot.waitUntil(lambda: len(keys) == 4)
    assert keys == [PictureKey(3, 80), *(PictureKey(number, 40, is_small=True) for number in (1, 2, 3))]


def test_small_pages_scrolled_past_long_ago_are_drawn_no_more(drawer, monkeypatch):
    monkeypatch.setattr(drawer._jobs, "start", lambda *_args, **_words: None)
    drawer.show_pages(PackedPages([page("#ff0000")] * 100))
    for number in range(1, 101):
        drawer.picture(PictureKey(number, 40, is_small=True))
    assert [key.page for key in drawer._waiting] == list(range(77, 101))


def test_no_more_pictures_are_kept_than_have_room(qtbot, drawer, monkeypatch):
    monkeypatch.setattr(drawing, "_MOST_KEPT_BYTES", 2 * draw_page(page("#ff0000"), 80).sizeInBytes())
    for number in (1, 2, 3):
        with qtbot.waitSignal(drawer.drawn):
            drawer.picture(PictureKey(number, 80))
    assert drawer.kept == (PictureKey(2, 80), PictureKey(3, 80))


def test_after_a_change_the_old_picture_stands_in_until_the_new_one_is_drawn(qtbot, drawer):
    key = PictureKey(1, 80)
    with qtbot.waitSignal(drawer.drawn):
        drawer.picture(key)
    drawer.show_pages(PackedPages([page("#123456")]))
    with qtbot.waitSignal(drawer.drawn):
        assert drawer.picture(key).pixelColor(5, 5).name() == "#ff0000"
    assert drawer.picture(key).pixelColor(5, 5).name() == "#123456"


def test_a_page_of_another_size_stands_in_for_one_that_is_not_drawn_yet(qtbot, drawer):
    assert drawer.stand_in(1) is None
    with qtbot.waitSignal(drawer.drawn):
        drawer.picture(PictureKey(1, 40, is_small=True))
    assert drawer.stand_in(1).width() == 40


def test_drawing_stops_and_begins_again_when_a_page_is_looked_at(qtbot, drawer):
    drawer.picture(PictureKey(1, 80))
    drawer.stop()
    with qtbot.waitSignal(drawer.drawn):
        drawer.picture(PictureKey(2, 80))


def test_of_hundreds_of_pages_only_those_in_view_are_drawn(qtbot, drawer):
    thumbnails = Thumbnails(drawer)
    qtbot.addWidget(thumbnails)
    drawer.show_pages(PackedPages([page("#ff0000")] * 500))
    thumbnails.show_pages(500, 0.5)
    thumbnails.resize(200, 400)
    thumbnails.show()
    qtbot.waitUntil(lambda: len(drawer.kept) >= 4 and drawer._jobs.is_idle)
    assert max(key.page for key in drawer.kept) <= 8
    thumbnails.setCurrentRow(499)
    qtbot.waitUntil(lambda: any(key.page == 500 for key in drawer.kept))
    qtbot.waitUntil(lambda: drawer._jobs.is_idle)
    assert len(drawer.kept) < 20
