"""Each rule finds its fault in realistic texts, mends it where it can, and leaves alone what only looks like it."""

from dataclasses import replace

import pytest

from kyosei_desktop.domain.definition import Definition
from kyosei_desktop.domain.plan import BlankReason, FieldKind, Value
from kyosei_desktop.domain.rules.checking import check_value
from kyosei_desktop.domain.rules.findings import Level
from kyosei_desktop.domain.rules.question import DigitHabit, Neighbour, Printed, Question, Tense, Width
from kyosei_desktop.domain.years import FiscalYear
from tests.domain.rules.conftest import Find

LAST_HALF = Neighbour("令和２年度 下期実績", "・相談会を３回開催し、延べ38人が参加した。")
LAST_YEAR = Neighbour("令和２年度 上期実績", "・相談会を３回開催し、延べ386人が参加した。\n・冊子を5,000冊配布した。")

FAULTS = [
    ("private_use", "・外字\ue000さんの講座を開いた。", {}, "U+E000"),
    ("half_width_kana", "・ｹｱﾏﾈｼﾞｬｰ研修を開いた。", {}, "ｹｱﾏﾈｼﾞｬｰ"),
    ("half_width_kana", "・広報｢かまくら｣に載せた。", {}, "｢、｣"),
    ("platform_dependent", "・㈱鎌倉商事と①講座②研修を開いた。", {}, "①、②、㈱"),
    ("platform_dependent", "・会場は120㎡で、㍻のころからⅡ期に分けて借りている。", {}, "Ⅱ、㍻、㎡"),
    ("missing_glyph", "・髙橋さんを講師に招いた。", {"printed": Printed(2, "髙")}, "髙"),
    ("length", "・講座を開いた。", {"printed": Printed(16)}, "16"),
    ("tense", "・相談会を開催した。\n・11月に研修会を開催予定。", {}, "予定"),
    ("tense", "・来庁者への聞き取りを実施する予定である。", {}, "予定である"),
    ("tense", "・新しい冊子を配布する予定です。", {}, "予定です"),
    ("tense", "・関係課と協議し、制度を検討する。", {}, "検討する"),
    ("tense", "・引き続き周知に努めます。", {}, "努めます"),
    ("tense", "・システムの運用を継続していく", {}, "いく"),
    ("year", "・令和２年度は講座を３回開いた。", {}, "令和２年度"),
    ("year", "・令和２年10月に研修会を開催した。", {}, "令和２年10月"),
    ("year", "・2022年4月に相談窓口を開設した。", {}, "2022年4月"),
    ("year", "・来年度は対象を広げた。", {}, "来年度"),
    ("same_as_before", LAST_HALF.text, {"before": LAST_HALF}, None),
    ("ten_times", "・相談会を３回開催し、延べ3860人が参加した。", {"year_before": LAST_YEAR}, "3860人/386人"),
    ("ten_times", "・相談会を３回開催し、延べ３８人が参加した。", {"year_before": LAST_YEAR}, "３８人/386人"),
    ("ten_times", "・延べ三千八百六十人が参加した。", {"year_before": LAST_YEAR}, "三千八百六十人/386人"),
    ("ten_times", "・冊子を50,000冊配布した。", {"year_before": LAST_YEAR}, "50,000冊/5,000冊"),
    ("ten_times", "・延べ4千名が参加した。", {"year_before": LAST_YEAR}, "4千名/386人"),
    ("digit_habit", "・研修を１２回開いた。", {}, "１２"),
    ("digit_habit", "・1５人が参加した。", {}, "1５"),
    ("abolished_department", "・福祉課と協議した。", {}, "福祉課"),
    ("abolished_department", "・こども相談課と協議した。", {}, "こども相談課"),
]

