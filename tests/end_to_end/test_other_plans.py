"""The whole cycle on reports of another shape: a yearly one without halves, and one of quarters, portrait."""

import json
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import openpyxl
import pypdfium2
import pytest

from kyosei_desktop.domain.plan import Address, FieldKind, PeriodId
from kyosei_desktop.domain.years import FiscalYear
from kyosei_desktop.paths import FONTS, PLANS
from kyosei_desktop.report.pages import compose_report
from kyosei_desktop.report.readback import visible_characters
from kyosei_desktop.store.ledger import open_ledger
from tests.report.libre_office import LibreOffice
from tests.shell import Ran, address_of, in_process, write_answers

pytestmark = pytest.mark.deep

YEAR = FiscalYear(2024)


@dataclass(frozen=True)
class Case:
    """A shipped definition with what happens to its example.

    `shared` is an initiative (measure, number) of two departments, `first` and `second`; `lone` is one of the second
    department alone. `period` is asked for, and beside it the one of outcome and record that the report shows.
    """

    definition: str
    period: str
    periods: tuple[str, ...]
    first: str
    second: str
    shared: tuple[int | str, int]
    lone: tuple[int | str, int]
    asked_beside: FieldKind
    sheet_mm: tuple[int, int]

    def entry(self, place: tuple[int | str, int]) -> Address:
        return Address(place[0], FieldKind.ENTRY, place[1], YEAR, PeriodId(self.period))

    @property
    def conflict(self) -> str:
        return ".".join(map(str, (*self.shared, YEAR, self.period)))


CASES = (
    Case(
        "yearly-a4",
        "result",
        ("plan", "result"),
        "健康づくり課",
        "高齢介護課",
        shared=(5, 1),
        lone=(3, 2),
        asked_beside=FieldKind.OUTCOME,
        sheet_mm=(297, 210),
    ),
    Case(
        "quarterly-a4",
        "q3",
        ("plan", "q1", "q2", "q3", "q4"),
        "商工労政課",
        "農政課",
        shared=("1-1-2-1", 2),
        lone=("1-1-2-1", 1),
        asked_beside=FieldKind.RECORD,
        sheet_mm=(210, 297),
    ),
)


@pytest.fixture(scope="module")
def spreadsheets(tmp_path_factory: pytest.TempPathFactory) -> LibreOffice:
    """LibreOffice with the report's typeface."""
    return LibreOffice(tmp_path_factory.mktemp("libreoffice"), [Path("/usr/share/fonts"), FONTS])


@dataclass
class Cycle:
    """A folder with everything that the cycle made, and what each command said."""

    case: Case
    folder: Path
    ran: dict[str, Ran] = field(default_factory=dict)

    def run(self, step: str, *arguments: object) -> Ran:
        self.ran[step] = in_process(*arguments)
        return self.ran[step]

    def file(self, name: str) -> Path:
        return self.folder / name

    @property
    def plan(self) -> dict[str, Any]:
        """The plan document at the end."""
        document: dict[str, Any] = json.loads(self.file("計画.json").read_text("utf-8"))
        return document

    def cell(self, place: tuple[int | str, int]) -> str:
        """The text of the round's cell at the end."""
        measure = next(one for one in self.plan["measures"] if one["no"] == place[0])
        text: str = measure["initiatives"][place[1] - 1]["years"][str(YEAR)][self.case.period]
        return text


