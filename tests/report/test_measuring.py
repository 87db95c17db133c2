"""Measuring for the rules: lines of the real cell, glyphs that are missing, and nothing where nothing can matter."""

from kyosei_desktop.domain.definition import Definition
from kyosei_desktop.domain.plan import Field, FieldKind, MeasureId, PeriodId, Plan, Value
from kyosei_desktop.domain.rules.question import Printed
from kyosei_desktop.domain.years import FiscalYear
from kyosei_desktop.report.cell import entry_cell
from kyosei_desktop.report.measuring import print_measure

YEAR = FiscalYear(2021)
ENTRY = Field(FieldKind.ENTRY, MeasureId("m"), None, YEAR, PeriodId("first_half"))
LONG = "・相談会を３回開催し、延べ386人が参加した。\n" * 12


def test_a_long_text_has_the_lines_of_its_cell(definition: Definition, plan: Plan) -> None:
    assert print_measure(definition, plan)(ENTRY, Value(LONG)) == Printed(
        entry_cell(LONG, definition, YEAR, plan).lines
    )


def test_a_character_that_no_font_has_is_told(definition: Definition, plan: Plan) -> None:
    measured = print_measure(definition, plan)(ENTRY, Value("外字\ue000"))

    assert measured is not None
    assert measured.missing_glyphs == "\ue000"


def test_a_short_text_in_everyday_characters_is_not_drawn(definition: Definition, plan: Plan) -> None:
    assert print_measure(definition, plan)(ENTRY, Value("・講座を開いた（～10人）。")) == Printed(None)


def test_a_text_that_is_not_drawn_would_have_had_few_lines(definition: Definition, plan: Plan) -> None:
    """The bound holds for what breaks worst: runs that just do not fit beside one another."""
    measure = print_measure(definition, plan)
    for length in range(10, 120, 10):
        text = ("W" * 16 + " ") * (length // 10)
        if measure(ENTRY, Value(text)) == Printed(None):
            assert entry_cell(text, definition, YEAR, plan).lines < 12


def test_other_fields_are_not_measured(definition: Definition, plan: Plan) -> None:
    assert print_measure(definition, plan)(Field(FieldKind.OUTCOME, MeasureId("m")), Value(LONG)) is None
