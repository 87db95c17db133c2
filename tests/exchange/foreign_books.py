"""Workbooks as other cities might keep them. All cities, departments and measures are invented."""

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

Rows = Sequence[Sequence[object]]


def make_book(sheets: Mapping[str, Rows], merges: Mapping[str, Iterable[str]] = {}) -> Workbook:
    """A workbook of these sheets; None is an empty cell."""
    book = Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet: Worksheet = book.create_sheet(name)
        for number, row in enumerate(rows, start=1):
            for column, value in enumerate(row, start=1):
                if value is not None:
                    sheet.cell(number, column).value = value
        for span in merges.get(name, ()):
            sheet.merge_cells(span)
    return book


def save(book: Workbook, path: Path) -> Path:
    """The book as a file."""
    book.save(path)
    return path


def rearranged() -> Workbook:
    """The official layout in another order: departments first, the newest year first, results before contents."""
    return make_book(
        {
            "進捗": [
                ["みどり市地域福祉計画　進捗状況一覧", None, None, None, None, None, None, None, None],
                ["担当課", "番号", "事業名", "成果", "区分", "令和３年度", "令和２年度", "事業の概要", "備考"],
                ["福祉政策課", 1, "見守り", "定着した", "予定", "・月1回", "・準備", "・見守る", "新規"],
                [None, None, None, None, "上期", "・6回", "・検討した", None, None],
                [None, None, None, None, "下期", None, "・要綱を作った", None, None],
                ["こども課・健康課", 2, "居場所", None, "予定", "・2か所", "*****", "・場を開く", None],
                [None, None, None, None, "上期", "・1か所", None, None, None],
                [None, None, None, None, "下期", "・2か所", None, None, None],
            ]
        },
        {
            "進捗": [
                "A1:I1",
                *(f"{column}{row}:{column}{row + 2}" for row in (3, 6) for column in "ABCDHI"),
            ]
        },
    )


def period_columns() -> Workbook:
    """One row a measure, a column for each period below merged years; the headings without merges below them."""
    return make_book(
        {
            "一覧": [
                ["No.", "施策名", "内容", "所管課", "令和元年度", None, None, "令和2年度", None, None],
                [None, None, None, None, "予定", "上半期", "下半期", "予定", "上半期", "下半期"],
                [1, "移動支援", "バスを出す", "交通課", "計画する", "調べた", "決めた", "走らせる", "3便", "5便"],
                [2, "配食", "弁当を配る", "高齢課、健康課", None, None, None, "始める", None, "20食"],
            ]
        },
        {"一覧": ["A1:A2", "B1:B2", "C1:C2", "D1:D2", "E1:G1", "H1:J1"]},
    )


def year_sheets() -> Workbook:
    """One sheet a year, plan beside actual, and a cover that is no table."""

    def rows(title: str, *measures: Sequence[object]) -> Rows:
        head = ["事業番号", "事業", "取組内容", "担当", "計画", "実績"]
        return [[title], [], head, *measures]

    return make_book(
        {
            "表紙": [["はまかぜ市障害福祉プラン"], [], ["令和4年3月", None, "はまかぜ市"]],
            "令和2年度": rows(
                "はまかぜ市障害福祉プラン 事業一覧",
                ["01", "相談支援", "相談を受ける", "障害福祉課", "100件", "98件"],
                ["02", "就労支援", "職場を探す", "商工課", "5人", "6人"],
            ),
            "令和3年度": rows(
                "はまかぜ市障害福祉プラン 事業一覧",
                ["01", "相談支援", "相談を受ける", "障害福祉課", "110件", "120件"],
                ["02", "就労支援", "職場を探す", "商工課", "8人", None],
                ["03", "余暇支援", "教室を開く", "生涯学習課", "3回", "3回"],
            ),
        }
    )


def department_sheets() -> Workbook:
    """One sheet a department, each counting from 1, with no column that names it."""

    def rows(*measures: Sequence[object]) -> Rows:
        head = ["№", "取組名", "取組の概要", "2022年度予定", "2022年度実績"]
        return [["こもれび町子ども計画"], head, *measures]

    return make_book(
        {
            "保育課": rows([1, "延長保育", "19時まで", "2園", "3園"], [2, "一時預かり", "週3日", "1園", "1園"]),
            "教育課": rows([1, "学習支援", "放課後に教える", "4校", "4校"]),
            "健康増進課": rows([1, "健診", "年1回", "900人", "850人"], [2, "相談", "毎週", None, "40件"]),
        }
    )


