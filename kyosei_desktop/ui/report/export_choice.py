"""What can be chosen when several papers are exported at once, and what was chosen last time. No Qt here."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import Path

from kyosei_desktop.domain.language import N_, _
from kyosei_desktop.domain.plan import DepartmentId, Plan
from kyosei_desktop.domain.years import FiscalYear
from kyosei_desktop.exchange.file_names import safe_part
from kyosei_desktop.report.export import ExportTargets
from kyosei_desktop.report.export_set import ComparisonTarget, ExportSet
from kyosei_desktop.store.ledger import Ledger
from kyosei_desktop.ui.moments import Moments, moments_of
from kyosei_desktop.ui.wording import year_label


class ExportKind(StrEnum):
    """What can be written."""

    PDF = "pdf"
    WORKBOOK = "workbook"
    DATA_WORKBOOK = "data_workbook"
    CSV = "csv"
    PLAN = "plan"
    APPROVAL = "approval"
    COMPARISON = "comparison"
    INTERNAL = "internal"


KIND_TEXTS = {
    ExportKind.PDF: N_("報告書（PDF）"),
    ExportKind.WORKBOOK: N_("報告書（Excel）"),
    ExportKind.DATA_WORKBOOK: N_("公開用データ（Excel）"),
    ExportKind.CSV: N_("公開用データ（CSV）"),
    ExportKind.PLAN: N_("計画データ（JSON）"),
    ExportKind.APPROVAL: N_("決裁用の紙面（A4、課ごと）"),
    ExportKind.COMPARISON: N_("新旧対照表（A4）"),
    ExportKind.INTERNAL: N_("内部用の記録（Excel）"),
}
OPEN_DATA = frozenset({ExportKind.DATA_WORKBOOK, ExportKind.CSV, ExportKind.PLAN})
_NAMES = {
    ExportKind.PDF: N_("{name}.pdf"),
    ExportKind.WORKBOOK: N_("{name}.xlsx"),
    ExportKind.DATA_WORKBOOK: N_("{name}_データ.xlsx"),
    ExportKind.CSV: N_("{name}_データ.csv"),
    ExportKind.PLAN: N_("{name}_計画.json"),
    ExportKind.APPROVAL: N_("{name}_決裁_{department}.pdf"),
    ExportKind.COMPARISON: N_("{name}_新旧対照表.pdf"),
    ExportKind.INTERNAL: N_("{name}_内部用.xlsx"),
}


@dataclass(frozen=True)
class ExportOptions:
    """What a ledger offers: years and departments by name, and moments to compare.

    `shown_years` are those of the report; archived ones can be chosen too.
    """

    name: str
    years: Sequence[tuple[FiscalYear, str]]
    shown_years: Sequence[FiscalYear]
    departments: Sequence[tuple[DepartmentId, str]]
    moments: Moments


@dataclass(frozen=True)
class ExportChoice:
    """What is wanted. `departments` are those whose pages for approval are; `since` None where nothing is compared."""

    kinds: frozenset[ExportKind]
    folder: Path
    years: Sequence[FiscalYear]
    departments: Sequence[DepartmentId]
    since: datetime | None
    until: datetime | None
    opens_folder: bool


@dataclass(frozen=True, slots=True)
class Remembered:
    """What was chosen last time, as far as it fits any ledger."""

    kinds: frozenset[ExportKind] = frozenset({ExportKind.PDF, ExportKind.WORKBOOK})
    folder: Path | None = None
    opens_folder: bool = True

    @classmethod
    def read(cls, text: str) -> "Remembered":
        """From the settings; what makes no sense counts as absent."""
        try:
            kept = json.loads(text)
            folder = Path(kept["folder"])
            return cls(
                kinds=frozenset(ExportKind(one) for one in kept["kinds"]) - {ExportKind.INTERNAL},
                folder=folder if folder.is_dir() else None,
                opens_folder=bool(kept["opens_folder"]),
            )
        except (ValueError, TypeError, KeyError):
            return cls()

    @staticmethod
    def text_of(choice: ExportChoice) -> str:
        """For the settings. That an export was internal is not kept: each time it is chosen anew."""
        kept = {
            "kinds": sorted(choice.kinds - {ExportKind.INTERNAL}),
            "folder": str(choice.folder),
            "opens_folder": choice.opens_folder,
        }
        return json.dumps(kept, ensure_ascii=False)


def options_of(ledger: Ledger) -> ExportOptions:
    """What can be chosen for a ledger."""
    plan, definition = ledger.plan(), ledger.definition
    owners = {one for measure in plan.measures for one in measure.departments}
    return ExportOptions(
        name=ledger.path.stem,
        years=[(year, year_label(definition, year, shown=plan.years)) for year in plan.written_years],
        shown_years=plan.years,
        departments=[(one.id, one.name) for one in plan.departments if one.id in owners],
        moments=moments_of(ledger),
    )


def export_set_of(choice: ExportChoice, plan: Plan, name: str) -> ExportSet:
    """The files that are wanted; `name` begins their names."""

    def file(kind: ExportKind) -> Path | None:
        return choice.folder / _(_NAMES[kind]).format(name=name) if kind in choice.kinds else None

    approvals = choice.departments if ExportKind.APPROVAL in choice.kinds else ()
    compared = file(ExportKind.COMPARISON)
    return ExportSet(
        folder=choice.folder,
        report=ExportTargets(
            xlsx=file(ExportKind.WORKBOOK),
            pdf=file(ExportKind.PDF),
            data_xlsx=file(ExportKind.DATA_WORKBOOK),
            csv=file(ExportKind.CSV),
            plan_json=file(ExportKind.PLAN),
            years=tuple(choice.years),
        ),
        approvals=_approval_files(choice.folder, name, approvals, plan.department_names),
        comparison=(
            None if compared is None or choice.since is None else ComparisonTarget(compared, choice.since, choice.until)
        ),
        internal=file(ExportKind.INTERNAL),
    )


def _approval_files(
    folder: Path, name: str, departments: Sequence[DepartmentId], names: Mapping[DepartmentId, str]
) -> Mapping[DepartmentId, Path]:
    """A file each, though two departments may be called alike."""
    files: dict[DepartmentId, Path] = {}
    for department in departments:
        part = safe_part(names[department])
        file = folder / _(_NAMES[ExportKind.APPROVAL]).format(name=name, department=part)
        if file in files.values():
            file = file.with_stem(f"{file.stem}_{safe_part(department)}")
        files[department] = file
    return files
