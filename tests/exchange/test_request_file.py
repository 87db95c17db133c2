"""Request files: what the coordinator hands out is what the department's program reads."""

import contextlib
import dataclasses
import json
from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kyosei_desktop.domain.merge import RevisionId, SourceId
from kyosei_desktop.domain.plan import (
    BlankReason,
    Department,
    DepartmentId,
    Field,
    FieldId,
    FieldKind,
    Initiative,
    InitiativeId,
    Measure,
    MeasureId,
    PeriodId,
    Plan,
    PlanId,
    Value,
)
from kyosei_desktop.domain.plan_document import plan_from_document
from kyosei_desktop.domain.rounds import RoundId
from kyosei_desktop.domain.years import FiscalYear
from kyosei_desktop.exchange.container import ContainerKind, read_container, write_container
from kyosei_desktop.exchange.refusals import (
    ContentAltered,
    FileRefused,
    RequestNotUsable,
    SubmissionInsteadOfRequest,
)
from kyosei_desktop.exchange.request_file import (
    RequestedField,
    RequestFile,
    RequestRound,
    read_request,
    write_request,
)
from kyosei_desktop.paths import BUILT_IN_DEFINITION, BUILT_IN_PLAN
from kyosei_desktop.store.documents import DocumentNotValid, load_definition, load_plan_document

DEFINITION = load_definition(BUILT_IN_DEFINITION.read_bytes(), "様式.json")
OWN, OTHER = Department(DepartmentId("d" * 32), "生活福祉課"), Department(DepartmentId("e" * 32), "福祉総務課")
FIRST, SECOND = PeriodId("first_half"), PeriodId("second_half")
KEY = bytes(range(32))


def request() -> RequestFile:
    """A request for №34, of which the department carries the second initiative."""
    measure, initiative = MeasureId("a" * 32), InitiativeId("b" * 32)
    entries = {
        (FiscalYear(2020), FIRST): Value("*****\n（令和３年度からの取組を予定）"),
        (FiscalYear(2020), SECOND): Value("", BlankReason.NOT_APPLICABLE),
        (FiscalYear(2021), FIRST): Value("・相談会を２回開催した。𠮷🙂\t"),
        (FiscalYear(2021), SECOND): Value(""),
    }
    plan = Plan(
        id=PlanId("0" * 32),
        title="福祉政策",
        subtitle=None,
        as_of="令和４年３月末現在",
        years=(FiscalYear(2020), FiscalYear(2021)),
        departments=(OWN, OTHER),
        measures=(
            Measure(
                id=measure,
                no=34,
                page=12,
                name="相談体制の充実",
                outcome="",
                record="・実施した。",
                initiatives=(Initiative(initiative, "相談会を開く。", (OWN.id, OTHER.id), entries),),
            ),
        ),
    )
    asked = (
        Field(FieldKind.ENTRY, measure, initiative, FiscalYear(2021), SECOND),
        Field(FieldKind.ENTRY, measure, initiative, FiscalYear(2022), PeriodId("plan")),
        Field(FieldKind.OUTCOME, measure),
        Field(FieldKind.RECORD, measure),
    )
    return RequestFile(
        plan=plan,
        definition=DEFINITION,
        round=RequestRound(RoundId("1" * 32), FiscalYear(2021), SECOND, date(2022, 4, 15)),
        department=OWN,
        id=SourceId("2" * 32),
        made_at=datetime(2022, 3, 30, 23, 59, 59, 999_999, tzinfo=UTC),
        is_return=False,
        reason=None,
        key=KEY,
        initiative_numbers={initiative: 2},
        fields=tuple(
            RequestedField(
                field=one.id,
                heads=(RevisionId(f"{number:032x}"),),
                known=(RevisionId(f"{number:032x}"), RevisionId(f"{number + 100:032x}")),
                value=plan.value(one),
                is_required=number == 0,
                note=None,
            )
            for number, one in enumerate(asked)
        ),
    )


CONTENT = write_request(request())