@pytest.fixture(scope="module", params=CASES, ids=lambda case: case.definition)
def cycle(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Cycle:
    """One cycle from the new ledger to all files of the report."""
    case: Case = request.param
    made = Cycle(case, tmp_path_factory.mktemp(case.definition))
    run, file = made.run, made.file
    ledger = file("台帳.kyosei")
    run("init", "init", ledger, "--definition", case.definition, "--json")
    when = ("--year", YEAR, "--due", "2199-04-15")
    run("half", "round", ledger, *when, "--half", "first")
    asks = f"entry,next_plan,{case.asked_beside}"
    run("round", "round", ledger, *when, "--period", case.period, "--fields", asks, "--json")
    requests = {
        one["department"]: Path(one["file"])
        for one in run("request", "request", ledger, "--out", file("照会"), "--json").json["files"]
    }

    beside = Address(case.shared[0], case.asked_beside)
    first = {case.entry(case.shared): "・体験会を２回開いた。", beside: "・おおむね順調である。"}
    second = {
        case.entry(case.shared): "・体験会を３回開いた。",
        case.entry(case.lone): "・研修を行った。\n・" + "長い文。" * 60,
    }
    for name, texts in ((case.first, first), (case.second, second)):
        answers = write_answers(file(f"{name}.json"), texts)
        said = ("--answers", answers, "--out", file(f"{name}.kyoa"), "--partial", "--json")
        run(f"fill {name}", "fill", requests[name], *said)
    files = [file(f"{name}.kyoa") for name in (case.first, case.second)]
    run("merge", "merge", ledger, *files, "--json")
    run("conflicts", "conflicts", ledger, "--json")
    run("settle", "settle", ledger, case.conflict, "--take", 2, "--json")

    back = ("--reason", "数を入れてください", "--measure", f"{case.lone[0]}:entry", "--out", file("差戻し.kyoq"))
    run("return", "return", ledger, "--department", case.second, *back, "--json")
    answers = write_answers(file("再.json"), {case.entry(case.lone): "・研修を２回行い、延べ63人が参加した。"})
    work = requests[case.second].with_suffix(".kyosei")
    said = ("--work", work, "--answers", answers, "--out", file("再.kyoa"), "--partial", "--json")
    run("fill again", "fill", file("差戻し.kyoq"), *said)
    run("merge again", "merge", ledger, file("再.kyoa"), "--json")
    run("accept", "accept", ledger, "--department", case.second, "--json")
    run("status", "status", ledger, "--json")

    names = {
        "--pdf": "報告.pdf",
        "--xlsx": "報告.xlsx",
        "--csv": "データ.csv",
        "--data-xlsx": "データ.xlsx",
        "--plan": "計画.json",
    }
    targets = [one for option, name in names.items() for one in (option, file(name))]
    run("export", "export", ledger, *targets, "--json")
    run("close", "round", ledger, "--close", "--json")
    return made


def texts_of(plan: dict[str, Any]) -> list[str]:
    """Every entry of a plan document."""
    return [
        text
        for measure in plan["measures"]
        for initiative in measure["initiatives"]
        for cells in initiative["years"].values()
        for text in cells.values()
    ]


def test_the_example_makes_the_ledger(cycle: Cycle) -> None:
    said = cycle.ran["init"].json
    assert (said["definition"], said["measures"]) == (cycle.case.definition, 14)


def test_a_half_is_refused_with_the_periods_that_there_are(cycle: Cycle) -> None:
    assert "、".join(f"--period {one}" for one in cycle.case.periods) in cycle.ran["half"].sentence


def test_a_round_of_any_period_asks_each_owner(cycle: Cycle) -> None:
    assert cycle.ran["round"].json["period"] == cycle.case.period
    departments = {one["department"] for one in cycle.ran["request"].json["files"]}
    plan = json.loads((PLANS / f"{cycle.case.definition}.json").read_text("utf-8"))
    owners = {name for one in plan["measures"] for part in one["initiatives"] for name in part["departments"]}
    assert departments == owners


def test_every_command_of_the_cycle_does_its_part(cycle: Cycle) -> None:
    failed = {step: ran for step, ran in cycle.ran.items() if ran.code != 0 and step != "half"}
    assert failed == {}


def test_two_owners_who_differ_are_in_conflict_until_it_is_settled(cycle: Cycle) -> None:
    (conflict,) = cycle.ran["conflicts"].json["conflicts"]
    assert conflict["id"] == cycle.case.conflict
    place = address_of(conflict)
    assert (place["measure"], place["initiative"], place["period"]) == (*cycle.case.shared, cycle.case.period)
    assert [one["department"] for one in conflict["texts"]] == [cycle.case.first, cycle.case.second]
    assert cycle.cell(cycle.case.shared) == "・体験会を３回開いた。"


def test_what_was_returned_and_answered_again_counts(cycle: Cycle) -> None:
    assert cycle.ran["merge again"].json["files"][0]["taken"] == 1
    assert cycle.cell(cycle.case.lone) == "・研修を２回行い、延べ63人が参加した。"


def test_status_tells_who_is_accepted_and_what_is_missing_elsewhere(cycle: Cycle) -> None:
    states = {one["name"]: one for one in cycle.ran["status"].json["departments"]}
    assert states[cycle.case.second]["state"] == "accepted"
    assert states[cycle.case.first]["state"] == "submitted"
    others = [one for name, one in states.items() if name not in (cycle.case.first, cycle.case.second)]
    assert {one["state"] for one in others} == {"asked"}
    assert all(place["period"] == cycle.case.period for one in others for place in one["missing"])


def test_the_report_is_whole_on_paper_and_in_the_workbook(cycle: Cycle) -> None:
    said = cycle.ran["export"].json
    assert (said["clipped"], said["missing_family"]) == (0, None)
    plan = cycle.plan
    initiatives = [one for measure in plan["measures"] for one in measure["initiatives"]]
    of_initiative = 2 + len(cycle.case.periods) * (1 + len(plan["years"]))
    assert said["cells"] == 3 * len(plan["measures"]) + of_initiative * len(initiatives)


def test_the_paper_has_the_definitions_size_and_headings(cycle: Cycle) -> None:
    with pypdfium2.PdfDocument(cycle.file("報告.pdf")) as document:
        assert len(document) == cycle.ran["export"].json["pages"]
        sizes_mm = {tuple(round(one / 72 * 25.4) for one in page.get_size()) for page in document}
        text = document[0].get_textpage().get_text_range()
        assert document.get_metadata_value("Author") == "○○市"
    assert sizes_mm == {cycle.case.sheet_mm}
    assert "令和６年度" in text
    assert "記入例" in text


def test_the_workbook_lies_as_the_paper_does(cycle: Cycle) -> None:
    sheet = openpyxl.load_workbook(cycle.file("報告.xlsx")).worksheets[0]
    is_landscape = cycle.case.sheet_mm[0] > cycle.case.sheet_mm[1]
    assert sheet.page_setup.orientation == ("landscape" if is_landscape else "portrait")
    assert int(sheet.page_setup.paperSize) == int(sheet.PAPERSIZE_A4)


def test_open_data_name_the_period_in_its_own_words(cycle: Cycle) -> None:
    rows = cycle.file("データ.csv").read_text("utf-8-sig")
    label = {"yearly-a4": "実績", "quarterly-a4": "第３四半期実績"}[cycle.case.definition]
    assert f",2024,令和６年度,{label}," in rows
    assert "上期" not in rows


def test_the_plan_goes_out_and_in_again_to_the_character(cycle: Cycle, tmp_path: Path) -> None:
    again, out = tmp_path / "台帳.kyosei", tmp_path / "計画.json"
    in_process("init", again, "--from", cycle.file("計画.json"), "--definition", cycle.case.definition)
    in_process("export", again, "--plan", out)
    assert out.read_bytes() == cycle.file("計画.json").read_bytes()
    assert "・体験会を３回開いた。" in texts_of(cycle.plan)


def test_libreoffice_prints_the_workbook_without_losing_a_character(cycle: Cycle, spreadsheets: LibreOffice) -> None:
    with open_ledger(cycle.file("台帳.kyosei"), read_only=True) as ledger:
        composition = compose_report(ledger.plan(), ledger.definition)
    printed = Counter(visible_characters("".join(spreadsheets.print(cycle.file("報告.xlsx").read_bytes()))))
    expected = Counter(visible_characters("".join(cell.text for cell in composition.cells)))
    assert not expected - printed
