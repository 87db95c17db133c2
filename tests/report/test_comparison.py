"""Old and new side by side: what changed and nothing else, and in which characters."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from kyosei_desktop.domain.definition import Definition
from kyosei_desktop.domain.edition import Edition
from kyosei_desktop.domain.plan import BlankReason, PeriodId, Plan, Value
from kyosei_desktop.domain.years import FiscalYear
from kyosei_desktop.report.comparison import ChangeKind, changed_fields, comparison_paper, marked_lines
from kyosei_desktop.report.papers import Paper
from kyosei_desktop.report.print_text import BREAK_HERE, GETA, PrintText
from kyosei_desktop.report.readback import read_pages
from tests.report.extreme import TEXTS
from tests.report.papers import RIGHT_PT, WIDTH_PT, changed_measure, glyphs_of, headings, strokes_of, text_of
from tests.report.structure import TaggedPage, tagged_pages

OLD_AT, NEW_AT = datetime(2022, 3, 31, 8, 0, tzinfo=UTC), datetime(2022, 4, 15, 8, 0, tzinfo=UTC)
EDITION = Edition(NEW_AT, "かきくけ")
FIRST, SECOND = (FiscalYear(2021), PeriodId("first_half")), (FiscalYear(2021), PeriodId("second_half"))


def make(old: Plan, new: Plan, definition: Definition) -> Paper:
    return comparison_paper(old, new, definition, old_at=OLD_AT, new_at=NEW_AT, edition=EDITION)


@pytest.fixture(scope="module")
def old(plan: Plan) -> Plan:
    """The built-in plan with one plain answer."""
    return changed_measure(plan, 23, entries={FIRST: Value("養成講座を実施した。")})


@pytest.fixture(scope="module")
def new(old: Plan) -> Plan:
    """The same with one change of every kind."""
    plan = changed_measure(old, 23, entries={FIRST: Value("養成講習を実施した。"), SECOND: Value("加えた文です。")})
    plan = changed_measure(plan, 24, entries={SECOND: Value(blank=BlankReason.NOT_APPLICABLE)}, outcome="")
    outcome = next(one.outcome for one in plan.measures if one.no == 26)
    return changed_measure(plan, 26, entries={}, outcome=outcome.replace("、", "，"))


@pytest.fixture(scope="module")
def paper(old: Plan, new: Plan, definition: Definition) -> Paper:
    return make(old, new, definition)


@pytest.fixture(scope="module")
def pdf(paper: Paper) -> bytes:
    return paper.pdf()


@pytest.fixture(scope="module")
def pages(pdf: bytes) -> list[TaggedPage]:
    return tagged_pages(pdf)


def kinds(old: Plan, new: Plan) -> list[tuple[object, str, ChangeKind]]:
    return [
        (measure.no, one.place.kind.value, one.kind) for measure, fields in changed_fields(old, new) for one in fields
    ]


def test_only_fields_that_differ_are_in_it_and_how_they_differ(old: Plan, new: Plan) -> None:
    assert sorted(kinds(old, new), key=str) == [
        (23, "entry", ChangeKind.ADDED),
        (23, "entry", ChangeKind.CHANGED),
        (24, "entry", ChangeKind.CHANGED),
        (24, "outcome", ChangeKind.REMOVED),
        (26, "outcome", ChangeKind.NOTATION),
    ]
    assert changed_fields(new, new) == []


def test_a_measure_that_came_or_went_is_told_with_all_that_it_says(plan: Plan) -> None:
    without = replace(plan, measures=plan.measures[1:])
    came, gone = kinds(without, plan), kinds(plan, without)
    assert {number for number, _field, _kind in came} == {1}
    assert {kind for *_field, kind in came} == {ChangeKind.ADDED}
    assert {kind for *_field, kind in gone} == {ChangeKind.REMOVED}
    assert len(came) == len(gone)


def test_departments_are_compared_by_their_names(plan: Plan) -> None:
    first = plan.measures[0]
    other = plan.departments[-1]
    moved = replace(first, initiatives=(replace(first.initiatives[0], departments=(other.id,)),))
    ((_measure, (changed,)),) = changed_fields(plan, replace(plan, measures=(moved, *plan.measures[1:])))
    assert changed.new == Value(other.name)


def test_the_new_text_stands_left_of_the_old_one_under_its_moment(pages: list[TaggedPage], pdf: bytes) -> None:
    headers = [one.whole_text for one in pages[0].root.all_of("TH")]
    new_at, old_at = (f"{one.astimezone():%H:%M}" for one in (NEW_AT, OLD_AT))
    assert headers == ["項目", f"新令和4年4月15日（金）{new_at}", f"旧令和4年3月31日（木）{old_at}"]
    glyphs = glyphs_of(pdf)
    text = "".join(one.character for one in glyphs)
    new_place, old_place = text.index("養成講習を実施した。"), text.index("養成講座を実施した。")
    assert glyphs[new_place].right < glyphs[old_place].left
    assert glyphs[new_place].bottom == pytest.approx(glyphs[old_place].bottom)


def test_each_row_says_what_kind_of_change_it_is(pages: list[TaggedPage]) -> None:
    rows = [[cell.whole_text for cell in row.all_of("TD")] for row in pages[0].root.all_of("TR")]
    assert [row[0] for row in rows if len(row) == 3][:2] == ["令和３年度上期実績変更", "令和３年度下期実績追加"]
    assert ["令和３年度下期実績追加", "加えた文です。", "（なし）"] in rows
    assert ["令和３年度下期実績変更", "（空白：該当なし）", "（なし）"] in rows
    assert [row[0] for row in rows if row and row[0].startswith("成果内容")] == [
        "成果内容削除",
        "成果内容表記だけの違い",
    ]
    assert headings(pages, "H1") == ["新旧対照表"]
    assert [one[:2] for one in headings(pages, "H2")] == ["23", "24", "26"]


def test_changed_characters_are_underlined_by_a_line_if_new_and_by_dots_if_old(pdf: bytes) -> None:
    glyphs = glyphs_of(pdf)
    text = "".join(one.character for one in glyphs)
    strokes = list(strokes_of(pdf))
    for sentence, changed, is_dotted in (("養成講習を実施した。", 3, False), ("養成講座を実施した。", 3, True)):
        place = text.index(sentence)
        for number, glyph in enumerate(glyphs[place : place + len(sentence)]):
            middle = (glyph.left + glyph.right) / 2
            under = [one for one in strokes if one.left < middle < one.right and -5 < one.y - glyph.bottom < 1.5]
            assert [one.is_dotted for one in under] == ([is_dotted] if number == changed else []), glyph


def test_every_character_stands_on_its_pages(paper: Paper, pdf: bytes) -> None:
    found = paper.read_back(pdf)
    # three numbers, and two sides of five fields
    assert (found.cells, found.clipped, found.missing) == (13, 0, "")


def test_where_nothing_changed_it_says_so(plan: Plan, definition: Definition) -> None:
    paper = make(plan, plan, definition)
    pdf = paper.pdf()
    assert "0欄が変わっています。" in text_of(pdf)
    assert paper.read_back(pdf).clipped == 0


def test_marks_keep_to_the_characters_whatever_is_put_between_them_for_print() -> None:
    new, old = marked_lines([PrintText(f"a{BREAK_HERE}b\nc"), PrintText(f"a{BREAK_HERE}x\nc")])
    assert new == [
        [{"text": f"a{BREAK_HERE}", "is_marked": False}, {"text": "b", "is_marked": True}],
        [{"text": "c", "is_marked": False}],
    ]
    assert old[0][1] == {"text": "x", "is_marked": True}
    assert marked_lines([PrintText(""), PrintText("あ")])[0] == []


def test_two_characters_that_no_font_has_differ_though_they_print_alike() -> None:
    new, old = marked_lines([PrintText(f"字{GETA}", "\ue000"), PrintText(f"字{GETA}", "\ue001")])
    assert new[0][1] == old[0][1] == {"text": GETA, "is_marked": True}


@pytest.mark.parametrize("is_new", [True, False])
def test_texts_of_any_kind_and_length_stand_on_the_pages_whole(
    plan: Plan, definition: Definition, *, is_new: bool
) -> None:
    cells = [(FiscalYear(year), PeriodId(period)) for year in range(2018, 2022) for period in ("plan", "first_half")]
    entries = {cell: Value("\n".join(some)) for cell, some in zip(cells, _in_parts(), strict=False)}
    extreme = changed_measure(plan, 25, entries=entries, name=TEXTS["20,000 characters"])
    paper = make(plan, extreme, definition) if is_new else make(extreme, plan, definition)
    pdf = paper.pdf()
    found = paper.read_back(pdf)
    assert (found.clipped, found.missing) == (0, "")
    assert max(one.right for one in glyphs_of(pdf)) < WIDTH_PT - RIGHT_PT + 2
    assert "（続き）" in read_pages(pdf)[1]


def _in_parts() -> list[list[str]]:
    texts = list(TEXTS.values())
    return [texts[start : start + 3] for start in range(0, len(texts), 3)]
