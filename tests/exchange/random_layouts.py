"""Plans laid out at random as cities do: order of columns, merged cells, header rows, sheets, ways to write years."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from random import Random
from typing import Any

from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

WORDS = {
    "no": ("№", "番号", "No.", "項番", "事業番号"),
    "name": ("施策名", "事業名", "取組名", "施策・事業名", "施策の名称"),
    "content": ("取組内容", "事業概要", "内容", "取組の概要", "事業の内容"),
    "departments": ("担当課", "所管課", "担当部署", "主管課名", "所管"),
    "outcome": ("成果内容", "成果", "主な成果", "成果と課題"),
    "record": ("取組実績", "総括", "これまでの実績"),
}
PERIODS = {
    ("plan", "first_half", "second_half"): (
        ("予定", "上期", "下期"),
        ("予定", "上期\n実績", "下期\n実績"),
        ("計画", "上半期", "下半期"),
        ("目標", "中間", "年度末"),
        ("取組予定", "4月～9月", "10月～3月"),
    ),
    ("plan", "result"): (
        ("計画", "実績"),
        ("予定", "実施結果"),
        ("年度計画", "取組状況"),
    ),
    ("plan", "q1", "q2", "q3", "q4"): (
        ("年間計画", "第１四半期", "第２四半期", "第３四半期", "第４四半期"),
        ("計画", "4～6月", "7～9月", "10～12月", "1～3月"),
        ("予定", "1Q", "2Q", "3Q", "4Q"),
    ),
}
DEPARTMENTS = [
    "福祉総務課",
    "地域共生課",
    "高齢・介護課",
    "こども家庭センター",
    "危機管理室",
    "図書館",
    "生涯学習課",
    "市民相談課",
]
SEPARATORS = ("、", "・", "／", "\n", "，")
SENTENCES = (
    "・相談会を開く",
    "見守りの輪を広げた。",
    "*****",
    "「場」を２か所で開く",
    "延べ 1,203人",
    "合計12件を配布",
    "予定のとおり",
    "-",
    "（関連）№3 を見る",
    "年度内に計画を実施",
)
NAMES = [
    "見守り",
    "居場所づくり",
    "移動の支援",
    "計画の推進",
    "相談の充実",
    "研修",
    "手話の普及",
    "配食",
    "防災訓練",
    "図書の貸出",
    "広報",
    "健診",
]


def random_plan(random: Random, *, periods: Sequence[str], has: Sequence[str], one_owner: bool) -> dict[str, Any]:
    """A plan document; `has` names the columns of measures that the layout shows."""
    years = list(range(2018, 2018 + random.randint(1, 3)))
    count = random.randint(2, 6)
    names = random.sample(NAMES, count)
    is_text = random.random() < 0.2
    measures = [
        {
            "no": f"{number // 3 + 1}-{number % 3 + 1}" if is_text else number + 1,
            "page": None,
            "name": name,
            "outcome": _text(random) if "outcome" in has else "",
            "record": _text(random) if "record" in has else "",
            "initiatives": _initiatives(random, years, periods, one_owner=one_owner),
        }
        for number, name in enumerate(names)
    ]
    return {"title": "ひなた市地域福祉計画", "subtitle": None, "as_of": None, "years": years, "measures": measures}


def _text(random: Random) -> str:
    return "\n".join(random.choices(SENTENCES, k=random.choice((0, 1, 1, 1, 2, 3))))


def _initiatives(random: Random, years: Sequence[int], periods: Sequence[str], *, one_owner: bool) -> list[Any]:
    owners = random.sample(DEPARTMENTS, len(DEPARTMENTS))
    return [
        {
            "departments": [owners.pop() for _ in range(1 if one_owner else random.choice((1, 1, 2)))],
            "content": f"・{'新たに' * number}{random.choice(NAMES)}に取り組む",
            "years": {str(year): {period: _text(random) for period in periods} for year in years},
        }
        for number in range(1 if one_owner else random.choice((1, 1, 1, 2)))
    ]


@dataclass
class Layout:
    """How a book is laid out; everything is drawn at random."""

    random: Random
    periods: tuple[str, ...] = ()
    labels: tuple[str, ...] = ()
    kind: str = ""
    fill: str = ""
    columns: list[str] = field(default_factory=list)
    words: dict[str, str] = field(default_factory=dict)
    year_text: Callable[[int], str] = str
    number_text: Callable[[Any], object] = str
    sheets: str = "one"
    pages: bool = False
    gap: bool = False

    @classmethod
    def draw(cls, random: Random) -> "Layout":
        """A layout."""
        periods = random.choice(list(PERIODS))
        columns = ["no", "name", "content", "departments"]
        columns += [one for one in ("outcome", "record") if random.random() < 0.5]
        random.shuffle(columns)
        sheets = random.choice(("one", "one", "one", "year", "department"))
        kinds = ["labels", "two_headers", "one_header", "year_rows"] if sheets != "year" else ["labels", "periods"]
        return cls(
            random,
            periods,
            random.choice(PERIODS[periods]),
            random.choice(kinds),
            random.choice(("merged", "first", "every")),
            columns,
            {source: random.choice(words) for source, words in WORDS.items()},
            random.choice((_kanji, _wide, _letter, _western)),
            random.choice((_plain, _filled, _prefixed, _full_width)),
            sheets,
            random.random() < 0.3,
            random.random() < 0.5,
        )

    def __repr__(self) -> str:
        return f"Layout({self.kind}, {self.fill}, {self.sheets}, {self.labels}, {self.columns}, {self.words})"


def _kanji(year: int) -> str:
    return f"平成{year - 1988}年度" if year < 2019 else f"令和{'元' if year == 2019 else year - 2018}年度"


def _wide(year: int) -> str:
    return _kanji(year).translate(str.maketrans("0123456789", "０１２３４５６７８９"))


def _letter(year: int) -> str:
    return f"H{year - 1988}年度" if year < 2019 else f"R{year - 2018}年度"


def _western(year: int) -> str:
    return f"{year}年度"


def _plain(no: Any) -> object:
    return no


def _filled(no: Any) -> object:
    return f"{no:02}" if isinstance(no, int) else no


def _prefixed(no: Any) -> object:
    return f"No.{no}"


def _full_width(no: Any) -> object:
    return str(no).translate(str.maketrans("0123456789-", "０１２３４５６７８９－"))


def lay_out(plan: dict[str, Any], layout: Layout) -> Workbook:
    """A workbook that shows the plan in that layout."""
    book = Workbook()
    book.remove(book.active)
    if layout.sheets == "year":
        for year in plan["years"]:
            _write(book.create_sheet(layout.year_text(year)), plan, plan["measures"], [year], layout)
    elif layout.sheets == "department":
        for owner in dict.fromkeys(one["initiatives"][0]["departments"][0] for one in plan["measures"]):
            own = [one for one in plan["measures"] if one["initiatives"][0]["departments"][0] == owner]
            _write(book.create_sheet(owner), plan, own, plan["years"], layout)
    else:
        _write(book.create_sheet("一覧"), plan, plan["measures"], plan["years"], layout)
    return book


def _write(
    sheet: Worksheet, plan: dict[str, Any], measures: Sequence[Any], years: Sequence[int], layout: Layout
) -> None:
    columns = [one for one in layout.columns if layout.sheets != "department" or one != "departments"]
    place = layout.random.randint(0, len(columns)) if layout.kind not in ("labels", "year_rows") else len(columns)
    left, right = columns[:place], columns[place:]
    entries = _entry_columns(years, layout)
    table = [*left, *entries, *right]
    sheet.append([plan["title"]])
    if layout.gap:
        sheet.append([None])
        sheet.cell(sheet.max_row + 1, 2).value = "（令和3年3月31日現在）"
    first = sheet.max_row + 1
    last = _head(sheet, first, table, layout)
    row = last + 1
    for number, measure in enumerate(measures):
        if layout.pages and number and number % 2 == 0:
            row = _head(sheet, row, table, layout) + 1
        row = _measure(sheet, row, table, measure, years, layout)


def _entry_columns(years: Sequence[int], layout: Layout) -> list[tuple[Any, ...]]:
    if layout.kind == "labels":
        return [("label",), *(("entry", year, None) for year in years)]
    if layout.kind == "year_rows":
        return [("year",), *(("entry", None, period) for period in layout.periods)]
    if layout.kind == "periods":
        return [("entry", None, period) for period in layout.periods]
    return [("entry", year, period) for year in years for period in layout.periods]


def _head(sheet: Worksheet, row: int, table: Sequence[Any], layout: Layout) -> int:
    label = dict(zip(layout.periods, layout.labels, strict=True))
    is_double = layout.kind == "two_headers"
    shown: dict[int, int] = {}
    for column, one in enumerate(table, start=1):
        if isinstance(one, str):
            sheet.cell(row, column).value = layout.words[one]
            if is_double and layout.fill == "merged":
                sheet.merge_cells(start_row=row, end_row=row + 1, start_column=column, end_column=column)
        elif one[0] == "year":
            sheet.cell(row, column).value = "年度"
        elif one[0] == "entry":
            _kind, year, period = one
            if is_double:
                sheet.cell(row + 1, column).value = label[period]
                shown.setdefault(year, column)
            else:
                sheet.cell(row, column).value = (layout.year_text(year) if year else "") + (
                    label[period] if period else ""
                )
    for year, column in shown.items():
        sheet.cell(row, column).value = layout.year_text(year)
        last = column + len(layout.periods) - 1
        sheet.merge_cells(start_row=row, end_row=row, start_column=column, end_column=last)
    return row + is_double


def _measure(
    sheet: Worksheet, row: int, table: Sequence[Any], measure: Any, years: Sequence[int], layout: Layout
) -> int:
    heights = {"labels": len(layout.periods), "year_rows": len(years)}
    height = heights.get(layout.kind, 1)
    label = dict(zip(layout.periods, layout.labels, strict=True))
    begin = row
    for initiative in measure["initiatives"]:
        for line in range(height):
            for column, one in enumerate(table, start=1):
                value: object = None
                if isinstance(one, str) and one in ("content", "departments"):
                    value = _initiative_value(one, initiative, layout) if line == 0 or layout.fill == "every" else None
                elif isinstance(one, str):
                    is_first = row == begin or layout.fill == "every"
                    value = layout.number_text(measure["no"]) if one == "no" else measure[one]
                    value = value if is_first else None
                elif one[0] == "label":
                    value = label[layout.periods[line]]
                elif one[0] == "year":
                    value = layout.year_text(years[line])
                else:
                    year = one[1] or (years[line] if layout.kind == "year_rows" else years[0])
                    period = one[2] or layout.periods[line]
                    value = initiative["years"][str(year)][period]
                if value not in (None, ""):
                    sheet.cell(row, column).value = value
            row += 1
        _merge(sheet, row - height, row - 1, table, ("content", "departments"), layout)
    _merge(sheet, begin, row - 1, table, ("no", "name", "outcome", "record"), layout)
    return row


def _initiative_value(source: str, initiative: Any, layout: Layout) -> str:
    if source == "departments":
        return layout.random.choice(SEPARATORS).join(initiative["departments"])
    return str(initiative["content"])


def _merge(
    sheet: Worksheet, first: int, last: int, table: Sequence[Any], sources: Sequence[str], layout: Layout
) -> None:
    if layout.fill == "merged" and last > first:
        for column, one in enumerate(table, start=1):
            if one in sources:
                sheet.merge_cells(start_row=first, end_row=last, start_column=column, end_column=column)


def random_book(seed: int) -> tuple[dict[str, Any], Layout, Workbook]:
    """A plan, a layout, and the book that shows the one in the other."""
    random = Random(seed)
    layout = Layout.draw(random)
    plan = random_plan(random, periods=layout.periods, has=layout.columns, one_owner=layout.sheets == "department")
    if layout.sheets == "department":
        _sort_by_owner(plan)
    return plan, layout, lay_out(plan, layout)


def _sort_by_owner(plan: dict[str, Any]) -> None:
    """As the sheets have them; the numbers stay as they are."""
    owners = list(dict.fromkeys(one["initiatives"][0]["departments"][0] for one in plan["measures"]))
    plan["measures"].sort(key=lambda one: owners.index(one["initiatives"][0]["departments"][0]))
