"""What the properties of a published workbook say, and that the same content gives the same bytes."""

import io
import zipfile
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from openpyxl import load_workbook

from kyosei_desktop.domain.definition import Definition
from kyosei_desktop.domain.edition import Edition
from kyosei_desktop.domain.plan import Plan
from kyosei_desktop.domain.progress import run_to_end
from kyosei_desktop.report.export import ExportTargets, export_report
from kyosei_desktop.report.open_data import data_workbook
from kyosei_desktop.report.pages import compose_report
from kyosei_desktop.report.sheet_layout import SheetLayout, lay_out_sheet
from kyosei_desktop.report.workbook import official_workbook
from kyosei_desktop.report.workbook_file import CHANGED_AT_PROPERTY, CHECK_WORD_PROPERTY, PLAN_PROPERTY
from tests.report.conftest import PlanWith

CHANGED_AT = datetime(2022, 4, 6, 1, 12, 5, 123456, tzinfo=UTC)
EDITION = Edition(CHANGED_AT, "かきくけ")


@pytest.fixture(scope="module")
def small_plan(plan_with: PlanWith) -> Plan:
    """Two measures."""
    return plan_with("文")


@pytest.fixture(scope="module")
def layout(small_plan: Plan, definition: Definition) -> SheetLayout:
    """The small plan, measured."""
    return lay_out_sheet(compose_report(small_plan, definition))


@pytest.fixture(scope="module", params=["official", "data"])
def published(
    request: pytest.FixtureRequest, layout: SheetLayout, small_plan: Plan, definition: Definition
) -> tuple[bytes, bytes]:
    """One of the two workbooks, with an edition and without."""
    if request.param == "official":
        return official_workbook(layout, EDITION), official_workbook(layout)
    years = small_plan.years
    return data_workbook(small_plan, definition, years, EDITION), data_workbook(small_plan, definition, years)


def custom_properties(workbook: bytes) -> dict[str, object]:
    """The document's own properties by name."""
    return {one.name: one.value for one in load_workbook(io.BytesIO(workbook)).custom_doc_props}  # type: ignore[attr-defined]


def test_the_document_names_title_publisher_and_language_but_no_user(
    published: tuple[bytes, bytes], small_plan: Plan, definition: Definition
) -> None:
    for workbook in published:
        found = load_workbook(io.BytesIO(workbook)).properties
        assert (found.title, found.creator, found.language) == (small_plan.title, definition.author, "ja-JP")
        assert found.lastModifiedBy is None


def test_the_document_says_which_edition_it_shows(
    published: tuple[bytes, bytes], small_plan: Plan, definition: Definition
) -> None:
    found = load_workbook(io.BytesIO(published[0])).properties
    assert found.keywords == "照合語 かきくけ"
    assert found.description == f"最終変更 {definition.calendar.moment(CHANGED_AT)}"
    assert found.created == found.modified == CHANGED_AT.replace(microsecond=0, tzinfo=None)
    assert custom_properties(published[0]) == {
        PLAN_PROPERTY: str(small_plan.id),
        CHECK_WORD_PROPERTY: "かきくけ",
        CHANGED_AT_PROPERTY: "2022-04-06T01:12:05.123456+00:00",
    }


def test_a_document_of_no_edition_has_neither_date_nor_check_word(
    published: tuple[bytes, bytes], small_plan: Plan
) -> None:
    undated = published[1]
    core = zipfile.ZipFile(io.BytesIO(undated)).read("docProps/core.xml").decode()
    assert not any(word in core for word in ("created", "modified", "keywords", "description"))
    assert custom_properties(undated) == {PLAN_PROPERTY: str(small_plan.id)}


def test_the_same_edition_gives_the_same_bytes_at_any_time(
    layout: SheetLayout, small_plan: Plan, definition: Definition, monkeypatch: pytest.MonkeyPatch
) -> None:
    def both(edition: Edition) -> tuple[bytes, bytes]:
        return official_workbook(layout, edition), data_workbook(small_plan, definition, small_plan.years, edition)

    now = both(EDITION)
    monkeypatch.setattr("time.time", lambda: 4_000_000_000.0)  # what zip files date their members by
    in_japan = Edition(CHANGED_AT.astimezone(timezone(timedelta(hours=9))), EDITION.check_word)
    assert both(in_japan) == now
    dates = {one.date_time for made in now for one in zipfile.ZipFile(io.BytesIO(made)).infolist()}
    assert dates == {(1980, 1, 1, 0, 0, 0)}


def test_every_part_of_the_document_is_compressed(published: tuple[bytes, bytes]) -> None:
    members = zipfile.ZipFile(io.BytesIO(published[0])).infolist()
    assert {one.compress_type for one in members} == {zipfile.ZIP_DEFLATED}


def test_an_export_hands_its_edition_to_both_workbooks(
    small_plan: Plan, definition: Definition, tmp_path: Path
) -> None:
    targets = ExportTargets(xlsx=tmp_path / "a.xlsx", data_xlsx=tmp_path / "b.xlsx")
    for file in run_to_end(export_report(small_plan, definition, targets, edition=EDITION)).files:
        assert load_workbook(file).properties.keywords == "照合語 かきくけ"