NEAR_MISSES = [
    ("private_use", "・𠮷田さんの講座を開いた。", {}),
    ("half_width_kana", "・ケアマネジャー研修（ABC-1）を開いた。", {}),
    ("platform_dependent", "・№28と同じ。気温は20℃、〒248、※印、（1）と（２）、100％、〜と－、☆。", {}),
    ("missing_glyph", "・高橋さんを講師に招いた。", {"printed": Printed(2, "髙")}),
    ("length", "・講座を開いた。", {"printed": Printed(15)}),
    ("length", "・講座を開いた。", {"printed": Printed(None)}),
    ("tense", "・講座を予定どおり開催した。", {}),
    ("tense", "・予定していた研修は中止した。", {}),
    ("tense", "・評価制度を実施する予定であったが、予算凍結となり中止した。", {}),
    ("tense", "・就労継続支援Ｂ型事業所の開設予定者を支援した。", {}),
    ("tense", "・事業者研修会（10月12日実施予定）の内容を検討し確定。", {}),
    ("tense", "*****\n(令和元年度からの取組を予定）", {}),
    ("tense", "・令和４年度からの取組を予定", {}),
    ("tense", "・相談体制を整えている。", {}),
    ("tense", "・休止しているところもある。", {}),
    ("tense", "・相談員の研修を実施", {}),
    ("tense", "・次年度に実施することとした。", {}),
    ("tense", "・システムの運用を継続する。", {"tense": Tense.PLANNED}),
    ("tense", "相談が増え、支援につなぐ体制を整備する。", {"tense": None, "kind": FieldKind.OUTCOME}),
    ("year", "・令和３年度は講座を３回開いた。", {}),
    ("year", "・令和４年３月に研修会を開催した。", {}),
    ("year", "・令和４年度に向けた検討を行った。", {}),
    ("year", "・令和２年度から継続して周知した。", {}),
    ("year", "・令和４年度に開設準備を行う小学校を決定した。", {}),
    ("year", "・サミット開催は令和４年度に延期。", {}),
    ("year", "・令和元年度に導入したシステムの運用、保守を行った。", {}),
    ("year", "・平成30年度に試行した４業務について、本導入を行った。", {}),
    ("year", "・令和２年度は38人、令和３年度は45人が参加した。", {}),
    ("year", "・来年度に向けて関係課と調整した。", {}),
    ("year", "・令和２年度は講座を開く。", {"tense": Tense.PLANNED}),
    ("same_as_before", "・０件", {"before": Neighbour("令和２年度 下期実績", "・０件")}),
    ("same_as_before", LAST_HALF.text.replace("３回", "４回"), {"before": LAST_HALF}),
    ("same_as_before", LAST_HALF.text, {}),
    ("ten_times", "・相談会を２回開催し、延べ402人が参加した。", {"year_before": LAST_YEAR}),
    ("ten_times", "・相談会を第30回まで開催し、令和３年、№28、数千人。", {"year_before": LAST_YEAR}),
    ("ten_times", "・職員30名の一部が３人組で、30回目の相談会に出た。", {"year_before": LAST_HALF}),
    ("ten_times", "・研修を10回開いた。", {"year_before": Neighbour("令和２年度 上期実績", "・研修を１回開いた。")}),
    ("ten_times", "・延べ386人、職員35人が参加した。", {"year_before": LAST_YEAR}),
    ("ten_times", "・延べ3860人が参加した。", {}),
    ("digit_habit", "・研修を２回、3回、12回開き、1,492人が参加した。", {}),
    ("digit_habit", "・研修を１２回開いた。", {"habit": DigitHabit()}),
    ("abolished_department", "・生活福祉課と協議した。", {}),
    ("abolished_department", "・旧福祉課の事業を引き継いだ。", {}),
]


@pytest.mark.parametrize(("rule", "text", "changes", "evidence"), FAULTS)
def test_a_fault_is_found_with_what_it_fires_on(
    find: Find, rule: str, text: str, changes: dict[str, object], evidence: str | None
) -> None:
    (finding, *_others) = find(text, **changes)[rule]

    assert finding.sentence.endswith("。")
    if evidence is not None:
        assert evidence in {one.evidence for one in find(text, **changes)[rule]}
    for span in finding.spans:
        assert 0 <= span.start < span.end <= len(text)


@pytest.mark.parametrize(("rule", "text", "changes"), NEAR_MISSES)
def test_what_only_looks_like_a_fault_is_left_alone(
    find: Find, rule: str, text: str, changes: dict[str, object]
) -> None:
    assert [one for one in find(text, **changes).get(rule, []) if one.level is not Level.HINT or rule != "length"] == []


