"""What the report's presenter finds, lists and opens, on a ledger with a character that no font has."""

import pytest

from kyosei_desktop.domain.plan import Address, FieldKind, Value
from kyosei_desktop.report.export import MissingGlyph
from kyosei_desktop.store.editing import edit_fields
from kyosei_desktop.ui.report.presenter import ReportPresenter
from tests.ui import rounds
from tests.ui.desk import KeptView, desk_for

OUTCOME_OF_13 = Address(13, FieldKind.OUTCOME)


@pytest.fixture
def desk(round_ledger):
    edit_fields(round_ledger, [(OUTCOME_OF_13, Value("担当は\ue000野さん"))], author=rounds.COORDINATOR)
    return desk_for(round_ledger)


@pytest.fixture
def view():
    return KeptView()


@pytest.fixture
def presenter(desk, view):
    made = ReportPresenter(desk.context, view)
    made.load()
    return made


def test_a_character_that_no_font_has_is_noted_and_listed_with_its_cell(presenter, view, round_ledger):
    (notes,) = view.calls["show_notes"]
    (note,) = [one for one in notes if "〓" in one.text]
    assert (note.goes_to, dict(note.where)) == ("report", {"show": "missing"})
    presenter.list_missing()
    title, (found,) = view.calls["show_cells"]
    assert title == "書体にない文字 1か所"
    assert found.field == round_ledger.plan().field_at(OUTCOME_OF_13)
    assert found.label == "№13 成果内容"
    assert "U+E000" in found.note
    view.calls.clear()
    presenter.list_glyphs([MissingGlyph("\ue000", OUTCOME_OF_13), MissingGlyph("\ue001", None)])
    assert view.calls["show_cells"] == (title, [found])


def test_a_cell_is_opened_in_the_plan_by_its_address(desk, presenter, round_ledger):
    presenter.open_cell(round_ledger.plan().field_at(OUTCOME_OF_13))
    assert desk.shell.gone == [("measures", {"address": OUTCOME_OF_13, "do": "edit"})]


@pytest.mark.parametrize(("words", "number"), [("13", 13), ("№５", 5), ("０５", 5), ("どこにもない", None), ("", None)])
def test_a_measure_is_named_by_number_or_words(presenter, words, number):
    pages = {no: page for no, _name, page in presenter.preview.measures}
    assert presenter.page_of(words) == pages.get(number)


def test_searching_too_early_is_said(desk, view):
    ReportPresenter(desk.context, view).find("生活")
    assert desk.messages.last[0] == "warning"
    assert "show_cells" not in view.calls
