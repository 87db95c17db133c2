"""Documents from outside are checked by their schemas and refused in words that name the place."""

import contextlib
import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kyosei_desktop.domain.definition import PeriodKind
from kyosei_desktop.domain.plan_document import plan_document_text, plan_from_document
from kyosei_desktop.paths import BUILT_IN_DEFINITION, BUILT_IN_PLAN, SCHEMAS
from kyosei_desktop.store.documents import (
    DocumentNotValid,
    NotADocument,
    check_texts,
    has_plain_texts,
    json_bytes,
    load_definition,
    load_plan_document,
)
from kyosei_desktop.store.schemas import FORMAT_WORDS, KEYWORD_WORDS, PATTERN_WORDS
from tests.store.json_values import json_values

Change = Callable[[Any], object]


def built_in_plan() -> dict[str, Any]:
    document = json.loads(BUILT_IN_PLAN.read_bytes())
    assert isinstance(document, dict)
    return document


def built_in_definition() -> dict[str, Any]:
    document = json.loads(BUILT_IN_DEFINITION.read_bytes())
    assert isinstance(document, dict)
    return document


def refusal_of(load: Callable[[bytes, str], object], document: object) -> DocumentNotValid:
    with pytest.raises(DocumentNotValid) as refused:
        load(json_bytes(document), "計画.json")
    assert str(refused.value).startswith("「計画.json」")
    assert str(refused.value).endswith("。")
    return refused.value


# Schemas


def schema_parts(part: object) -> Iterator[dict[str, Any]]:
    if isinstance(part, dict):
        yield part
        for value in part.values():
            yield from schema_parts(value)
    elif isinstance(part, list):
        for value in part:
            yield from schema_parts(value)


def all_schemas() -> dict[str, Any]:
    return {path.name: json.loads(path.read_bytes()) for path in sorted(SCHEMAS.glob("*.schema.json"))}


def test_every_keyword_and_pattern_of_a_schema_has_its_words() -> None:
    structure = {"$schema", "$id", "$ref", "$defs", "title", "description", "properties", "items"}
    structure |= {"patternProperties", "if", "then", "else"}

    def check(schema: dict[str, Any]) -> None:
        assert set(schema) - structure <= set(KEYWORD_WORDS), schema
        if "pattern" in schema:
            assert schema["pattern"] in PATTERN_WORDS
        if "format" in schema:
            assert schema["format"] in FORMAT_WORDS
        for group in ("properties", "patternProperties", "$defs"):
            for name, inner in schema.get(group, {}).items():
                assert group != "patternProperties" or name in PATTERN_WORDS
                check(inner)
        for inner in (schema[key] for key in ("items", "if", "then", "else") if key in schema):
            check(inner)

    for schema in all_schemas().values():
        check(schema)


def test_every_key_of_every_format_is_described() -> None:
    for name, schema in all_schemas().items():
        assert schema["title"], name
        assert schema["description"], name
        for part in schema_parts(schema):
            if part.get("additionalProperties") is False:
                for key, inner in part.get("properties", {}).items():
                    assert "description" in inner or "$ref" in inner, (name, key)


def test_every_object_of_every_format_refuses_unknown_keys() -> None:
    for name, schema in all_schemas().items():
        for part in schema_parts(schema):
            if part.get("type") == "object":
                assert part.get("additionalProperties") is False, (name, part)


def test_no_schema_refers_to_anything_outside() -> None:
    local = tuple(schema["$id"] + "#" for schema in all_schemas().values())
    for schema in all_schemas().values():
        references = [part["$ref"] for part in schema_parts(schema) if "$ref" in part]
        assert all((one + "#").startswith(("#/$defs/", *local)) for one in references)


# Plan documents


def test_the_built_in_plan_comes_out_again_to_the_character() -> None:
    content = BUILT_IN_PLAN.read_bytes()
    ids = iter(range(10_000))
    plan = plan_from_document(load_plan_document(content, "a.json"), lambda: f"{next(ids):08x}")
    assert plan_document_text(plan).encode() == content


def initiative(document: Any) -> Any:
    return document["measures"][3]["initiatives"][0]


