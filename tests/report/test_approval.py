"""The pages for internal approval: a department's measures, whole, in order, with boxes for seals."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime

import pypdfium2
import pytest

from kyosei_desktop.domain.definition import ColumnSource, Definition
from kyosei_desktop.domain.edition import Edition
from kyosei_desktop.domain.plan import BlankReason, DepartmentId, Field, FieldKind, PeriodId, Plan, Value
from kyosei_desktop.domain.years import FiscalYear
from kyosei_desktop.report.approval import AskedNow, approval_paper
from kyosei_desktop.report.papers import Paper
from tests.report.extreme import PRIVATE, TEXTS
from tests.report.papers import HEIGHT_PT, LEFT_PT, RIGHT_PT, WIDTH_PT, changed_measure, glyphs_of, headings, text_of
from tests.report.structure import TaggedPage, tagged_pages

DEPARTMENT = "高齢者いきいき課"
NUMBERS = [23, 24, 25, 26, 27, 28, 41, 42]
ANSWERED, REQUIRED, BLANK = 23, 24, 25
EDITION = Edition(datetime(2022, 4, 6, 1, 12, tzinfo=UTC), "かきくけ")
CELL = (FiscalYear(2021), PeriodId("second_half"))


def department_of(plan: Plan, name: str = DEPARTMENT) -> DepartmentId:
    return next(one.id for one in plan.departments if one.name == name)


def asked_of(plan: Plan, name: str = DEPARTMENT) -> AskedNow:
    """The second half of 2021 is asked for; required of the second measure only."""
    places = {
        measure.no: Field(FieldKind.ENTRY, measure.id, one.id, *CELL).id
        for measure in plan.measures
        for one in measure.initiatives
        if department_of(plan, name) in one.departments
    }
    required = frozenset(place for no, place in places.items() if no == REQUIRED)
    return AskedNow("令和３年度 下期実績", date(2022, 4, 15), frozenset(places.values()), required)


def make(plan: Plan, definition: Definition, *, seals: Sequence[str] | None = None, name: str = DEPARTMENT) -> Paper:
    asked = asked_of(plan, name)
    return approval_paper(plan, definition, department_of(plan, name), edition=EDITION, asked=asked, seals=seals)


@pytest.fixture(scope="module")
def answered(plan: Plan) -> Plan:
    """The built-in plan with one answer, and one blank with its reason."""
    plan = changed_measure(plan, ANSWERED, entries={CELL: Value("・今期の実績です。")})
    return changed_measure(plan, BLANK, entries={CELL: Value(blank=BlankReason.NOT_APPLICABLE)})


@pytest.fixture(scope="module")
def paper(answered: Plan, definition: Definition) -> Paper:
    return make(answered, definition)


@pytest.fixture(scope="module")
def pdf(paper: Paper) -> bytes:
    return paper.pdf()


@pytest.fixture(scope="module")
def pages(pdf: bytes) -> list[TaggedPage]:
    return tagged_pages(pdf)


def rows_of(pages: list[TaggedPage]) -> list[list[str]]:
    """Every row that is read, as the texts of its cells."""
    rows = [row for page in pages for body in page.root.all_of("TBody") for row in body.all_of("TR")]
    return [[cell.whole_text for cell in row.all_of("TD")] for row in rows]


def test_every_character_stands_on_its_pages(paper: Paper, pdf: bytes) -> None:
    found = paper.read_back(pdf)
    # №, name, departments, content, 4 years of 3 periods, outcome and record
    assert (found.cells, found.clipped, found.missing) == (len(NUMBERS) * 18, 0, "")


def test_a_text_that_the_page_does_not_show_is_found(answered: Plan, definition: Definition, pdf: bytes) -> None:
    longer = changed_measure(answered, ANSWERED, entries={CELL: Value("・今期の実績です。鬱")})
    found = make(longer, definition).read_back(pdf)
    assert (found.clipped, found.missing) == (1, "鬱")
    assert [one.printed.text for one in found.lacking] == ["・今期の実績です。鬱"]


def test_the_departments_measures_are_headings_and_bookmarks_in_order(
    pages: list[TaggedPage], pdf: bytes, plan: Plan
) -> None:
    names = {one.no: "".join(one.name.split()) for one in plan.measures}
    assert headings(pages, "H1") == ["令和３年度下期実績の回答"]
    assert headings(pages, "H2") == [f"{number}{names[number]}" for number in NUMBERS]
    with pypdfium2.PdfDocument(pdf) as document:
        titles = ["".join(one.get_title().split()) for one in document.get_toc()]
    assert titles[1:] == headings(pages, "H2")


def test_each_measure_is_a_table_whose_columns_have_heads(pages: list[TaggedPage]) -> None:
    first = pages[0].root
    seals, measure = first.all_of("Table")
    assert [one.whole_text for one in seals.all_of("TH")] == ["課長", "課長補佐", "係長", "担当"]
    assert [one.whole_text for one in measure.all_of("TH")] == ["項目", "記載"]
    assert {one.scope for one in first.all_of("TH")} == {"Column"}
    assert all(page.lost == "" for page in pages)


def test_entries_are_read_with_their_year_and_period(pages: list[TaggedPage]) -> None:
    rows = rows_of(pages)
    assert ["担当課", DEPARTMENT] in rows
    assert ["下期実績今回の回答", "・今期の実績です。"] in rows
    assert sum(row[0] == "令和元年度" for row in rows) == len(NUMBERS)


def test_the_rounds_answers_are_marked_and_why_one_is_blank_is_said(pages: list[TaggedPage]) -> None:
    asked = [row[1] for row in rows_of(pages) if row[0].endswith("今回の回答")]
    assert len(asked) == len(NUMBERS)
    assert asked[:4] == ["・今期の実績です。", "（未記入：必須）", "（該当なし）", "（未記入）"]
    said = pages[0].root.whole_text
    assert "今回の回答8欄のうち2欄" in said
    assert "未記入の必須欄1欄" in said
    assert "提出期限令和4年4月15日（金）" in said


def test_every_page_says_its_edition_its_number_and_whose_measure_goes_on(pages: list[TaggedPage]) -> None:
    moment = "".join(f"{datetime(2022, 4, 6, 1, 12, tzinfo=UTC).astimezone():%H:%M}".split())
    for number, page in enumerate(pages, start=1):
        assert page.furniture.endswith(f"照合語かきくけ{number}／{len(pages)}")
        assert f"最終変更令和4年4月6日（水）{moment}" in page.furniture
        first = next(one for one in page.root.walk() if one.kind in ("H2", "TR"))
        assert ("（続き）" in page.furniture) == (number > 1 and first.kind != "H2")
    assert any("（続き）" in page.furniture for page in pages)


def test_nothing_stands_in_the_margins_and_labels_stand_left_of_their_texts(pdf: bytes) -> None:
    glyphs = glyphs_of(pdf)
    assert min(one.left for one in glyphs) > LEFT_PT - 1
    assert max(one.right for one in glyphs) < WIDTH_PT - RIGHT_PT + 1
    assert all(one.bottom > 30 and one.top < HEIGHT_PT - 30 for one in glyphs)
    place = "".join(one.character for one in glyphs).index("下期実績今回の回答・今期の実績です。")
    label, answer = glyphs[place : place + 9], glyphs[place + 9 : place + 18]
    assert max(one.right for one in label) < min(one.left for one in answer)


def test_only_the_initiatives_of_the_department_are_in_it(plan: Plan, definition: Definition) -> None:
    (measure,) = [one for one in plan.measures if one.no == 34]
    mine, other = measure.initiatives
    name = plan.department_names[mine.departments[0]]
    said = text_of(make(plan, definition, name=name).pdf())
    assert "取組内容（1）" in said
    assert "取組内容（2）" not in said
    assert "".join(mine.content.split())[:20] in said
    assert "".join(other.content.split())[:20] not in said


def test_owners_who_share_an_initiative_are_all_named(plan: Plan, definition: Definition) -> None:
    names = plan.names_of(next(one for one in plan.measures if one.no == 10).departments)
    assert len(names) == 2
    assert "・".join(names) in text_of(make(plan, definition, name=names[1]).pdf())


def test_titles_of_seal_boxes_can_be_chosen_or_left_out(answered: Plan, definition: Definition) -> None:
    small = replace(answered, measures=tuple(one for one in answered.measures if one.no == ANSWERED))
    many = tagged_pages(make(small, definition, seals=["部長", "次長", "課長", "補佐", "係長", "担当"]).pdf())
    assert [one.whole_text for one in many[0].root.all_of("Table")[0].all_of("TH")][:2] == ["部長", "次長"]
    none = tagged_pages(make(small, definition, seals=[]).pdf())
    assert len(none[0].root.all_of("Table")) == 1


def test_without_a_round_it_is_the_state_of_the_measures(plan: Plan, definition: Definition) -> None:
    small = replace(plan, measures=tuple(one for one in plan.measures if one.no == ANSWERED))
    pdf = approval_paper(small, definition, department_of(plan), edition=EDITION).pdf()
    assert headings(tagged_pages(pdf), "H1") == ["進捗状況"]
    assert "今回の回答" not in text_of(pdf)


def test_the_same_edition_is_the_same_file(paper: Paper, pdf: bytes) -> None:
    assert paper.pdf() == pdf


def test_its_properties_say_title_publisher_and_edition(pdf: bytes) -> None:
    with pypdfium2.PdfDocument(pdf) as document:
        properties = document.get_metadata_dict()
        labels = [document.get_page_label(number) for number in range(len(document))]
    assert properties["Title"] == f"令和３年度 下期実績の回答（決裁用）\u3000{DEPARTMENT}"
    assert (properties["Author"], properties["Keywords"]) == ("鎌倉市", "照合語 かきくけ")
    assert labels == [str(number) for number in range(1, len(labels) + 1)]
    assert b"<pdfuaid:part>1</pdfuaid:part>" in pdf
    assert b"<pdfaid:part>2</pdfaid:part><pdfaid:conformance>A</pdfaid:conformance>" in pdf


def test_whatever_a_cell_says_stands_on_the_pages_whole(plan: Plan, definition: Definition) -> None:
    texts = iter(TEXTS.values())
    long = TEXTS["20,000 characters"]
    measures = []
    for measure in (one for one in plan.measures if one.no in NUMBERS):
        first = measure.initiatives[0]
        entries = {**first.entries, **{key: Value(text) for key, text in zip(first.entries, texts, strict=False)}}
        measures.append(replace(measure, initiatives=(replace(first, entries=entries),)))
    measures[0] = replace(measures[0], name=long, record=long)
    paper = make(replace(plan, measures=tuple(measures)), definition)
    pdf = paper.pdf()
    found = paper.read_back(pdf)
    assert (found.clipped, found.missing) == (0, "")
    assert max(one.right for one in glyphs_of(pdf)) < WIDTH_PT - RIGHT_PT + 2
    missing = {(one.character, one.address.measure) for one in paper.texts.missing_glyphs() if one.address}
    assert (PRIVATE, 23) in missing
    assert all(page.furniture.count("（続き）") == 1 for page in tagged_pages(pdf)[2:30])


def test_what_the_report_has_no_column_for_is_in_it_only_where_something_is_said(
    plan: Plan, definition: Definition
) -> None:
    columns = tuple(one for one in definition.columns if one.source is not ColumnSource.OUTCOME)
    other = replace(definition, columns=columns)
    (measure,) = [one for one in plan.measures if one.no == ANSWERED]
    said = replace(plan, measures=(measure,))
    silent = replace(plan, measures=(replace(measure, outcome=""),))
    assert "成果内容" in text_of(make(said, other).pdf())
    assert "成果内容" not in text_of(make(silent, other).pdf())
