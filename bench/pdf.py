"""The pages: as a process and in the window against LibreOffice, and the rendering against bare Typst."""

import json
import subprocess
import sys
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import replace
from itertools import count
from pathlib import Path

import typst

from bench import material
from bench.harness import ROOT, Line, Run, peak_memory_bytes, run_python, timed
from kyosei_desktop import paths
from kyosei_desktop.domain.plan import MeasureId, Plan
from kyosei_desktop.domain.progress import run_to_end
from kyosei_desktop.report.composition import TEMPLATE
from kyosei_desktop.report.engine import KEPT_FOR, PDF_STANDARDS, report_fonts
from kyosei_desktop.report.export import ExportTargets, export_ledger
from kyosei_desktop.report.measure_heights import forget_heights
from kyosei_desktop.report.pages import lay_out, pdf_of
from kyosei_desktop.report.print_text import runs_of
from kyosei_desktop.report.readback import read_back
from kyosei_desktop.store.ledger import Ledger, open_ledger
from kyosei_desktop.ui.report.preview import make_preview

_PLANS = 5


def _opened(stack: ExitStack) -> Ledger:
    return stack.enter_context(open_ledger(material.ledger_file(), read_only=True))


def _office(stack: ExitStack, folder: Path) -> Run:
    """LibreOffice with a profile of its own that is warm after the first time."""
    book = folder / "報告書.xlsx"
    run_to_end(export_ledger(_opened(stack), ExportTargets(xlsx=book)))
    command = ["soffice", f"-env:UserInstallation=file://{folder}/profile", "--headless", "--convert-to", "pdf"]
    return lambda: timed(lambda: subprocess.run([*command, "--outdir", folder, book], check=True, capture_output=True))


def _process(stack: ExitStack, folder: Path) -> tuple[Run, Run]:
    command = [sys.executable, "-m", "kyosei_desktop", "export", material.ledger_file(), "--pdf", folder / "紙.pdf"]
    ours = lambda: timed(lambda: subprocess.run(command, check=True, capture_output=True, cwd=ROOT))  # noqa: E731
    return ours, _office(stack, folder)


def _in_window(stack: ExitStack, folder: Path) -> tuple[Run, Run]:
    ledger, targets = _opened(stack), ExportTargets(pdf=folder / "紙.pdf")
    return lambda: timed(lambda: run_to_end(export_ledger(ledger, targets))), _office(stack, folder)


def _timed_anew(work: Callable[[], object]) -> float:
    """In seconds, with nothing kept of what was made before, by Typst for the whole process or by us."""
    forget_heights()
    runs_of.cache_clear()
    empty = typst.Compiler()
    for _again in range(KEPT_FOR + 1):
        empty.compile(b"")
    return timed(work)


def _bare(ledger: Ledger) -> Run:
    inputs = lay_out(ledger.plan(), ledger.definition).inputs
    files = {f"{name}.json": json.dumps(value, ensure_ascii=False).encode() for name, value in inputs.items()}
    files["main.typ"] = (paths.TEMPLATES / f"{TEMPLATE}.typ").read_bytes()

    def compile_once() -> None:
        typst.compile(
            files,  # type: ignore[type-var]
            root=paths.TEMPLATES,
            font_paths=report_fonts(),
            format="pdf",
            pdf_standards=PDF_STANDARDS,
        )

    return lambda: _timed_anew(compile_once)


_NUMBERS = count()


def _changing(ledger: Ledger) -> Callable[[], Plan]:
    """The plan with another text in each measure each time, so that no height known of an earlier one helps."""

    def changed() -> Plan:
        number, plan = next(_NUMBERS), ledger.plan()
        measures = tuple(replace(one, record=f"{one.record}{number}") for one in plan.measures)
        return replace(plan, measures=measures)

    return changed


def _render(stack: ExitStack, _folder: Path) -> tuple[Run, Run]:
    ledger = _opened(stack)
    plan = _changing(ledger)
    return lambda: _timed_anew(lambda: pdf_of(lay_out(plan(), ledger.definition))), _bare(ledger)


