"""A stored file of every format that was ever released is read as long as there is a program.

The files under `tests/data` are never made anew: whoever changes a format adds a file of the new version beside those
that are there, and its line here. A ledger's `ledger-NNNN` is as its migration left it.
"""

import re
import shutil
import zipfile
from pathlib import Path
from typing import Any

import pytest

from kyosei_desktop.domain.plan import BlankReason, Value
from kyosei_desktop.domain.years import FiscalYear
from kyosei_desktop.exchange.answers import read_answers
from kyosei_desktop.exchange.checking import check_file
from kyosei_desktop.exchange.container import FORMAT_VERSION
from kyosei_desktop.exchange.excel_form_reading import read_form
from kyosei_desktop.exchange.mapping_file import load_mapping
from kyosei_desktop.exchange.request_file import read_request
from kyosei_desktop.exchange.spreadsheet import open_spreadsheet
from kyosei_desktop.exchange.submission_file import read_submission
from kyosei_desktop.exchange.work_file import open_request
from kyosei_desktop.exchange.workbook_plan import recognise_any
from kyosei_desktop.paths import BASE, SCHEMAS
from kyosei_desktop.store.documents import load_definition, load_plan_document, parse_json
from kyosei_desktop.store.drafts import load_drafts
from kyosei_desktop.store.history import list_changes
from kyosei_desktop.store.ledger import open_ledger, utc_now
from kyosei_desktop.store.schemas import first_problem
from kyosei_desktop.store.work_files import read_work

DATA = Path(__file__).parents[1] / "data"
LEDGERS = sorted(DATA.glob("ledger-*.kyosei"))

# Every file, with what is read of it. "1" is the format's version.
SAMPLES = {
    "request-without-suggestion.kyoq": 1,
    "request-with-suggestion.kyoq": 1,
    "return.kyoq": 1,
    "submission-without-ticks.kyoa": 1,
    "submission-with-ticks.kyoa": 1,
    "definition.json": 1,
    "plan.json": 1,
    "answers.json": 1,
    "mapping.json": 1,
    "archive.zip": 1,
    "excel-form.xlsx": 1,
    "official-workbook.xlsx": 1,
    **{one.name: int(one.stem[-4:]) for one in LEDGERS},
}


def content_of(name: str) -> bytes:
    return (DATA / name).read_bytes()


def document_of(name: str, member: str) -> dict[str, Any]:
    with zipfile.ZipFile(DATA / name) as archive:
        document = parse_json(archive.read(member), name)
    assert isinstance(document, dict)
    return document


def test_every_stored_file_is_read_here() -> None:
    assert {one.name for one in DATA.iterdir() if one.is_file()} == set(SAMPLES)


def test_there_is_a_request_and_a_submission_of_every_version() -> None:
    for suffix in (".kyoq", ".kyoa"):
        stored = {document_of(name, "manifest.json")["format_version"] for name in SAMPLES if name.endswith(suffix)}
        assert stored == set(range(1, FORMAT_VERSION + 1))


def test_there_is_a_ledger_of_every_migration() -> None:
    migrations = {one.name[:4] for one in (BASE / "db" / "versions").glob("[0-9]*.py")}
    assert {one.stem[-4:] for one in LEDGERS} == migrations


def test_every_schema_has_a_stored_file() -> None:
    of_schema = {
        "manifest": "return.kyoq",
        "request": "return.kyoq",
        "submission": "submission-with-ticks.kyoa",
        "definition": "definition.json",
        "plan": "plan.json",
        "answers": "answers.json",
        "mapping": "mapping.json",
        "excel-form": "excel-form.xlsx",
        "archive": "archive.zip",
    }
    schemas = {one.name.removesuffix(".schema.json") for one in SCHEMAS.glob("*.schema.json")}
    assert schemas == {*of_schema, "common"}
    assert set(of_schema.values()) <= set(SAMPLES)


@pytest.mark.parametrize("path", LEDGERS, ids=lambda path: path.stem)
def test_a_stored_ledger_is_raised_to_the_present_with_all_that_is_in_it(path: Path, tmp_path: Path) -> None:
    copy = tmp_path / path.name
    shutil.copy(path, copy)
    with open_ledger(copy) as ledger:
        assert [str(one.no) for one in ledger.plan().measures][:3] == ["1", "2", "3"]
        assert list_changes(ledger)
    assert check_file(copy).is_ok