@pytest.mark.parametrize(
    ("rule", "text", "changes", "mended"),
    [
        ("half_width_kana", "・ﾊﾞｽで｢ﾊﾟｽﾀ｣会へ。", {}, "・バスで「パスタ」会へ。"),
        ("half_width_kana", "・ｶﾞｲﾄﾞ ﾞ ﾟ", {}, "・ガイド ゛ ゜"),
        (
            "platform_dependent",
            "㈱①⑳❶Ⅲⅳ㎡㌔㍻㋿℡㊤№",
            {},
            "（株）（1）（20）（1）IIIiv平方メートルキロ平成令和TEL（上）№",
        ),
        ("missing_glyph", "髙﨑さん", {"printed": Printed(1, "髙﨑")}, "高崎さん"),
        ("missing_glyph", "神\ufa19社", {"printed": Printed(1, "\ufa19")}, "神神社"),
        ("digit_habit", "１２回、1５人、３回、１，２００冊", {}, "12回、15人、３回、1,200冊"),
        ("digit_habit", "12回、3回", {"habit": DigitHabit(Width.FULL, Width.FULL)}, "１２回、３回"),
        ("abolished_department", "福祉課と生活福祉課と旧福祉課", {}, "生活福祉課と生活福祉課と旧福祉課"),
        ("forbidden_characters", "あ\x07い\r\nう", {}, "あい\nう"),
    ],
)
def test_one_key_mends_it_and_the_rule_falls_silent(
    find: Find, rule: str, text: str, changes: dict[str, object], mended: str
) -> None:
    (finding,) = find(text, **changes)[rule]

    assert finding.fix is not None
    assert finding.fix.text == mended
    assert rule not in find(mended, **changes)


def test_a_replacement_that_changes_a_names_form_is_offered_by_name(find: Find) -> None:
    (finding,) = find("髙橋さん", printed=Printed(1, "髙"))["missing_glyph"]

    assert finding.fix is not None
    assert "「髙」→「高」" in finding.fix.label
    assert "字の形が変わります" in finding.fix.label


@pytest.mark.parametrize(
    ("rule", "text"), [("private_use", "\ue000"), ("tense", "実施予定。"), ("missing_glyph", "𪚥")]
)
def test_what_no_program_can_know_has_no_fix(find: Find, rule: str, text: str) -> None:
    (finding,) = find(text, printed=Printed(1, text))[rule]

    assert finding.fix is None


def test_from_four_fifths_of_the_lines_on_a_hint_says_how_many_are_left(find: Find) -> None:
    assert "length" not in find("あ", printed=Printed(11))
    (hint,) = find("あ", printed=Printed(12))["length"]
    assert (hint.level, "あと3行" in hint.sentence) == (Level.HINT, True)
    (warning,) = find("あ", printed=Printed(17))["length"]
    assert (warning.level, "2行ほど短く" in warning.sentence) == (Level.WARNING, True)


@pytest.mark.parametrize("value", [Value(), Value(" \n")])
def test_a_required_field_that_is_not_answered_is_an_error(
    question: Question, value: Value, definition: Definition
) -> None:
    required = replace(question, is_required=True)

    (finding,) = check_value(required, value, definition.rules)
    assert (finding.rule, finding.level) == ("required", Level.ERROR)
    assert check_value(question, value, definition.rules) == []


def test_a_reason_for_a_blank_answers_a_required_field(question: Question, definition: Definition) -> None:
    assert check_value(replace(question, is_required=True), Value(blank=BlankReason.ENDED), definition.rules) == []


def test_control_characters_and_too_much_text_are_errors(find: Find) -> None:
    assert [one.level for one in find("あ\x07い")["forbidden_characters"]] == [Level.ERROR]
    assert [one.level for one in find("あ" * 100_001)["too_long"]] == [Level.ERROR]
    assert "forbidden_characters" not in find("あ\r\nい\tう")


def test_a_year_is_read_in_the_definitions_eras_and_by_its_month(find: Find) -> None:
    """January to March belong to the fiscal year before, and 平成31年４月 is the first month of 令和元年度."""
    assert "year" not in find("・平成31年４月に開設した。", year=FiscalYear(2019))
    assert "year" not in find("・令和２年２月に開設した。", year=FiscalYear(2019))
    assert "year" in find("・平成31年３月に開設した。", year=FiscalYear(2019))