@pytest.mark.parametrize(
    ("change", "place", "problem"),
    [
        (lambda d: d.pop("title"), "全体", "項目「title」がありません"),
        (lambda d: d.update(title=""), "title", "1文字以上にしてください"),
        (lambda d: d.update(title=None), "title", "文字列にしてください"),
        (lambda d: d.update(subtitle=1), "subtitle", "文字列 か nullにしてください"),
        (lambda d: d.update(years=[]), "years", "1〜100個にしてください"),
        (lambda d: d.update(years=[2019, 2018]), "years[1]", "年度を小さい順に並べてください"),
        (lambda d: d.update(years=[2018, 2018]), "years", "同じものを二度書かないでください"),
        (lambda d: d.update(years=[1899]), "years[0]", "1900以上2999以下の整数にしてください"),
        (lambda d: d.update(years=[3000]), "years[0]", "1900以上2999以下の整数にしてください"),
        (lambda d: d.update(years=["2018"]), "years[0]", "1900以上2999以下の整数にしてください"),
        (lambda d: d.update(measures=[]), "measures", "1〜10000個にしてください"),
        (lambda d: d["measures"][1].update(no=True), "measures[1].no", "0以上999999以下の整数 か 文字列にしてください"),
        (lambda d: d["measures"][1].update(no=-1), "measures[1].no", "0以上999999以下の整数にしてください"),
        (
            lambda d: d["measures"][1].update(no="1\n2"),
            "measures[1].no",
            "改行や制御文字のない1行にしてください",
        ),
        (
            lambda d: d["measures"][1].update(no="1"),
            "measures[1].no",
            "施策の番号「1」が重なっています。施策ごとに違う番号にしてください",
        ),
        (lambda d: d["measures"][1].update(page=0), "measures[1].page", "1以上99999以下の整数にしてください"),
        (lambda d: d["measures"][1].update(initiatives=[]), "measures[1].initiatives", "1〜100個にしてください"),
        (
            lambda d: initiative(d).pop("years"),
            "measures[3].initiatives[0]",
            "項目「years」がありません",
        ),
        (
            lambda d: initiative(d).update(owner="福祉総務課"),
            "measures[3].initiatives[0]",
            "知らない項目「owner」があります（使えるのは departments、content、years、blanks）",
        ),
        (
            lambda d: initiative(d)["years"].update({"18": {}}),
            "measures[3].initiatives[0].years",
            "知らない項目「18」があります（使えるのは 西暦の年度（1900〜2999））",
        ),
        (
            lambda d: initiative(d)["years"]["2018"].update({"下期": ""}),
            "measures[3].initiatives[0].years.2018",
            "知らない項目「下期」があります（使えるのは 期間の識別子（例 first_half））",
        ),
        (
            lambda d: initiative(d)["years"]["2018"].update(plan=5),
            "measures[3].initiatives[0].years.2018.plan",
            "文字列にしてください",
        ),
        (
            lambda d: initiative(d)["years"]["2018"].update(plan="あ" * 100_001),
            "measures[3].initiatives[0].years.2018.plan",
            "100000文字以内にしてください",
        ),
        (
            lambda d: initiative(d)["years"]["2018"].update(plan="a\x07"),
            "measures[3].initiatives[0].years.2018.plan",
            "文章に使えない文字（制御文字）が入っています：U+0007。取り除いてください",
        ),
        (
            lambda d: initiative(d).update(departments=["職員課", "職員課"]),
            "measures[3].initiatives[0].departments",
            "同じものを二度書かないでください",
        ),
        (
            lambda d: initiative(d).update(departments=[]),
            "measures[3].initiatives[0].departments",
            "1〜100個にしてください",
        ),
        (
            lambda d: initiative(d).update(blanks={"2018": {"plan": "done"}}),
            "measures[3].initiatives[0].blanks.2018.plan",
            "ended、not_applicable のどれかにしてください",
        ),
        (
            lambda d: initiative(d).update(blanks={"2018": {"plan": "ended"}}),
            "measures[3].initiatives[0].blanks.2018.plan",
            "文章のある欄に、空白の理由が付いています。どちらか一つにしてください",
        ),
    ],
)
def test_a_plan_document_is_refused_with_the_place_and_what_is_allowed(
    change: Change, place: str, problem: str
) -> None:
    document = built_in_plan()
    initiative(document)["years"]["2018"]["plan"] = "・検討する。"
    change(document)
    refusal = refusal_of(load_plan_document, document)
    assert (refusal.place, refusal.problem) == (place, problem)


@pytest.mark.parametrize(
    "change",
    [
        lambda d: initiative(d)["years"].pop("2018"),
        lambda d: initiative(d).update(years={}),
        lambda d: initiative(d)["years"]["2018"].update(plan="あ" * 100_000),
        lambda d: initiative(d)["years"]["2018"].update(plan="a\r\nb\tc"),
        lambda d: d["measures"][1].update(no="1-2-(3)", page=None),
        lambda d: d.update(years=[1900, 2999]),
        lambda d: d.update(subtitle="令和３年度", as_of="令和４年３月末現在"),
    ],
)
def test_a_plan_document_may_vary_where_its_format_allows(change: Change) -> None:
    document = built_in_plan()
    change(document)
    assert load_plan_document(json_bytes(document), "計画.json") == document


def test_a_cell_that_only_its_reason_for_being_blank_names_gets_its_empty_text() -> None:
    document = built_in_plan()
    initiative(document)["years"].pop("2021")
    initiative(document)["blanks"] = {"2021": {"plan": "ended"}}
    loaded = load_plan_document(json_bytes(document), "計画.json")
    assert initiative(loaded)["years"]["2021"] == {"plan": ""}