def _checked(stack: ExitStack, _folder: Path) -> tuple[Run, Run]:
    ledger = _opened(stack)
    plan = _changing(ledger)

    def make() -> None:
        layout = lay_out(plan(), ledger.definition)
        read_back(pdf_of(layout), layout.composition)

    return lambda: _timed_anew(make), _bare(ledger)


def many_plans(plan: Plan, copies: int) -> Plan:
    """A plan with all its measures so many times, each time on pages of their own."""
    pages = max(one.page or 1 for one in plan.measures)
    measures = [
        replace(
            one,
            id=MeasureId(f"{one.id}-{n}"),
            no=f"{n}-{one.no}",
            page=(one.page or 1) + n * pages,
            initiatives=tuple(replace(each, id=f"{each.id}-{n}") for each in one.initiatives),  # type: ignore[arg-type]
        )
        for n in range(copies)
        for one in plan.measures
    ]
    return replace(plan, measures=tuple(measures))


def _many(stack: ExitStack, _folder: Path) -> tuple[Run, Run]:
    ledger = _opened(stack)
    plan = _changing(ledger)
    many = lambda: _timed_anew(lambda: pdf_of(lay_out(many_plans(plan(), _PLANS), ledger.definition)))  # noqa: E731
    one = lambda: _PLANS * _timed_anew(lambda: pdf_of(lay_out(many_plans(plan(), 1), ledger.definition)))  # noqa: E731
    return many, one


def _many_memory(_stack: ExitStack, _folder: Path) -> tuple[Run, Run]:
    ledger = material.ledger_file()
    return (
        lambda: float(run_python("bench.pdf", ledger, str(_PLANS))),
        lambda: float(run_python("bench.pdf", ledger, "1")),
    )


def _preview(stack: ExitStack, _folder: Path) -> tuple[Run, Run]:
    """After one edit, and of a report of which nothing is known yet."""
    ledger, number = _opened(stack), count()
    first = ledger.plan()
    shown = run_to_end(make_preview(ledger))

    def edited(*, is_whole: bool) -> float:
        n = next(number)
        plan = replace(
            first,
            title=f"{first.title}{n}" if is_whole else first.title,
            measures=(
                replace(first.measures[0], record=f"記録{n}"),
                *(replace(one, record=f"{one.record}{n}") if is_whole else one for one in first.measures[1:]),
            ),
        )
        ledger.plan = lambda: plan  # type: ignore[method-assign]
        return timed(lambda: run_to_end(make_preview(ledger, None if is_whole else shown)))

    return lambda: edited(is_whole=False), lambda: edited(is_whole=True)


_OFFICE, _TYPST = "LibreOffice で自分のブックを PDF にする", "用意した同じ内容の typst.compile"
LINES = (
    Line("pdf.process", "17ページの PDF：export --pdf を始めから終わりまで", _OFFICE, 1 / 2, _process, 3),
    Line("pdf.window", "17ページの PDF：開いている窓の中で", _OFFICE, 1 / 8, _in_window, 3),
    Line("pdf.render", "17ページの PDF：計画から紙面まで", _TYPST, 1.3, _render, 5),
    Line("pdf.checked", "同じものを、読み返して確かめるまで", _TYPST, 3, _checked, 5),
    Line("pdf.preview", "一つ直した後のプレビュー", "全部のプレビュー", 1 / 5, _preview, 3),
    Line("pdf.many", f"{_PLANS}計画分（{17 * _PLANS}ページ）の PDF", f"1計画分の{_PLANS}倍", 1.1, _many, 2),
    Line("pdf.many-memory", "そのメモリー（最大）", "1計画分", 2, _many_memory, 2, "B"),
)

if __name__ == "__main__":
    with open_ledger(Path(sys.argv[1]), read_only=True) as opened:
        pdf_of(lay_out(many_plans(opened.plan(), int(sys.argv[2])), opened.definition))
    print(peak_memory_bytes())
