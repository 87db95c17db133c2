"""Making the handover paper, and a rehearsal to practise on. No Qt here."""

from pathlib import Path

from kyosei_desktop.domain.language import N_, _
from kyosei_desktop.exchange.rehearsal import Rehearsal, make_rehearsal, rehearsal_folder
from kyosei_desktop.report.export import ExportResult
from kyosei_desktop.report.handover import handover_paper
from kyosei_desktop.report.papers import export_paper
from kyosei_desktop.ui.context import AppContext

_PATTERN = N_("PDF (*.pdf)")


def make_handover_paper(context: AppContext) -> None:
    """Ask where the handover paper goes, make it, and say how it was found."""
    ledger = context.open_ledger
    suggested = ledger.path.parent / _("引継書_{name}.pdf").format(name=ledger.path.stem)
    file = context.dialogs.ask_save_file(_("引継書を作る"), suggested, _(_PATTERN))
    if file is None:
        return
    target = file if file.suffix else file.with_suffix(suggested.suffix)

    def done(result: ExportResult) -> None:
        said = _("「{name}」を作りました。{pages}ページ、切れた欄 {clipped}。")
        said = said.format(name=target.name, pages=result.pages, clipped=result.clipped)
        (context.messages.warn if result.clipped else context.messages.info)(said)

    work = export_paper(lambda: handover_paper(ledger), target)
    context.jobs.start(_("引継書を作っています"), work, done=done)


def begin_rehearsal(context: AppContext) -> None:
    """Ask where a rehearsal goes, make it, and offer to open its ledger."""
    ledger = context.open_ledger
    beside = context.dialogs.ask_folder(_("予行演習を置くフォルダ"), ledger.path.parent)
    if beside is None:
        return
    work = make_rehearsal(ledger, rehearsal_folder(ledger, beside), author=context.author)

    def done(made: Rehearsal) -> None:
        context.messages.info(_said(made), (_("予行演習を始める"), lambda: _open(context, made.ledger)))

    context.jobs.start(_("予行演習を作っています"), work, done=done)


def _said(made: Rehearsal) -> str:
    said = _(
        "予行演習「{name}」を作りました。作りものの回答{count}個が、同じフォルダの「回答」で取り込みを待っています。"
    )
    return said.format(name=made.ledger.parent.name, count=len(made.submissions))


def _open(context: AppContext, ledger: Path) -> None:
    context.shell.open_file(ledger)