def rewritten(change: Callable[[Any], object], key: bytes = KEY) -> bytes:
    """The valid file with another payload, rightly signed."""
    container = read_container(CONTENT, "照会.kyoq")
    payload = json.loads(json.dumps(container.payload))
    change(payload)
    return write_container(container.manifest, payload, key)


def test_what_is_written_is_read_back() -> None:
    read = read_request(CONTENT, "照会.kyoq")
    assert read == request()
    assert read.places == request().places


def test_the_same_request_gives_the_same_bytes() -> None:
    assert write_request(request()) == CONTENT


def test_a_return_carries_its_reason_and_the_notes() -> None:
    fields = tuple(dataclasses.replace(one, note="人数の単位を\n入れてください") for one in request().fields)
    returned = dataclasses.replace(request(), is_return=True, reason="単位がありません", fields=fields)
    assert read_request(write_request(returned), "照会.kyoq") == returned


def test_the_payload_has_exactly_the_keys_of_the_format() -> None:
    payload = read_container(CONTENT, "照会.kyoq").payload
    assert set(payload) == {
        *("definition", "plan", "round", "department", "request", "key", "departments", "measures", "fields")
    }
    assert payload["definition"] == json.loads(BUILT_IN_DEFINITION.read_bytes())
    assert payload["key"] == KEY.hex()
    assert payload["request"] == {
        "id": "2" * 32,
        "made_at": "2022-03-30T23:59:59.999999+00:00",
        "kind": "ask",
        "reason": None,
    }
    (measure,) = payload["measures"]
    assert measure["initiatives"][0]["number"] == 2
    assert measure["initiatives"][0]["blanks"] == {"2020": {"second_half": "not_applicable"}}
    assert payload["fields"][0]["id"] == "b" * 32 + ".2021.second_half"


def test_blanks_are_left_out_where_there_are_none() -> None:
    (measure,) = request().plan.measures
    (initiative,) = measure.initiatives
    cells = {place: Value("x") for place in initiative.entries}
    bare = dataclasses.replace(
        request().plan,
        measures=(dataclasses.replace(measure, initiatives=(dataclasses.replace(initiative, entries=cells),)),),
    )
    content = write_request(dataclasses.replace(request(), plan=bare))
    payload = read_container(content, "照会.kyoq").payload
    assert "blanks" not in payload["measures"][0]["initiatives"][0]


def test_the_places_of_the_fields_are_found_beyond_the_plans_years_too() -> None:
    places = read_request(CONTENT, "照会.kyoq").places
    assert [place.id for place in places.values()] == list(places)
    assert [(place.kind, place.year, place.period) for place in places.values()] == [
        (FieldKind.ENTRY, 2021, "second_half"),
        (FieldKind.ENTRY, 2022, "plan"),
        (FieldKind.OUTCOME, None, None),
        (FieldKind.RECORD, None, None),
    ]


def test_the_whole_built_in_plan_travels_in_a_small_file() -> None:
    ids = iter(range(1, 10_000))
    plan = plan_from_document(load_plan_document(BUILT_IN_PLAN.read_bytes(), "計画.json"), lambda: f"{next(ids):032x}")
    asked = [one for one in plan.fields() if one.kind in (FieldKind.ENTRY, FieldKind.OUTCOME, FieldKind.RECORD)]
    numbers = {one.id: number for measure in plan.measures for number, one in enumerate(measure.initiatives, start=1)}
    whole = dataclasses.replace(
        request(),
        plan=plan,
        department=plan.departments[0],
        initiative_numbers=numbers,
        fields=tuple(
            RequestedField(one.id, (RevisionId("f" * 32),), (), plan.value(one), is_required=True) for one in asked
        ),
    )
    content = write_request(whole)
    assert len(content) < 200_000
    assert read_request(content, "照会.kyoq") == whole


def initiative_of(payload: Any) -> Any:
    return payload["measures"][0]["initiatives"][0]


