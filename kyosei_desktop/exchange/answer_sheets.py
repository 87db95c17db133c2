"""Making answer sheets on paper (紙の回答票), for departments where no program and no spreadsheet may run."""

from collections.abc import Generator, Sequence
from dataclasses import dataclass
from pathlib import Path

from kyosei_desktop.domain.plan import Department, DepartmentId
from kyosei_desktop.domain.progress import Step, run_to_end
from kyosei_desktop.exchange.file_names import answer_sheet_name
from kyosei_desktop.report.answer_sheet import answer_sheet_paper
from kyosei_desktop.report.export import ExportResult
from kyosei_desktop.report.papers import export_paper
from kyosei_desktop.store.answer_sheets import find_sheet, record_sheet
from kyosei_desktop.store.files import FileNotWritten
from kyosei_desktop.store.ledger import Ledger
from kyosei_desktop.store.plans import load_plan
from kyosei_desktop.store.requests import departments_asked
from kyosei_desktop.store.rounds import ensure_asked_fields, open_round_row, round_of


@dataclass(frozen=True, slots=True)
class MadeSheet:
    """A sheet's PDF, whose it is, the word by which it is found, and how its pages were found."""

    file: Path
    department: Department
    check_word: str
    export: ExportResult


def make_sheets(
    ledger: Ledger, folder: Path, *, departments: Sequence[DepartmentId] | None = None, author: str
) -> Generator[Step, None, list[MadeSheet]]:
    """Make a sheet for each department that the open round asks; one that is made stays when the rest is cancelled.

    Args:
        folder: is made where absent; a sheet made earlier for the same department is replaced, and what was printed
            of it stays valid.
        departments: None means all that the round asks anything of.

    Raises:
        NoOpenRound, NothingToAsk, FileNotWritten, LedgerReadOnly.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise FileNotWritten(name=folder.name, cause=error.strerror or str(error)) from error
    with ledger.begin() as unit:
        collection = round_of(open_round_row(unit.session))
        ensure_asked_fields(unit, load_plan(unit.session), collection, author=author)
        unit.commit()
    plan = ledger.plan()
    names, made = plan.department_names, list[MadeSheet]()
    chosen = departments_asked(ledger, plan, collection) if departments is None else departments
    for done, department in enumerate(chosen):
        yield Step(done, len(chosen), names[department])
        # Remembered first: a sheet that the ledger does not know could never be typed in.
        with ledger.begin() as unit:
            word = record_sheet(unit, load_plan(unit.session), collection, department, author=author)
            unit.commit()
        sheet = find_sheet(ledger, department, word)
        name = answer_sheet_name(ledger.definition, collection.year, collection.period, names[department])
        paper = answer_sheet_paper(ledger, sheet)
        export = run_to_end(export_paper(lambda paper=paper: paper, folder / name))  # type: ignore[misc]
        made.append(MadeSheet(folder / name, Department(department, names[department]), word, export))
    yield Step(len(chosen), len(chosen), folder.name)
    return made
