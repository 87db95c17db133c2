"""The use case of exporting several papers at once: all that was chosen, or nothing of it."""

from collections.abc import Generator, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import ClassVar

from kyosei_desktop.domain.errors import KyoseiError
from kyosei_desktop.domain.language import N_, _
from kyosei_desktop.domain.plan import DepartmentId
from kyosei_desktop.domain.progress import Step
from kyosei_desktop.report.export import ExportResult, ExportTargets, export_ledger
from kyosei_desktop.report.ledger_papers import approval_of, comparison_of
from kyosei_desktop.report.papers import export_paper
from kyosei_desktop.store.files import FileNotWritten
from kyosei_desktop.store.ledger import Ledger

_Work = Generator[Step, None, ExportResult]


@dataclass(eq=False)
class NothingToExport(KyoseiError):
    """An export without a single file."""

    sentence: ClassVar[str] = N_("書き出すものが選ばれていません。一つ以上選んでください。")


@dataclass(frozen=True, slots=True)
class ComparisonTarget:
    """A table of old and new (新旧対照表): its file, and the moments (UTC). `until` None means now."""

    file: Path
    since: datetime
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class ExportSet:
    """Which files are wanted, all in one folder.

    Attributes:
        folder: it must be there.
        report: files of the report and its data.
        approvals: the pages for internal approval, by department.
        comparison: what changed between two moments.
        internal: what is for the offices only; None in an export that may be published.
    """

    folder: Path
    report: ExportTargets
    approvals: Mapping[DepartmentId, Path]
    comparison: ComparisonTarget | None = None
    internal: Path | None = None

    @property
    def files(self) -> Sequence[Path]:
        """All files wanted, in the order in which they are made."""
        report = self.report
        wanted = (report.xlsx, report.pdf, report.data_xlsx, report.csv, report.plan_json)
        compared = None if self.comparison is None else self.comparison.file
        return [file for file in (*wanted, *self.approvals.values(), compared, self.internal) if file is not None]


def export_set(ledger: Ledger, wanted: ExportSet) -> _Work:
    """Make all files wanted, read the papers back, then put them in their places; files of the same names are replaced.

    Closing the generator leaves nothing behind.

    Returns:
        The figures of all papers together; of a character that no font has, each cell once.

    Raises:
        NothingToExport, MomentsNotInOrder.
        FileNotWritten: a file could not be written; those not yet in place stay as they were.
    """
    if not wanted.files:
        raise NothingToExport
    with _folder_beside(wanted.folder) as beside:
        parts = list(_parts(ledger, wanted, beside))
        results = []
        for number, (name, work) in enumerate(parts):
            results.append((yield from _as_part(work, number, len(parts), name)))
        yield Step(len(parts), len(parts), _("ファイルを保存しています"))
        for file in wanted.files:
            _put_in_place(beside / file.name, file)
    return ExportResult(
        cells=sum(one.cells for one in results),
        clipped=sum(one.clipped for one in results),
        pages=sum(one.pages for one in results),
        files=tuple(wanted.files),
        missing_glyphs=tuple(dict.fromkeys(glyph for one in results for glyph in one.missing_glyphs)),
        missing_family=next((one.missing_family for one in results if one.missing_family is not None), None),
    )


def _parts(ledger: Ledger, wanted: ExportSet, beside: Path) -> Iterator[tuple[str, _Work]]:
    """What is made in one go, with its name; nothing has begun yet."""

    def aside(file: Path | None) -> Path | None:
        return None if file is None else beside / file.name

    report = wanted.report
    if any(file is not None for file in (report.xlsx, report.pdf, report.data_xlsx, report.csv, report.plan_json)):
        targets = replace(
            report,
            xlsx=aside(report.xlsx),
            pdf=aside(report.pdf),
            data_xlsx=aside(report.data_xlsx),
            csv=aside(report.csv),
            plan_json=aside(report.plan_json),
        )
        yield _("報告書"), export_ledger(ledger, targets)
    for department, file in wanted.approvals.items():
        yield file.stem, export_paper(partial(approval_of, ledger, department), beside / file.name)
    comparison = wanted.comparison
    if comparison is not None:
        yield (
            comparison.file.stem,
            export_paper(
                lambda: comparison_of(ledger, since=comparison.since, until=comparison.until),
                beside / comparison.file.name,
            ),
        )
    if wanted.internal is not None:
        from kyosei_desktop.report.internal_workbook import export_internal  # openpyxl is slow to load

        yield wanted.internal.stem, export_internal(ledger, beside / wanted.internal.name)


def _as_part(work: _Work, number: int, parts: int, name: str) -> _Work:
    while True:
        try:
            step = next(work)
        except StopIteration as end:
            result: ExportResult = end.value
            return result
        yield Step(number, parts, _("{paper}：{part}").format(paper=name, part=step.what))


@contextmanager
def _folder_beside(folder: Path) -> Iterator[Path]:
    """A folder on the same disk, gone at the end."""
    try:
        made = TemporaryDirectory(prefix=".kyosei-", dir=folder)
    except OSError as error:
        raise FileNotWritten(name=folder.name, cause=error.strerror or str(error)) from error
    with made as name:
        yield Path(name)


def _put_in_place(made: Path, file: Path) -> None:
    try:
        made.replace(file)
    except OSError as error:
        raise FileNotWritten(name=file.name, cause=error.strerror or str(error)) from error
