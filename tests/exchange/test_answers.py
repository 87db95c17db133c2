"""Lists of answers: fields named by number, each once, and every fault with its place."""

import contextlib
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kyosei_desktop.domain.plan import Address, BlankReason, FieldKind, PeriodId, Value
from kyosei_desktop.domain.years import FiscalYear
from kyosei_desktop.exchange.answers import Answer, read_answers
from kyosei_desktop.store.documents import DocumentNotValid, NotADocument

YEAR, PERIOD = FiscalYear(2021), PeriodId("second_half")


def entry(**changes: object) -> dict[str, Any]:
    document = {"measure": 10, "initiative": 1, "year": 2021, "period": "second_half", "text": "・開催した。"}
    return {key: value for key, value in {**document, **changes}.items() if value is not ...}


def read(*answers: object) -> list[Answer]:
    return read_answers(json.dumps(answers, ensure_ascii=False).encode(), "回答.json")


def test_an_entry_is_read_with_its_address() -> None:
    assert read(entry()) == [Answer(Address(10, FieldKind.ENTRY, 1, YEAR, PERIOD), Value("・開催した。"))]


def test_an_initiative_may_be_left_out_or_null() -> None:
    address = Address(10, FieldKind.ENTRY, None, YEAR, PERIOD)
    assert read(entry(initiative=...))[0].address == address
    assert read(entry(initiative=None))[0].address == address


def test_a_measures_outcome_needs_nothing_but_its_number() -> None:
    assert read({"measure": "1-2-(3)", "field": "outcome", "text": ""}) == [
        Answer(Address("1-2-(3)", FieldKind.OUTCOME), Value(""))
    ]


def test_an_initiative_named_for_what_belongs_to_the_measure_makes_no_difference() -> None:
    read_back = read({"measure": 10, "initiative": 1, "year": None, "period": None, "field": "record", "text": "x"})
    assert read_back[0].address == Address(10, FieldKind.RECORD)


@pytest.mark.parametrize("field", ["name", "content", "departments"])
def test_what_the_coordinator_may_edit_is_read_too(field: str) -> None:
    assert read({"measure": 10, "field": field, "text": "x"})[0].address == Address(10, FieldKind(field))


def test_answers_keep_their_order() -> None:
    numbers = [3, 1, 2]
    assert [one.address.measure for one in read(*(entry(measure=number) for number in numbers))] == numbers


@pytest.mark.parametrize("text", ["", ...])
def test_a_blank_has_a_reason_and_needs_no_text(text: object) -> None:
    assert read(entry(text=text, blank="ended"))[0].value == Value("", BlankReason.ENDED)


def test_cr_lf_becomes_lf() -> None:
    assert read(entry(text="a\r\nb\rc"))[0].value == Value("a\nb\nc")


def test_a_text_at_its_limit_is_read() -> None:
    assert len(read(entry(text="あ" * 100_000))[0].value.text) == 100_000


@pytest.mark.parametrize(
    ("answers", "place", "problem"),
    [
        ([entry(), entry()], "[1]", "「10.1.2021.second_half」への回答が重なっています。一つだけにしてください"),
        (
            [
                {"measure": 10, "field": "outcome", "text": "x"},
                {"measure": 10, "initiative": 1, "field": "outcome", "text": "y"},
            ],
            "[1]",
            "「10.outcome」への回答が重なっています。一つだけにしてください",
        ),
        (
            [entry(), entry(measure=11, blank="ended")],
            "[1]",
            "文章のある欄に、空白の理由が付いています。どちらか一つにしてください",
        ),
        ([entry(blank="done")], "[0].blank", "ended、not_applicable のどれかにしてください"),
        ([entry(text=...)], "[0]", "文章（text）か空白の理由（blank）のどちらかが要ります"),
        ([entry(text=..., blank=None)], "[0]", "文章（text）か空白の理由（blank）のどちらかが要ります"),
        ([entry(text=None)], "[0].text", "文字列にしてください"),
        ([entry(text="a\x07")], "[0].text", "文章に使えない文字（制御文字）が入っています：U+0007。取り除いてください"),
        (
            [entry(text="あ" * 100_001)],
            "[0].text",
            "文章が長すぎます（100001字）。100000字までにしてください",
        ),
        ([entry(measure=...)], "[0]", "項目「measure」がありません"),
        ([entry(measure=None)], "[0].measure", "0以上999999以下の整数 か 文字列にしてください"),
        ([entry(initiative=0)], "[0].initiative", "1以上100以下の整数にしてください"),
        ([entry(year=...)], "[0]", "年度（year）と期間（period）の両方が要ります"),
        ([entry(period=None)], "[0]", "年度（year）と期間（period）の両方が要ります"),
        ([entry(year="2021")], "[0].year", "1900以上2999以下の整数 か nullにしてください"),
        ([entry(year=21)], "[0].year", "1900以上2999以下の整数にしてください"),
        ([entry(period="下期")], "[0].period", "期間の識別子（例 first_half）にしてください"),
        ([entry(field="outcome")], "[0]", "年度（year）と期間（period）は記載（entry）だけに付けてください"),
        (
            [entry(field="memo")],
            "[0].field",
            "entry、outcome、record、name、content、departments のどれかにしてください",
        ),
        (
            [entry(value="x")],
            "[0]",
            "知らない項目「value」があります（使えるのは measure、initiative、year、period、field、text、blank）",
        ),
        (["x"], "[0]", "項目の組 { }にしてください"),
    ],
)
def test_a_faulty_list_is_refused_with_its_place(answers: list[object], place: str, problem: str) -> None:
    with pytest.raises(DocumentNotValid) as refused:
        read(*answers)
    assert (refused.value.place, refused.value.problem) == (place, problem)


@pytest.mark.parametrize("content", ["{}", '{"answers": []}', "null", '"x"'])
def test_what_is_no_list_is_refused(content: str) -> None:
    with pytest.raises(DocumentNotValid, match=r"全体 が正しくありません：並び \[ \]にしてください"):
        read_answers(content.encode(), "回答.json")


addresses = st.builds(
    Address,
    measure=st.integers(0, 999_999),
    field=st.just(FieldKind.ENTRY),
    initiative=st.none() | st.integers(1, 100),
    year=st.integers(1900, 2999),
    period=st.sampled_from(["plan", "first_half", "second_half"]),
) | st.builds(Address, measure=st.integers(0, 999_999), field=st.sampled_from([FieldKind.OUTCOME, FieldKind.RECORD]))
values = st.text(st.characters(exclude_categories=["Cc", "Cs"], include_characters="\n\t")).map(Value) | (
    st.sampled_from(BlankReason).map(lambda reason: Value("", reason))
)


@given(st.dictionaries(addresses, values, max_size=8))
def test_any_list_of_answers_is_read_as_it_was_meant(answers: dict[Address, Value]) -> None:
    documents = [
        {
            "measure": address.measure,
            "initiative": address.initiative,
            "year": address.year,
            "period": address.period,
            "field": address.field,
            "text": value.text,
            "blank": value.blank,
        }
        for address, value in answers.items()
    ]
    assert read(*documents) == [Answer(address, value) for address, value in answers.items()]


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["measure", "initiative", "year", "period", "field", "text", "blank"]), inner, max_size=7
        )
    ),
    max_leaves=20,
)


@given(json_values)
def test_any_document_is_read_or_refused(document: object) -> None:
    with contextlib.suppress(NotADocument, DocumentNotValid):
        read_answers(json.dumps(document).encode(), "回答.json")
