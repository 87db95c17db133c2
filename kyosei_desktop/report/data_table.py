"""The report as a table of open data: one datum a cell, one row for each text of the plan, and what the columns mean.

The rules are the check items of 総務省「統計表における機械判読可能なデータの表記方法の統一ルール」, named where one
decides. What is published is Japanese whatever the language of the window, so these texts do not go through
translation. None of them holds a 機種依存文字 (item 1-10), which is why the number is not headed 「№」.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from kyosei_desktop.domain.definition import Definition
from kyosei_desktop.domain.plan import NOT_BEGUN_MARK, BlankReason, Initiative, Measure, Plan, Value
from kyosei_desktop.domain.years import FiscalYear

TEXT, INTEGER = "文字列", "整数"
TEXT_TITLE = "本文"

_WRITTEN, _NOT_BEGUN, _UNWRITTEN = "記載あり", "未着手", "未記入"
_BLANK_REASONS = {BlankReason.ENDED: "終了", BlankReason.NOT_APPLICABLE: "該当なし"}

DataValue = str | int | None
"""A number where the column holds numbers; None where there is nothing to say."""


@dataclass(frozen=True, slots=True)
class DataColumn:
    """A column of the data table and what its data dictionary says about it."""

    title: str
    kind: str
    meaning: str


@dataclass(frozen=True)
class DataTable:
    """The columns and in printed order the rows, each with a value for every column."""

    columns: Sequence[DataColumn]
    rows: Sequence[Sequence[DataValue]]

    @property
    def text_place(self) -> int:
        """Which column, from 0, holds the texts."""
        return [column.title for column in self.columns].index(TEXT_TITLE)


def data_table(plan: Plan, definition: Definition, years: Sequence[FiscalYear]) -> DataTable:
    """All texts of the plan: of a measure its outcome and record, of an initiative its content and its entries."""
    most_departments = max((len(measure.departments) for measure in plan.measures), default=1)
    table = _Table(plan, definition, years, most_departments)
    return DataTable(list(_columns(most_departments, definition)), list(table.rows()))


def _columns(departments: int, definition: Definition) -> Iterator[DataColumn]:
    yield DataColumn("地方公共団体名", TEXT, "計画を公表する団体の名称。")
    yield DataColumn("計画名", TEXT, "計画の名称。")
    yield DataColumn("施策番号", TEXT, "施策の番号。報告書に印刷されるとおりで、計算に使う数値ではない。")
    yield DataColumn("施策名", TEXT, "施策の名称。")
    yield DataColumn("取組番号", INTEGER, "施策の中で何番目の取組か。1から数える。施策全体の項目では空。")
    for number in range(1, departments + 1):
        yield DataColumn(
            f"担当課{number}", TEXT, "取組を担当する課。1つのセルに1つの課を書き、担当する課がほかになければ空。"
        )
    yield DataColumn(
        "項目", TEXT, "成果内容、取組実績、取組内容、記載のいずれか。前の2つは施策全体、後の2つは取組ごと。"
    )
    yield DataColumn("西暦年度", INTEGER, "年度が始まる西暦年。年度は4月から翌年3月まで。項目が記載の行だけにある。")
    yield DataColumn("和暦年度", TEXT, "西暦年度と同じ年度の、報告書に印刷されるとおりの元号による表記。")
    periods = "、".join(period.label for period in definition.periods)
    yield DataColumn("期間", TEXT, f"年度のうちどの予定または実績か。{periods}のいずれか。項目が記載の行だけにある。")
    reasons = "、".join(_BLANK_REASONS.values())
    yield DataColumn(
        "状態",
        TEXT,
        f"{_WRITTEN}、{_NOT_BEGUN}（その年度には始まっていない。本文は{NOT_BEGUN_MARK}で始まる）、"
        f"{reasons}（本文を空にする理由）、{_UNWRITTEN}のいずれか。",
    )
    yield DataColumn(
        TEXT_TITLE,
        TEXT,
        "書かれている文章そのもの。文字を置き換えず、文章の中の改行も体裁ではなく文章の一部として残す。"
        "「=」などで始まっても数式ではない。CSVを表計算ソフトで開くときは、列を文字列として読み込む。",
    )


@dataclass(frozen=True)
class _Table:
    plan: Plan
    definition: Definition
    years: Sequence[FiscalYear]
    departments: int

    def rows(self) -> Iterator[list[DataValue]]:
        for measure in self.plan.measures:
            yield self._row(measure, measure, "成果内容", Value(measure.outcome))
            yield self._row(measure, measure, "取組実績", Value(measure.record))
            for number, initiative in enumerate(measure.initiatives, start=1):
                yield self._row(measure, initiative, "取組内容", Value(initiative.content), initiative_number=number)
                yield from self._entries(measure, initiative, number)

    def _entries(self, measure: Measure, initiative: Initiative, number: int) -> Iterator[list[DataValue]]:
        for year in self.years:
            for period in self.definition.periods:
                value = initiative.entry(year, period.id)
                when = (year, self.definition.calendar.fiscal_year(year), period.label)
                yield self._row(measure, initiative, "記載", value, initiative_number=number, when=when)

    def _row(
        self,
        measure: Measure,
        owned: Measure | Initiative,
        item: str,
        value: Value,
        *,
        initiative_number: int | None = None,
        when: tuple[DataValue, DataValue, DataValue] = (None, None, None),
    ) -> list[DataValue]:
        departments = self.plan.names_of(owned.departments)
        return [
            self.definition.author or None,  # item 1-12: the name of the region stands in every row
            self.plan.title,
            self.definition.number_label(measure.no),
            measure.name,
            initiative_number,
            *departments,  # item 1-2: one datum a cell
            *[None] * (self.departments - len(departments)),
            item,
            *when,  # item 1-11: the Western year beside the era
            _state(value),
            value.text or None,
        ]


def _state(value: Value) -> str:
    if value.blank is not None:
        return _BLANK_REASONS[value.blank]
    if value.is_not_begun:
        return _NOT_BEGUN
    return _WRITTEN if value.text.strip() else _UNWRITTEN
