"""Commands that make papers and pictures."""

import argparse
from collections.abc import Generator, Iterator, Sequence
from typing import TYPE_CHECKING, Any

from kyosei_desktop.commands.common import (
    Result,
    address_document,
    department_named,
    moment_in,
    open_for_reading,
    open_for_writing,
    run_watched,
)
from kyosei_desktop.domain.language import _
from kyosei_desktop.domain.progress import Step
from kyosei_desktop.store.ledger import Ledger
from kyosei_desktop.store.report_settings import change_fonts, measures_after_breaks, set_page_breaks

if TYPE_CHECKING:
    from kyosei_desktop.report.export import ExportResult, MissingGlyph


def export(options: argparse.Namespace) -> Result:
    """`export`."""
    with open_for_reading(options) as ledger:
        works = list(_wanted(ledger, options))  # what is refused is refused before a file is made
        return exported([run_watched(one) for one in works])


def slip(options: argparse.Namespace) -> Result:
    """`slip`."""
    from kyosei_desktop.report.ledger_papers import slip_of  # typst and fonts are slow to load
    from kyosei_desktop.report.papers import export_paper
    from kyosei_desktop.report.slip import Words

    given = options.person, options.extension, options.message
    with open_for_reading(options) as ledger:
        paper = slip_of(ledger, words=Words(*given), seals=options.seals)
        return exported([run_watched(export_paper(lambda: paper, options.out))])


def _wanted(ledger: Ledger, options: argparse.Namespace) -> "Iterator[Generator[Step, None, ExportResult]]":
    """The exports that the options ask for."""
    from kyosei_desktop.report.export import (
        ExportTargets,
        check_files,
        export_ledger,
    )  # typst, openpyxl and fonts are slow to load
    from kyosei_desktop.report.ledger_papers import approval_of, comparison_of
    from kyosei_desktop.report.papers import export_paper

    report = (options.xlsx, options.pdf, options.data_xlsx, options.csv, options.plan)
    files = (*report, options.approval, options.compare, options.internal)
    check_files(file for file in files if file is not None)
    department = None if options.department is None else department_named(ledger, options.department)
    if any(report):
        targets = ExportTargets(
            xlsx=options.xlsx,
            pdf=options.pdf,
            data_xlsx=options.data_xlsx,
            csv=options.csv,
            plan_json=options.plan,
            years=options.years,
            department=department,
        )
        yield export_ledger(ledger, targets)
    if options.approval is not None:
        pages = approval_of(ledger, department, seals=options.seals)
        yield export_paper(lambda: pages, options.approval)
    if options.compare is not None:
        since = moment_in(ledger, options.since, is_end=False)
        until = None if options.until is None else moment_in(ledger, options.until, is_end=True)
        table = comparison_of(ledger, since=since, until=until)
        yield export_paper(lambda: table, options.compare)
    if options.internal is not None:
        from kyosei_desktop.report.internal_workbook import export_internal

        yield export_internal(ledger, options.internal)


def exported(results: "Sequence[ExportResult]") -> Result:
    """What was written, and how it was found, of all papers together."""
    glyphs = list(dict.fromkeys(glyph for one in results for glyph in one.missing_glyphs))
    missing_family = next((one.missing_family for one in results if one.missing_family), None)
    document = {
        "cells": sum(one.cells for one in results),
        "clipped": sum(one.clipped for one in results),
        "pages": sum(one.pages for one in results),
        "files": [str(file) for one in results for file in one.files],
        "missing_family": missing_family,
        "missing_glyphs": [_glyph_document(one) for one in glyphs],
    }
    lines = [str(file) for one in results for file in one.files]
    if document["cells"] or document["pages"]:  # the internal records have neither
        lines.append(_("{cells}欄　切れ{clipped}　{pages}ページ").format(**document))
    if missing_family is not None:
        lines.append(missing_family_line(missing_family))
    lines += [_glyph_line(one) for one in glyphs]
    failures = []
    if document["clipped"]:
        failures.append(
            _("{clipped}欄が切れています。書き出した紙面を配らずに、様式の定義を見直してください。").format(**document)
        )
    return Result(document, lines, failures)


def _glyph_document(glyph: "MissingGlyph") -> dict[str, Any]:
    """A character printed as 〓; the keys of the address are missing where it stands in a title or label."""
    address = {} if glyph.address is None else address_document(glyph.address)
    return {"character": glyph.character, "codepoint": _codepoint(glyph.character), **address}


def _glyph_line(glyph: "MissingGlyph") -> str:
    where = _("題名か見出し") if glyph.address is None else f"№{glyph.address}"
    said = _("注意：{codepoint} の文字はどの書体にもないので、〓で印刷されます。　{where}")
    return said.format(codepoint=_codepoint(glyph.character), where=where)


def _codepoint(character: str) -> str:
    return f"U+{ord(character):04X}"


def manage_font(options: argparse.Namespace) -> Result:
    """`font`."""
    from kyosei_desktop.report.engine import families_at_hand, missing_family  # typst and fonts are slow to load

    if options.family is None and options.max_pt is None and options.min_pt is None:
        with open_for_reading(options) as ledger:
            fonts = ledger.definition.fonts
    else:
        with open_for_writing(options) as ledger:
            change_fonts(
                ledger, family=options.family, max_pt=options.max_pt, min_pt=options.min_pt, author=options.author
            )
            fonts = ledger.definition.fonts
    missing = missing_family(fonts)
    document = {
        "family": fonts.family,
        "min_pt": fonts.min_pt,
        "max_pt": fonts.max_pt,
        "missing_family": missing,
        "at_hand": list(families_at_hand()),
    }
    lines = [
        _("書体 {family}　大きさ {min_pt}〜{max_pt} pt").format(**document),
        _("使える書体：{families}").format(families="、".join(families_at_hand())),
    ]
    return Result(document, lines if missing is None else [*lines, missing_family_line(missing)])


def missing_family_line(family: str) -> str:
    """The warning that a report is not set in the family that its definition names."""
    from kyosei_desktop.report.typeface import SHIPPED_FAMILY  # fonts are slow to load

    said = _("注意：書体「{family}」がこのコンピューターにないので、代わりに「{shipped}」で組みます。")
    return said.format(family=family, shipped=SHIPPED_FAMILY)


def manage_pages(options: argparse.Namespace) -> Result:
    """`pages`."""
    if options.begins is None and not options.automatic:
        with open_for_reading(options) as ledger:
            begins = measures_after_breaks(ledger)
    else:
        with open_for_writing(options) as ledger:
            set_page_breaks(ledger, options.begins, author=options.author)
            begins = measures_after_breaks(ledger)
    line = _("手で決めた改ページ：№{measures} の前").format(measures=", ".join(map(str, begins)))
    return Result({"break_before": list(begins)}, [line if begins else _("改ページはすべて自動です。")])


def tour(options: argparse.Namespace) -> Result:
    """`tour`."""
    from kyosei_desktop.ui.tour import run_tour  # Qt is loaded only where a window is wanted

    files = run_watched(run_tour(options.out, author=options.author))
    return Result({"files": [str(one) for one in files]}, [str(one) for one in files])
