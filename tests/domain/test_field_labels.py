"""Fields are called by the titles of the report's columns, and by common words where there is no such column."""

from dataclasses import replace

import pytest

from kyosei_desktop.domain.definition import ColumnSource, Definition
from kyosei_desktop.domain.field_labels import kind_label, part_label
from kyosei_desktop.domain.plan import Address, FieldKind, PeriodId
from kyosei_desktop.domain.years import FiscalYear


def renamed(definition: Definition, source: ColumnSource, title: str) -> Definition:
    columns = [replace(one, title=title) if one.source is source else one for one in definition.columns]
    return replace(definition, columns=columns)


def test_a_field_is_called_by_its_columns_title(definition: Definition) -> None:
    assert kind_label(renamed(definition, ColumnSource.RECORD, "年度の評価"), FieldKind.RECORD) == "年度の評価"


def test_an_entry_is_called_by_year_and_period(definition: Definition) -> None:
    address = Address(10, FieldKind.ENTRY, 1, FiscalYear(2021), PeriodId("second_half"))
    assert part_label(definition, address) == "令和３年度 下期実績"
    assert kind_label(definition, FieldKind.ENTRY) == "記載"


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        (FieldKind.NAME, "施策名"),
        (FieldKind.CONTENT, "取組内容"),
        (FieldKind.DEPARTMENTS, "担当課"),
        (FieldKind.OUTCOME, "成果内容"),
        (FieldKind.RECORD, "取組実績"),
    ],
)
def test_without_a_column_or_a_title_a_field_still_has_a_name(
    definition: Definition, kind: FieldKind, words: str
) -> None:
    source = ColumnSource(kind.value)
    columns = [one for one in definition.columns if one.source is not source]
    assert kind_label(replace(definition, columns=columns), kind) == words
    assert kind_label(renamed(definition, source, ""), kind) == words
