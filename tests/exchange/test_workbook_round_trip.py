"""Whatever the plan and its definition: a book that nobody touched is no change, and gives the plan back."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest

from kyosei_desktop import paths
from kyosei_desktop.domain.plan import Plan
from kyosei_desktop.domain.plan_document import plan_from_document, plan_to_document
from kyosei_desktop.domain.progress import run_to_end
from kyosei_desktop.exchange.definitions import definitions_at_hand, example_plan_of, find_definition
from kyosei_desktop.exchange.foreign import read_book, read_by_guess
from kyosei_desktop.exchange.new_ledger import create_ledger_from_document, create_ledger_from_report
from kyosei_desktop.exchange.spreadsheet import open_spreadsheet
from kyosei_desktop.exchange.workbook_in import look_at_book
from kyosei_desktop.exchange.workbook_plan import recognise_any
from kyosei_desktop.store.ledger import Ledger, create_ledger, new_id
from tests.exchange.books import edited, export_book, writing
from tests.report.extreme import TEXTS, extreme_plan
from tests.report.libre_office import LibreOffice


@dataclass(frozen=True)
class Exported:
    """A ledger and its book, in a folder of their own."""

    ledger: Ledger
    book: Path


def with_edges(document: dict[str, Any]) -> dict[str, Any]:
    """The plan with cells that do not exist, a number as text, and texts that look like something else."""
    first, second, third = document["measures"][:3]
    first["initiatives"][0]["years"] = {}
    second["name"] = "＝名前_x0041_\n二行目"
    third["outcome" if third["outcome"] else "record"] = "00123"
    return document


@pytest.fixture(scope="module", params=["half-yearly-a3", "yearly-a4", "quarterly-a4"])
def exported(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Exported]:
    """Each definition with its example."""
    folder = tmp_path_factory.mktemp("exported")
    definition = find_definition(request.param)
    document = with_edges(json.loads(example_plan_of(definition).read_text("utf-8")))
    source = folder / "計画.json"
    source.write_text(json.dumps(document, ensure_ascii=False), "utf-8")
    with create_ledger_from_document(folder / "台帳.kyosei", source, definition=definition, author="人") as ledger:
        yield Exported(ledger, export_book(ledger, folder / "報告書.xlsx"))


def test_a_book_that_nobody_touched_is_no_change(exported: Exported) -> None:
    found = run_to_end(look_at_book(exported.ledger, exported.book))
    assert (found.changes, found.remarks, found.has_notes) == ((), [], True)


def test_a_book_gives_its_plan_back(exported: Exported, tmp_path: Path) -> None:
    recognised, definition = recognise_any(open_spreadsheet(exported.book), "報告書.xlsx") or pytest.fail("not found")
    assert definition.id == exported.ledger.definition.id
    made = create_ledger_from_report(tmp_path / "新.kyosei", recognised, definition, file=exported.book, author="人")
    with made as ledger:
        assert printed(ledger.plan()) == printed(exported.ledger.plan())


@pytest.mark.parametrize("exported", ["half-yearly-a3", "yearly-a4"], indirect=True)
def test_the_reader_of_other_layouts_guesses_this_one_too(exported: Exported, tmp_path: Path) -> None:
    """All measures to the character; page breaks set by hand are no part of a table."""
    definitions = [find_definition(one) for one in definitions_at_hand()]
    reading = read_by_guess(read_book(exported.book), definitions=definitions, kept_at=tmp_path / "対応表.json")
    wanted = printed(exported.ledger.plan())
    for one in wanted["measures"]:
        one["page"] = None
    read = plan_from_document(reading.plan.document, new_id)
    assert printed(read)["measures"] == wanted["measures"]


def printed(plan: Plan) -> dict[str, Any]:
    """The plan document with an empty cell in the place of each that does not exist, as the paper has it."""
    document = plan_to_document(plan)
    periods = {period for one in plan.measures for part in one.initiatives for _year, period in part.entries}
    for measure in document["measures"]:
        for one in measure["initiatives"]:
            one["years"] = {
                str(year): {period: one["years"].get(str(year), {}).get(period, "") for period in sorted(periods)}
                for year in plan.years
            }
            one.pop("blanks", None)
    return document


# Everything that has ever gone wrong in print


@pytest.fixture(scope="module")
def extreme(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Exported]:
    """The texts of the extreme plan, some of them so long that they stand in several cells on several pages."""
    folder = tmp_path_factory.mktemp("extreme")
    definition = find_definition("half-yearly-a3")
    document = json.loads(example_plan_of(definition).read_text("utf-8"))
    plan = extreme_plan(plan_from_document(document, new_id))
    chosen = replace(plan, measures=plan.measures[: len(TEXTS)])
    with create_ledger(folder / "台帳.kyosei", chosen, definition, author="人") as ledger:
        yield Exported(ledger, export_book(ledger, folder / "報告書.xlsx"))


def test_extreme_texts_are_no_change(extreme: Exported) -> None:
    found = run_to_end(look_at_book(extreme.ledger, extreme.book))
    assert ([one.address for one in found.changes], found.remarks) == ([], [])


def test_extreme_texts_come_back_to_the_character(extreme: Exported, tmp_path: Path) -> None:
    recognised, definition = recognise_any(open_spreadsheet(extreme.book), "報告書.xlsx") or pytest.fail("not found")
    made = create_ledger_from_report(tmp_path / "新.kyosei", recognised, definition, file=extreme.book, author="人")
    with made as ledger:
        assert printed(ledger.plan()) == printed(extreme.ledger.plan())


def test_libre_office_may_save_a_book_as_it_likes(extreme: Exported, tmp_path: Path) -> None:
    """It writes numbers, texts and styles its own way, hides the hidden sheet less, and breaks no text."""
    office = LibreOffice(tmp_path, [Path("/usr/share/fonts"), paths.FONTS])
    edit = writing(F3="LibreOffice で直した文。\n二行目", B3="名前")
    saved = tmp_path / "保存し直した.xlsx"
    saved.write_bytes(office.convert(edited(extreme.book, edit).read_bytes(), to="xlsx"))
    found = run_to_end(look_at_book(extreme.ledger, saved))
    assert found.has_notes
    assert {str(one.address): one.new for one in found.changes} == {
        "1.name": "名前",
        "1.1.2019.plan": "LibreOffice で直した文。\n二行目",
    }