@pytest.mark.parametrize("name", [name for name in SAMPLES if name.endswith(".kyoq")])
def test_a_stored_request_is_opened(name: str, tmp_path: Path) -> None:
    request = read_request(content_of(name), name)
    shutil.copy(DATA / name, tmp_path / name)
    with open_request(tmp_path / name, tmp_path / "作業.kyosei", author="担当者") as work:
        offered = {field: one.value for field, one in load_drafts(work).items()}
        assert read_work(work).department == request.department
    suggestions = {one.field: Value(one.suggestion) for one in request.fields if one.suggestion is not None}

    assert offered == suggestions
    assert bool(suggestions) is (name == "request-with-suggestion.kyoq")
    assert (request.reason or "") == ("回数の内訳を書いてください" if name == "return.kyoq" else "")


def test_stored_submissions_say_what_they_always_said() -> None:
    ticks = {}
    for name in ("submission-without-ticks.kyoa", "submission-with-ticks.kyoa"):
        submission = read_submission(content_of(name), name).claimed
        assert submission.answers
        assert check_file(DATA / name).is_ok
        ticks[name] = len(submission.acknowledgements)
    assert list(ticks.values()) == [0, 1]


def test_stored_documents_are_read() -> None:
    assert load_definition(content_of("definition.json"), "definition.json").id == "half-yearly-a3"
    plan = load_plan_document(content_of("plan.json"), "plan.json")
    assert [one["no"] for one in plan["measures"]] == [1, 2, 3, "4-(1)"]
    answers = read_answers(content_of("answers.json"), "answers.json")
    assert [one.value for one in answers] == [
        Value("・相談を26回受けた。\n・窓口を広げた。"),
        Value("", BlankReason.NOT_APPLICABLE),
        Value("・冊子が行き渡った。"),
    ]
    assert load_mapping(content_of("mapping.json"), "mapping.json").sheets


def test_a_stored_excel_form_brings_its_answers() -> None:
    form = read_form(content_of("excel-form.xlsx"), "excel-form.xlsx", utc_now())

    assert sorted((one.value.text, one.value.blank) for one in form.claimed.answers) == [
        ("", "not_applicable"),
        ("・催しを３回開いた。", None),
    ]


def test_a_stored_official_workbook_is_recognised() -> None:
    found = recognise_any(open_spreadsheet(DATA / "official-workbook.xlsx"), "official-workbook.xlsx")

    assert found is not None
    recognised, definition = found
    assert (len(recognised.measures), definition.id) == (4, "half-yearly-a3")
    assert recognised.notes is not None


def test_a_stored_archive_is_as_its_schema_says() -> None:
    document = document_of("archive.zip", "ledger.json")
    assert first_problem(document, "archive") is None
    texts = [one["text"] for field in document["fields"] for one in field["revisions"]]
    assert {"施策1の名前", "前年の予定"} <= set(texts)


def test_every_key_and_every_schema_is_documented() -> None:
    """`docs/formats.md` names each schema, and each schema describes each of its keys."""
    text = (BASE / "docs" / "formats.md").read_text("utf-8")
    for path in SCHEMAS.glob("*.schema.json"):
        name = path.name.removesuffix(".schema.json")
        assert re.search(rf"`{name}(\.schema\.json)?`", text), name
        assert undescribed(parse_json(path.read_bytes(), path.name), name) == [], name


def undescribed(part: object, place: str) -> list[str]:
    """The keys that a schema has without saying what they are, but by a reference to what says it."""
    if isinstance(part, list):
        return [one for number, item in enumerate(part) for one in undescribed(item, f"{place}[{number}]")]
    if not isinstance(part, dict):
        return []
    found = []
    for key, schema in part.get("properties", {}).items():
        is_said = isinstance(schema, dict) and ("description" in schema or "$ref" in schema or "const" in schema)
        found += [] if is_said else [f"{place}.{key}"]
    # Conditions speak of keys that are described where they stand.
    below = {key: item for key, item in part.items() if key not in ("if", "then", "else")}
    return found + [one for key, item in below.items() for one in undescribed(item, f"{place}.{key}")]


def test_years_are_read_as_numbers_and_never_as_eras() -> None:
    """What stands in a stored answer for ever: fiscal years by the Western year in which they start."""
    years = {one.address.year for one in read_answers(content_of("answers.json"), "answers.json")}
    assert FiscalYear(2021) in years
