"""Looking through a ledger, its archive, and the way back from a damaged one. No Qt here."""

from collections.abc import Callable, Generator, Sequence
from pathlib import Path

from kyosei_desktop.domain.errors import KyoseiError
from kyosei_desktop.domain.language import N_, _
from kyosei_desktop.domain.progress import Step
from kyosei_desktop.report.archive import Archived, export_archive
from kyosei_desktop.report.rescue import Rescued, rescue_ledger
from kyosei_desktop.store.backup import LedgerFileDamaged
from kyosei_desktop.store.damage import GoodBackup, examine_open_ledger
from kyosei_desktop.store.files import write_file
from kyosei_desktop.store.verifying import Verified
from kyosei_desktop.ui.attempt import attempt
from kyosei_desktop.ui.context import AppContext

_ZIP, _TEXT = N_("ZIP (*.zip)"), N_("テキスト (*.txt)")


def look_through(context: AppContext) -> None:
    """Look whether file and history are as they were written, and say what was found."""
    definition = context.open_ledger.definition

    def done(found: Verified) -> None:
        if found.findings:
            _tell_findings(context, found.findings)
        elif found.head is not None:
            said = _("履歴{count}件に問題はありません。履歴の確認番号は {number} です（{when}まで）。")
            when = definition.shown_calendar.moment(found.head.sealed_at)
            told = said.format(count=found.revisions, number=found.head.number, when=when)
            context.messages.info(told, (_("書き留めた番号と照らし合わせる…"), lambda: compare_number(context)))

    _examine(context, examine_open_ledger(context.open_ledger), done)


def compare_number(context: AppContext) -> None:
    """Ask for a number of the history that was written down, and say whether the history goes on from there."""
    written = context.dialogs.ask_text(_("確認番号を照らし合わせる"), _("引継書や前の結果に書き留めた番号（16桁）"), "")
    if written is None or not written.strip():
        return
    calendar = context.open_ledger.definition.shown_calendar

    def done(found: Verified) -> None:
        if found.findings:
            _tell_findings(context, found.findings)
        elif found.known_at is not None:
            said = _(
                "書き留めた確認番号は、{when}の履歴にあります。"
                "それまでの履歴はそのときのままで、その後の履歴にも問題はありません。"
            )
            context.messages.info(said.format(when=calendar.moment(found.known_at)))

    _examine(context, examine_open_ledger(context.open_ledger, known=written), done)


def _examine(context: AppContext, work: Generator[Step, None, Verified], done: Callable[[Verified], None]) -> None:
    def failed(error: KyoseiError) -> None:
        to_backups = (_("控えを見る"), lambda: context.go("backups"))
        context.messages.error(str(error), to_backups if isinstance(error, LedgerFileDamaged) else None)

    context.jobs.start(_("台帳を調べています"), work, done=done, failed=failed)


def _tell_findings(context: AppContext, findings: Sequence[str]) -> None:
    """Say the oldest alteration, and offer all that were found as a text, and the backups."""
    said = findings[0]
    if len(findings) > 1:
        said += _("ほかに{count}件あります。").format(count=len(findings) - 1)
    context.messages.error(
        said,
        (_("見つかったことを書き出す…"), lambda: _write_findings(context, findings)),
        (_("控えを見る"), lambda: context.go("backups")),
    )


def _write_findings(context: AppContext, findings: Sequence[str]) -> None:
    ledger = context.open_ledger
    suggested = ledger.path.parent / _("調べた結果_{name}.txt").format(name=ledger.path.stem)
    target = _asked(context, _("見つかったことを書き出す"), suggested, _(_TEXT))
    content = "".join(f"{one}\n" for one in findings).encode("utf-8-sig")
    if target is not None and attempt(context, lambda: write_file(target, content)):
        context.messages.info(_("「{name}」に書き出しました。").format(name=target.name))


def write_archive(context: AppContext) -> None:
    """Ask where the archive goes, and write it."""
    ledger = context.open_ledger
    suggested = ledger.path.parent / _("記録_{name}.zip").format(name=ledger.path.stem)
    target = _asked(context, _("台帳のすべてを書き出す"), suggested, _(_ZIP))
    if target is None:
        return

    def done(made: Archived) -> None:
        said = _("「{name}」に書き出しました（欄{fields}、履歴{revisions}）。人の名前や理由も入っています。")
        context.messages.info(said.format(name=made.file.name, fields=made.fields, revisions=made.revisions))

    work = export_archive(ledger, target, passphrase=context.keyring.for_new)
    context.jobs.start(_("台帳のすべてを書き出しています"), work, done=done)


def rescue(context: AppContext, ledger: Path) -> None:
    """Ask where what can be read of a damaged ledger goes, and write it."""
    suggested = ledger.with_name(_("読めたもの_{name}.zip").format(name=ledger.stem))
    target = _asked(context, _("読めるものを書き出す"), suggested, _(_ZIP))
    if target is None:
        return

    def done(made: Rescued) -> None:
        said = _("読めたものを「{name}」に書き出しました（欄{fields}、履歴{revisions}）。壊れた台帳はそのままです。")
        context.messages.info(said.format(name=made.file.name, fields=made.fields, revisions=made.revisions))

    context.jobs.start(_("読めるものを書き出しています"), rescue_ledger(ledger, target), done=done)


def what_it_holds(found: GoodBackup) -> str:
    """What a backup holds, before it takes a damaged ledger's place."""
    detail = _("壊れた台帳は別の名前で残します。控えより後の変更は含まれません。")
    if found.plan is None:
        return _("古い形式の控えです。") + detail
    said = _("施策{measures}、記入のある欄{answered}。履歴の最後まで無事なことを確かめました。")
    return said.format(measures=len(found.plan.measures), answered=found.answered) + detail


def _asked(context: AppContext, title: str, suggested: Path, pattern: str) -> Path | None:
    file = context.dialogs.ask_save_file(title, suggested, pattern)
    return file if file is None or file.suffix else file.with_suffix(suggested.suffix)