# Definitions


def test_the_built_in_definition_is_loaded_with_its_types() -> None:
    definition = load_definition(BUILT_IN_DEFINITION.read_bytes(), "a.json")
    assert [one.kind for one in definition.periods] == [
        PeriodKind.PLANNED,
        PeriodKind.ACTUAL,
        PeriodKind.ACTUAL,
    ]
    assert definition.document == built_in_definition()


def without_entry_column(document: Any) -> None:
    document["columns"] = [one for one in document["columns"] if one["source"] != "entry"]


@pytest.mark.parametrize(
    ("change", "place", "problem"),
    [
        (lambda d: d.update(format_version=2), "format_version", "1 にしてください"),
        (
            lambda d: d["periods"][1].update(id="plan"),
            "periods[1].id",
            "期間「plan」が重なっています。id は期間ごとに違うものにしてください",
        ),
        (
            lambda d: d["periods"][1].update(half="second"),
            "periods[2].half",
            "half「second」が重なっています。first と second は一度ずつにしてください",
        ),
        (
            lambda d: d["periods"][1].update(id="First"),
            "periods[1].id",
            "期間の識別子（例 first_half）にしてください",
        ),
        (lambda d: d["periods"][1].update(months=[13]), "periods[1].months[0]", "1以上12以下の整数にしてください"),
        (
            lambda d: d["columns"][0].update(source="name"),
            "columns[1].source",
            "列「name」が重なっています。source は列ごとに違うものにしてください",
        ),
        (without_entry_column, "columns", "年度ごとの列がありません。source が entry の列を加えてください"),
        (lambda d: d["columns"][0].update(width_em=0), "columns[0].width_em", "0.5以上200以下の数にしてください"),
        (
            lambda d: d["columns"][0].update(align="middle"),
            "columns[0].align",
            "left、center、right のどれかにしてください",
        ),
        (
            lambda d: d["eras"][4].update(starts_on="2019-02-30"),
            "eras[4].starts_on",
            "暦にある日付（例 2021-10-15）にしてください",
        ),
        (
            lambda d: d["eras"][4].update(starts_on="令和元年5月1日"),
            "eras[4].starts_on",
            "日付（例 2021-10-15）にしてください",
        ),
        (lambda d: d["eras"].reverse(), "eras[1].starts_on", "元号を始まりの早い順に並べてください"),
        (lambda d: d["fonts"].update(min_pt=10), "fonts.min_pt", "min_pt は max_pt（9.5）以下にしてください"),
        (lambda d: d["page"].update(margin_mm=-1), "page.margin_mm", "0以上45以下の数にしてください"),
        (
            lambda d: d["columns"][0].update(title="a\x00"),
            "columns[0].title",
            "文章に使えない文字（制御文字）が入っています：U+0000。取り除いてください",
        ),
    ],
)
def test_a_definition_is_refused_with_the_place_and_what_is_allowed(change: Change, place: str, problem: str) -> None:
    document = built_in_definition()
    change(document)
    refusal = refusal_of(load_definition, document)
    assert (refusal.place, refusal.problem) == (place, problem)


@given(st.data())
def test_any_damage_to_a_definition_is_refused_or_harmless(data: st.DataObject) -> None:
    document = built_in_definition()
    part: Any = document
    while isinstance(part, (dict, list)) and part:
        keys = list(part) if isinstance(part, dict) else list(range(len(part)))
        key = data.draw(st.sampled_from(keys))
        if not isinstance(part[key], (dict, list)) or data.draw(st.booleans()):
            part[key] = data.draw(json_values)
            break
        part = part[key]
    with contextlib.suppress(NotADocument, DocumentNotValid):
        load_definition(json_bytes(document), "様式.json")


CONTROLS = [chr(one) for one in (*range(0x20), *range(0x7F, 0xA0), 0xD800, 0xDFFF)]


@pytest.mark.parametrize("is_escaped", [True, False])
def test_the_first_look_at_texts_passes_over_none_that_is_refused(is_escaped: bool) -> None:
    for one in CONTROLS:
        content = json.dumps({"text": f"一\\{one}"}, ensure_ascii=is_escaped).encode("utf-8", "surrogatepass")
        if not is_escaped and "\ud800" <= one <= "\udfff":
            continue  # no UTF-8
        if one not in "\n\t":
            with pytest.raises(DocumentNotValid):
                check_texts(json.loads(content), "文書", is_exact=True)
            assert not has_plain_texts(content)
    assert not has_plain_texts(json_bytes({"text": "一" * 100_001}))
    assert has_plain_texts(json_bytes({"text": '一行目\n二行目\t"引用" / 😀'}))
