"""The report's typeface, sizes and page breaks are settings of the ledger, with history and a way back."""

import json
from collections.abc import Sequence

import pytest

from kyosei_desktop.domain.plan import MeasureNumber
from kyosei_desktop.domain.plan_document import plan_document_text
from kyosei_desktop.exchange.request_file import read_request
from kyosei_desktop.paths import SCHEMAS
from kyosei_desktop.store.acts import Act, ActKind, list_acts
from kyosei_desktop.store.documents import check_document
from kyosei_desktop.store.ledger import LedgerReadOnly, open_ledger
from kyosei_desktop.store.report_settings import (
    LARGEST_PT,
    MAX_FAMILY_NAME,
    SMALLEST_PT,
    FamilyNotUsable,
    FirstMeasureBeginsAnyway,
    FontSizesNotUsable,
    NoSuchMeasure,
    NotOfAWorkFile,
    change_fonts,
    measures_after_breaks,
    restore_page_groups,
    set_page_breaks,
    toggle_page_break,
)
from tests.office import SOUMU, Office

MINCHO = "ＭＳ\N{IDEOGRAPHIC SPACE}明朝"


def last_act(office: Office) -> Act:
    return list_acts(office.ledger)[-1]


def begin_pages(office: Office, *begins: MeasureNumber) -> None:
    set_page_breaks(office.ledger, begins, author="取りまとめ")


def pages(office: Office) -> list[int | None]:
    return [one.page for one in office.ledger.plan().measures]


class TestFonts:
    def test_a_change_is_kept_in_the_definition_at_once_and_after_opening_again(self, office: Office) -> None:
        former = change_fonts(office.ledger, family=MINCHO, max_pt=11, min_pt=7.5, author="取りまとめ")
        assert (former.family, former.min_pt, former.max_pt) == ("BIZ UDPGothic", 6, 9.5)
        office.ledger.close()
        with open_ledger(office.path, read_only=True) as again:
            for fonts in (office.ledger.definition.fonts, again.definition.fonts):
                assert (fonts.family, fonts.min_pt, fonts.max_pt, fonts.step_pt) == (MINCHO, 7.5, 11, 0.25)

    def test_the_changed_definition_is_still_valid_and_keeps_everything_else(self, office: Office) -> None:
        before = office.ledger.definition.document
        change_fonts(office.ledger, max_pt=11.0, author="取りまとめ")
        after = office.ledger.definition.document
        check_document(after, "definition", "様式")
        assert after == {**before, "fonts": {**before["fonts"], "max_pt": 11}}

    def test_the_next_request_carries_it(self, office: Office) -> None:
        change_fonts(office.ledger, family=MINCHO, author="取りまとめ")
        file = office.request(SOUMU)
        assert read_request(file.read_bytes(), file.name).definition.fonts.family == MINCHO

    def test_a_change_is_in_the_history_and_none_is_not(self, office: Office) -> None:
        change_fonts(office.ledger, max_pt=11, author="取りまとめ")
        act = last_act(office)
        assert (act.kind, act.done_by, act.note) == (
            ActKind.FONTS_CHANGED,
            "取りまとめ",
            "BIZ UDPGothic 6–11 pt",
        )
        change_fonts(office.ledger, max_pt=11, min_pt=6, author="別の人")
        assert last_act(office) == act

    @pytest.mark.parametrize("sizes", [{"max_pt": 5}, {"min_pt": 10}, {"min_pt": 3.9}, {"max_pt": 36.5}])
    def test_sizes_that_no_definition_may_give_are_refused(self, office: Office, sizes: dict[str, float]) -> None:
        with pytest.raises(FontSizesNotUsable, match="4〜36 pt"):
            change_fonts(office.ledger, author="取りまとめ", **sizes)
        assert office.ledger.definition.fonts.max_pt == 9.5

    @pytest.mark.parametrize("family", ["", "あ\n", "あ" * (MAX_FAMILY_NAME + 1)])
    def test_what_is_no_name_of_a_family_is_refused(self, office: Office, family: str) -> None:
        with pytest.raises(FamilyNotUsable):
            change_fonts(office.ledger, family=family, author="取りまとめ")

    def test_the_limits_are_those_of_the_schema(self) -> None:
        schema = json.loads((SCHEMAS / "definition.schema.json").read_text("utf-8"))
        fonts = schema["$defs"]["fonts"]["properties"]
        for size in ("min_pt", "max_pt"):
            assert (fonts[size]["minimum"], fonts[size]["maximum"]) == (SMALLEST_PT, LARGEST_PT)
        assert fonts["family"]["maxLength"] == MAX_FAMILY_NAME

    def test_work_files_and_ledgers_open_for_reading_refuse(self, office: Office) -> None:
        with pytest.raises(NotOfAWorkFile):
            change_fonts(office.soumu.work, max_pt=11, author="担当者")
        with open_ledger(office.path, read_only=True) as reading, pytest.raises(LedgerReadOnly):
            change_fonts(reading, max_pt=11, author="取りまとめ")


