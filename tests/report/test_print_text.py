"""What becomes of a text on its way to paper."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kyosei_desktop.domain.definition import Definition
from kyosei_desktop.report.engine import report_typeface
from kyosei_desktop.report.pages import lay_out, pdf_of
from kyosei_desktop.report.print_text import BREAK_HERE, GETA, to_print
from kyosei_desktop.report.readback import read_back
from kyosei_desktop.report.typeface import Typeface
from tests.report.conftest import PlanWith

# Everything that a field may hold: no control characters but LF and TAB, no lone surrogates.
FIELD_TEXT = st.text(
    st.one_of(
        st.characters(exclude_categories=("Cc", "Cs"), max_codepoint=0xFFFF),
        st.sampled_from("\n\t　、。「」（）ーっ・…☆①㈱髙﨑𠮷😀\U000e0100\u200d"),
    ),
    max_size=200,
)


@pytest.fixture(scope="module")
def typeface(definition: Definition) -> Typeface:
    """The report's typeface."""
    return report_typeface(definition.fonts)


def test_a_text_that_fits_and_has_all_glyphs_is_printed_as_it_is(typeface: Typeface) -> None:
    text = "・庁内による検討\n\n（２回）12 ㈱①髙﨑"
    assert to_print(text, typeface, 20).text == text


def test_a_character_of_an_office_of_its_own_is_printed_as_a_geta_mark_and_named(typeface: Typeface) -> None:
    printed = to_print("\ue000野 \U000f0000", typeface, 20)
    assert (printed.text, printed.missing) == ("〓野 〓", "\ue000\U000f0000")


def test_marks_of_byte_order_and_direction_go_and_tabs_become_spaces(typeface: Typeface) -> None:
    assert to_print("\ufeffa\u202eb\tc\u2028d", typeface, 20).text == "ab　c\nd"


@pytest.mark.parametrize("private", ["\ue000\u0301", "\U0001f600\ue000", "\ufffc"])
def test_what_nobody_else_can_know_is_a_geta_mark_also_under_a_mark(private: str, typeface: Typeface) -> None:
    printed = to_print(private, typeface, 20)
    assert GETA in printed.text
    assert set(printed.missing) >= set(private) & set("\ue000\ufffc")


def test_letters_that_show_nothing_go(typeface: Typeface) -> None:
    assert to_print("あ\u034fい\u3164う\u115f", typeface, 20).text == "あいう"


def test_a_letter_and_a_mark_of_another_font_are_texts_of_their_own(typeface: Typeface) -> None:
    assert to_print("☃\u05b0", typeface, 20).text.startswith("☃" + BREAK_HERE)
    assert BREAK_HERE not in to_print("か\u3099は\u309a森ﾟｶﾞ", typeface, 20).text


def test_a_mark_without_a_letter_gets_room_so_that_the_next_character_is_not_drawn_over_it(
    plan_with: PlanWith, definition: Definition
) -> None:
    """PDFium took both for one character, where they had the same number in their fonts."""
    layout = lay_out(plan_with("\u0598\U0001f600\n\u0670\u4e75"), definition)
    assert read_back(pdf_of(layout), layout.composition).missing == ""


def test_brackets_beside_right_to_left_letters_are_no_loss_and_their_loss_is_found(
    plan_with: PlanWith, definition: Definition
) -> None:
    """PDFium reads an opening bracket after them as a closing one."""
    layout = lay_out(plan_with("שלום「あ」"), definition)
    pdf = pdf_of(layout)
    assert read_back(pdf, layout.composition).missing == ""
    assert read_back(pdf, lay_out(plan_with("שלום「あ」」"), definition).composition).missing == "「"


@pytest.mark.parametrize("run", ["a" * 60, "ー" * 60, "…" * 60, "（" * 60, "っ" * 60, "→" * 60])
def test_a_run_wider_than_its_column_may_be_broken_anywhere(run: str, typeface: Typeface) -> None:
    assert to_print(run, typeface, 20).text == BREAK_HERE.join(run)


def test_ordinary_sentences_get_no_break_marks(typeface: Typeface) -> None:
    text = "「鎌倉市共生社会の実現を目指す条例」を制定した（平成31年４月施行）。、と、「あ」・（い）" * 5
    assert BREAK_HERE not in to_print(text, typeface, 20).text


@settings(max_examples=40, deadline=None)
@given(text=FIELD_TEXT)
def test_every_text_can_be_printed_and_is_found_on_the_page(
    text: str, plan_with: PlanWith, definition: Definition
) -> None:
    layout = lay_out(plan_with(text), definition)
    found = read_back(pdf_of(layout), layout.composition)
    assert (found.missing, found.clipped) == ("", 0)
