"""Commands that make papers and pictures."""

import argparse

from kyosei_desktop.commands.common import (
    Result,
    department_named,
    open_for_reading,
    run_watched,
)
from kyosei_desktop.domain.language import _


def export(options: argparse.Namespace) -> Result:
    """`export`."""
    from kyosei_desktop.report.export import ExportTargets, export_report  # typst, openpyxl and fonts are slow to load

    with open_for_reading(options) as ledger:
        plan, definition = ledger.plan(), ledger.definition
        department = None if options.department is None else department_named(ledger, options.department)
    targets = ExportTargets(
        xlsx=options.xlsx,
        pdf=options.pdf,
        data_xlsx=options.data_xlsx,
        csv=options.csv,
        plan_json=options.plan,
        years=options.years,
        department=department,
    )
    result = run_watched(export_report(plan, definition, targets))
    document = {
        "cells": result.cells,
        "clipped": result.clipped,
        "pages": result.pages,
        "files": [str(one) for one in result.files],
    }
    lines = [str(one) for one in result.files]
    lines.append(_("{cells}欄　切れ{clipped}　{pages}ページ").format(**document))
    failures = []
    if result.clipped:
        failures.append(
            _("{clipped}欄が切れています。書き出した紙面を配らずに、様式の定義を見直してください。").format(**document)
        )
    return Result(document, lines, failures)


def tour(options: argparse.Namespace) -> Result:
    """`tour`."""
    from kyosei_desktop.ui.tour import run_tour  # Qt is loaded only where a window is wanted

    files = run_watched(run_tour(options.out, author=options.author))
    return Result({"files": [str(one) for one in files]}, [str(one) for one in files])
