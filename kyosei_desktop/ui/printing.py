"""Printing pages as vectors: asking for a printer, and painting the pages on it."""

from collections.abc import Generator, Sequence
from pathlib import Path

from PySide6.QtCore import QByteArray, QMarginsF, QRectF, QSizeF
from PySide6.QtGui import QPageLayout, QPageSize, QPainter
from PySide6.QtPrintSupport import QAbstractPrintDialog, QPrintDialog, QPrinter
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QDialog, QWidget

from kyosei_desktop.domain.definition import Page
from kyosei_desktop.domain.language import _
from kyosei_desktop.domain.progress import Step


def make_printer(page: Page) -> QPrinter:
    """A printer set to the report's paper: the whole sheet, for the pages bring their margins along."""
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    width, height = sorted((page.width_mm, page.height_mm))
    size = QPageSize(QSizeF(width, height), QPageSize.Unit.Millimeter, "", QPageSize.SizeMatchPolicy.FuzzyMatch)
    is_landscape = page.width_mm > page.height_mm
    orientation = QPageLayout.Orientation.Landscape if is_landscape else QPageLayout.Orientation.Portrait
    printer.setPageLayout(QPageLayout(size, orientation, QMarginsF(0, 0, 0, 0)))
    printer.setFullPage(True)
    return printer


def ask_printer(parent: QWidget, page: Page, pages: int, *, title: str, offers_pages: bool = True) -> QPrinter | None:
    """Ask which printer and which pages; None when the user cancels.

    Args:
        parent: below the dialog.
        page: the paper for which the pages are made.
        pages: how many there are.
        title: says what is printed.
        offers_pages: False where the pages have been chosen already.
    """
    printer = make_printer(page)
    dialog = QPrintDialog(printer, parent)
    dialog.setWindowTitle(title)
    dialog.setMinMax(1, pages)
    dialog.setFromTo(1, pages)
    dialog.setOption(QAbstractPrintDialog.PrintDialogOption.PrintPageRange, offers_pages)
    return printer if dialog.exec() == QDialog.DialogCode.Accepted else None


def chosen_pages(printer: QPrinter, pages: int) -> list[int]:
    """The numbers (from 1) of the pages to print, in the order and as often as the user wants them."""
    first, last = 1, pages
    if printer.printRange() is QPrinter.PrintRange.PageRange and printer.fromPage():
        first, last = max(1, printer.fromPage()), min(pages, printer.toPage())
    numbers = list(range(first, last + 1))
    if printer.pageOrder() is QPrinter.PageOrder.LastPageFirst:
        numbers.reverse()
    if printer.supportsMultipleCopies():
        return numbers  # the printer repeats them itself
    copies = max(1, printer.copyCount())
    if printer.collateCopies():
        return numbers * copies
    return [number for number in numbers for _copy in range(copies)]


def paint_pages(printer: QPrinter, pages: Sequence[bytes]) -> Generator[Step, None, int]:
    """Paint the chosen pages, each as large as the sheet allows; how many sheets. Closing it prints nothing.

    May run off the UI thread: Qt allows painting on printers there.
    """
    numbers = chosen_pages(printer, len(pages))
    painter = QPainter()
    painter.begin(printer)
    is_done = False
    try:
        for sheet, number in enumerate(numbers):
            yield Step(sheet, len(numbers), _("{page}ページ").format(page=number))
            if sheet:
                printer.newPage()
            renderer = QSvgRenderer(QByteArray(pages[number - 1]))
            renderer.render(painter, _fitted(renderer, QRectF(painter.viewport())))
        is_done = True
    finally:
        if not is_done:
            printer.abort()
        painter.end()
        if not is_done and printer.outputFileName():
            Path(printer.outputFileName()).unlink(missing_ok=True)  # a file cannot be aborted
    return len(numbers)


def _fitted(renderer: QSvgRenderer, sheet: QRectF) -> QRectF:
    page = QSizeF(renderer.defaultSize())
    scale = min(sheet.width() / page.width(), sheet.height() / page.height())
    width, height = page.width() * scale, page.height() * scale
    return QRectF((sheet.width() - width) / 2, (sheet.height() - height) / 2, width, height)