class TestPageBreaks:
    def test_measures_between_two_breaks_are_one_manual_page(self, office: Office) -> None:
        begin_pages(office, 2, "4-(1)")
        assert pages(office) == [1, 2, 2, 3]
        assert measures_after_breaks(office.ledger) == (2, "4-(1)")

    def test_the_order_and_the_kind_of_the_numbers_do_not_matter(self, office: Office) -> None:
        begin_pages(office, "4-(1)", "2", 2)
        assert pages(office) == [1, 2, 2, 3]

    @pytest.mark.parametrize("begins", [None, ()])
    def test_no_breaks_leave_all_pages_to_the_program(
        self, office: Office, begins: Sequence[MeasureNumber] | None
    ) -> None:
        begin_pages(office, 2)
        set_page_breaks(office.ledger, begins, author="取りまとめ")
        assert pages(office) == [None] * 4
        assert measures_after_breaks(office.ledger) == ()

    def test_breaks_that_stand_so_already_leave_the_plan_to_the_character(self, office: Office) -> None:
        begin_pages(office, 2)
        with office.ledger.begin() as unit:
            unit.session.connection().exec_driver_sql("UPDATE measure SET page = page + 6 WHERE page IS NOT NULL")
            unit.commit()
        before, act = plan_document_text(office.ledger.plan()), last_act(office)
        begin_pages(office, 2)
        assert plan_document_text(office.ledger.plan()) == before
        assert last_act(office) == act

    def test_a_break_is_set_and_taken_away_again(self, office: Office) -> None:
        toggle_page_break(office.ledger, 3, author="取りまとめ")
        assert pages(office) == [1, 1, 2, 2]
        toggle_page_break(office.ledger, "4-(1)", author="取りまとめ")
        assert pages(office) == [1, 1, 2, 3]
        toggle_page_break(office.ledger, 3, author="取りまとめ")
        assert pages(office) == [1, 1, 1, 2]
        toggle_page_break(office.ledger, "4-(1)", author="取りまとめ")
        assert pages(office) == [None] * 4

    def test_a_change_is_taken_back_to_the_character(self, office: Office) -> None:
        before = plan_document_text(office.ledger.plan())
        first = toggle_page_break(office.ledger, 3, author="取りまとめ")
        second = set_page_breaks(office.ledger, [2, 3], author="取りまとめ")
        assert pages(office) == [1, 2, 3, 3]
        restore_page_groups(office.ledger, second, author="取りまとめ")
        assert pages(office) == [1, 1, 2, 2]
        restore_page_groups(office.ledger, first, author="取りまとめ")
        assert plan_document_text(office.ledger.plan()) == before

    def test_each_change_is_in_the_history(self, office: Office) -> None:
        begin_pages(office, 2, "4-(1)")
        assert (last_act(office).kind, last_act(office).note) == (ActKind.PAGE_BREAKS_CHANGED, "2, 4-(1)")
        begin_pages(office)
        assert (last_act(office).kind, last_act(office).note) == (ActKind.PAGE_BREAKS_CHANGED, None)

    def test_a_measure_that_is_not_there_or_begins_anyway_is_refused(self, office: Office) -> None:
        with pytest.raises(NoSuchMeasure, match="「5」"):
            begin_pages(office, 2, 5)
        with pytest.raises(FirstMeasureBeginsAnyway, match="「1」"):
            toggle_page_break(office.ledger, 1, author="取りまとめ")
        assert pages(office) == [None] * 4

    def test_work_files_and_ledgers_open_for_reading_refuse(self, office: Office) -> None:
        with pytest.raises(NotOfAWorkFile):
            set_page_breaks(office.soumu.work, [2], author="担当者")
        with open_ledger(office.path, read_only=True) as reading, pytest.raises(LedgerReadOnly):
            toggle_page_break(reading, 2, author="取りまとめ")