def printed_pages() -> Workbook:
    """Titles and notes around, headings again on the second page, groups, subtotals and a measure that goes on."""
    head = ["番号", "施策", "取組", "時期", "H30年度", "R1年度", "担当課名", "総括"]
    return make_book(
        {
            "印刷用": [
                ["つきみ市人権施策推進計画", None, None, None, None, None, None, None],
                ["（令和２年３月31日現在）"],
                head,
                ["基本目標１　人権教育を進める"],
                ["1-1", "研修", "職員研修を開く", "計画", "2回", "3回", "人事課", "参加が増えた"],
                [None, None, None, "中間", "1回", "1回", None, None],
                [None, None, None, "年度末", "2回", "3回", None, None],
                ["１－２", "教材", "教材を作る", "計画", "冊子", None, "教育委員会\n指導課", None],
                ["小計", None, None, None, "2件", "1件"],
                [],
                ["つきみ市人権施策推進計画"],
                head,
                ["１－２", "教材（続き）", None, "中間", "案", None, None, None],
                [None, None, None, "年度末", "完成", "配布", None, None],
                ["基本目標２　相談を受ける"],
                ["2-1", "相談", "窓口を置く", "計画", "週1", "週2", "市民課", None],
                [None, None, None, "中間", "週1", "週2", None, None],
                [None, None, None, "年度末", "週1", "週2", None, None],
                ["※ 実施回数は延べです。"],
            ]
        },
        {"印刷用": ["A1:H1", "A4:H4", "A11:H11", "A15:H15", "A5:A7", "B5:B7", "C5:C7", "G5:G7", "H5:H7"]},
    )


def plain_list() -> Workbook:
    """An A4 list of measures, without any entries."""
    return make_book(
        {
            "施策一覧": [
                ["令和4年度　やまびこ村地域福祉計画　施策一覧"],
                ["番号", "施策名称", "施策の内容", "主管課"],
                [1, "集いの場", "公民館を開ける", "住民課"],
                [2, "雪かき", "雪をかく人を募る", "建設課／住民課"],
                [None, None, "道具を貸す", "総務課"],
                [3, "買い物", "車を出す", "産業課"],
            ]
        }
    )


def every_row_filled() -> Workbook:
    """Nothing merged: number and name stand in every row, years are Western, two initiatives in one measure."""

    def block(no: str, name: str, content: str, owner: str, *texts: str) -> list[list[object]]:
        labels = ("予定", "上期実績", "下期実績")
        return [[no, name, content, label, text, owner] for label, text in zip(labels, texts, strict=True)]

    return make_book(
        {
            "Sheet1": [
                ["No", "事業名", "事業内容", None, "2021年度", "所管"],
                *block("No.1", "手話", "手話を広める", "障害課", "講座", "5回", "10回"),
                *block("No.2", "点字", "点字を打つ", "図書館", "10冊", "4冊", "9冊"),
                *block("No.2", "点字", "点字を貼る", "営繕課", "3か所", "1か所", "3か所"),
            ]
        }
    )


def quarters() -> Workbook:
    """Four quarters by their months, and a plan for the year."""
    return make_book(
        {
            "進行管理": [
                ["令和５年度 みなと市防災計画 進行管理表"],
                ["項番", "取組項目", "概要", "年間計画", "4～6月", "7～9月", "10～12月", "1～3月", "担当部署", "評価"],
                ["１－１", "訓練", "訓練をする", "年4回", "1回", "2回", "3回", "4回", "危機管理室", "よい"],
                ["１－２", "備蓄", "水を蓄える", "1万本", "2千本", "4千本", None, "1万本", "危機管理室", None],
            ]
        }
    )


def year_rows() -> Workbook:
    """A row for each year of each measure."""
    return make_book(
        {
            "経年": [
                ["整理番号", "施策名", "取組内容", "年度", "目標", "実績", "担当課"],
                [1, "植樹", "木を植える", "平成30年度", "10本", "8本", "公園課"],
                [None, None, None, "令和元年度", "10本", "12本", None],
                [2, "清掃", "川を掃除する", "平成30年度", "2回", "2回", "環境課"],
                [None, None, None, "令和元年度", "3回", "1回", None],
            ]
        },
        {"経年": [f"{column}{row}:{column}{row + 1}" for row in (2, 4) for column in "ABCG"]},
    )


def unclear() -> Workbook:
    """Headings that could be anything, no department, no year."""
    return make_book(
        {
            "まとめ": [
                ["番号", "施策名", "メモ", "状況", "見直し"],
                [1, "広報", "広報紙に載せる", "毎月載せた", "続ける"],
                [2, "ラジオ", "番組を作る", "3回流した", "やめる"],
            ]
        }
    )


def no_table() -> Workbook:
    """A book without any plan in it."""
    return make_book({"予算": [["款", "項", "金額"], [3, 1, 12000], [3, 2, 800]], "空": []})