@pytest.mark.parametrize(
    ("change", "cause"),
    [
        (lambda p: p["plan"].update(id="9" * 32), "見出しと中身が別の照会のものです"),
        (lambda p: p["round"].update(id="9" * 32), "見出しと中身が別の照会のものです"),
        (lambda p: p["request"].update(id="9" * 32), "見出しと中身が別の照会のものです"),
        (lambda p: p.update(department=p["departments"][1]), "見出しと中身が別の照会のものです"),
        (
            lambda p: p["request"].update(made_at="2022-03-31T00:00:00+00:00"),
            "見出しと中身が別の照会のものです",
        ),
        (lambda p: p["departments"].append(p["departments"][0]), f"担当課「{OWN.id}」が重なっています"),
        (lambda p: p["department"].update(name="別の課"), "照会先の担当課が担当課の一覧にありません"),
        (lambda p: p["departments"].pop(), "取組の担当課が担当課の一覧にありません"),
        (
            lambda p: p["measures"].append(
                {**p["measures"][0], "id": "3" * 32, "initiatives": [dict(initiative_of(p))]}
            ),
            "施策の番号「34」が重なっています",
        ),
        (
            lambda p: p["measures"].append({**p["measures"][0], "no": "35", "id": "3" * 32}),
            f"施策か取組の識別子「{'b' * 32}」が重なっています",
        ),
        (
            lambda p: initiative_of(p).update(id=p["measures"][0]["id"]),
            f"施策か取組の識別子「{'a' * 32}」が重なっています",
        ),
        (
            lambda p: p["measures"][0]["initiatives"].append({**initiative_of(p), "id": "3" * 32}),
            "同じ施策の取組の番号「2」が重なっています",
        ),
        (lambda p: p["fields"].append(p["fields"][0]), f"欄「{'b' * 32}.2021.second_half」が重なっています"),
        (lambda p: p["plan"].update(years=[2021, 2020]), "年度が小さい順に並んでいません"),
        (lambda p: p["round"].update(period="third_quarter"), "期間「third_quarter」は様式にありません"),
        (
            lambda p: initiative_of(p)["years"].update({"2021": {"third_quarter": ""}}),
            "期間「third_quarter」は様式にありません",
        ),
        (
            lambda p: initiative_of(p)["blanks"].update({"2021": {"first_half": "ended"}}),
            "measures[0].initiatives[0].blanks.2021.first_half：文章のある欄に、空白の理由が付いています。どちらか一つにしてください",
        ),
        (
            lambda p: p["fields"][3].update(blank="ended"),
            f"{'a' * 32}.record：文章のある欄に、空白の理由が付いています。どちらか一つにしてください",
        ),
        (
            lambda p: p["definition"]["periods"][0].update(id="first_half"),
            "periods[1].id：期間「first_half」が重なっています。id は期間ごとに違うものにしてください",
        ),
    ],
)
def test_a_request_whose_parts_contradict_each_other_is_refused(change: Callable[[Any], object], cause: str) -> None:
    with pytest.raises(RequestNotUsable) as refused:
        read_request(rewritten(change), "照会.kyoq")
    assert refused.value.cause == cause


@pytest.mark.parametrize(
    "field",
    [
        "9" * 32 + ".2021.second_half",
        "b" * 32 + ".2021.third_quarter",
        "b" * 32 + ".outcome",
        "b" * 32 + ".content",
        "b" * 32 + ".02021.second_half",
        "b" * 32 + ".2021.second_half.x",
        "b" * 32 + ".second_half.2021",
        "a" * 32 + ".2021.second_half",
        "a" * 32 + ".name",
        "a" * 32 + ".entry",
        "9" * 32 + ".outcome",
    ],
)
def test_a_field_that_is_not_one_of_the_requests_is_refused(field: str) -> None:
    with pytest.raises(RequestNotUsable) as refused:
        read_request(rewritten(lambda payload: payload["fields"][0].update(id=field)), "照会.kyoq")
    assert refused.value.cause == f"欄「{field}」はこの照会の施策のものではありません"


def test_a_request_that_no_department_could_open_is_not_written() -> None:
    foreign = dataclasses.replace(request().fields[0], field=FieldId("9" * 32 + ".outcome"))
    with pytest.raises(RequestNotUsable):
        write_request(dataclasses.replace(request(), fields=(foreign,)))
    headless = dataclasses.replace(request().fields[0], heads=())
    with pytest.raises(DocumentNotValid, match=r"「照会ファイル」の fields\[0\].heads"):
        write_request(dataclasses.replace(request(), fields=(headless,)))


def test_a_request_signed_with_another_key_than_its_own_is_altered() -> None:
    with pytest.raises(ContentAltered):
        read_request(rewritten(lambda payload: payload["request"].update(reason="x"), key=bytes(32)), "照会.kyoq")


def test_a_submission_is_not_read_as_a_request() -> None:
    container = read_container(CONTENT, "照会.kyoq")
    manifest = dataclasses.replace(container.manifest, kind=ContainerKind.SUBMISSION, work_file="4" * 32)
    nothing: dict[str, Any] = {
        "serial": 1,
        "is_complete": False,
        "person": None,
        "extension": None,
        "message": None,
        "answers": [],
    }
    with pytest.raises(SubmissionInsteadOfRequest):
        read_request(write_container(manifest, nothing, KEY), "回答.kyoa")


texts = st.text(st.characters(exclude_categories=["Cc", "Cs"], include_characters="\n\t"), max_size=30)
remarks = st.none() | texts
values = texts.map(Value) | st.sampled_from(BlankReason).map(lambda reason: Value("", reason))
ids = st.uuids().map(lambda one: one.hex)
moments = st.integers(0, 2**34).map(lambda seconds: datetime.fromtimestamp(seconds + 0.25, UTC))


@st.composite
def requests(draw: st.DrawFn) -> RequestFile:
    given_request = request()
    (measure,) = given_request.plan.measures
    (initiative,) = measure.initiatives
    places = st.tuples(st.integers(1900, 2999).map(FiscalYear), st.sampled_from([one.id for one in DEFINITION.periods]))
    entries = draw(st.dictionaries(places, values, max_size=6))
    initiative = dataclasses.replace(initiative, content=draw(texts), entries=entries)
    measure = dataclasses.replace(
        measure,
        no=draw(st.integers(0, 999_999) | st.sampled_from(["1-2-(3)", "イ"])),
        page=draw(st.none() | st.integers(1, 99_999)),
        name=draw(texts),
        outcome=draw(texts),
        record=draw(texts),
        initiatives=(initiative,),
    )
    plan = dataclasses.replace(given_request.plan, subtitle=draw(remarks), measures=(measure,))
    return dataclasses.replace(
        given_request,
        plan=plan,
        made_at=draw(moments),
        is_return=draw(st.booleans()),
        reason=draw(remarks),
        key=draw(st.binary(min_size=32, max_size=32)),
        fields=tuple(
            dataclasses.replace(
                one,
                heads=tuple(map(RevisionId, draw(st.lists(ids, min_size=1, max_size=3, unique=True)))),
                value=draw(values),
                is_required=draw(st.booleans()),
                note=draw(remarks),
            )
            for one in given_request.fields
        ),
    )


@given(requests())
def test_any_request_is_read_back_equal(given_request: RequestFile) -> None:
    assert read_request(write_request(given_request), "照会.kyoq") == given_request


json_values: st.SearchStrategy[object] = st.one_of(
    st.none(), st.booleans(), st.integers(-5, 3000), st.text(max_size=5), st.just([]), st.just({})
)


@given(st.data())
def test_any_change_inside_a_signed_request_is_refused_or_harmless(data: st.DataObject) -> None:
    def change(payload: Any) -> None:
        part = payload
        while True:
            key = data.draw(st.sampled_from(list(part) if isinstance(part, dict) else list(range(len(part)))))
            if not part[key] or not isinstance(part[key], (dict, list)) or data.draw(st.booleans()):
                part[key] = data.draw(json_values)
                return
            part = part[key]

    with contextlib.suppress(FileRefused, DocumentNotValid):
        read_request(rewritten(change), "照会.kyoq")
