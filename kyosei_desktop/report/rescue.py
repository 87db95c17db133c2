"""What can still be read of a damaged ledger, as JSON, CSV and plain words: for people to take over by hand."""

from collections.abc import Generator, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kyosei_desktop.domain.language import _
from kyosei_desktop.domain.progress import Step
from kyosei_desktop.report.archive import csv_file, json_file, zipped
from kyosei_desktop.store.engine import check_is_ledger_file
from kyosei_desktop.store.files import write_file
from kyosei_desktop.store.rescue import RescuedTable, rescue_tables
from kyosei_desktop.store.tables import Base

TEXTS_CSV, HISTORY_CSV, NOTES = "本文.csv", "履歴.csv", "読んでください.txt"
_NOTES = """\
壊れた台帳「{name}」から、読めたものを書き出しました。台帳のファイルには手を付けていません。

- 本文.csv　欄ごとの、最後に示していた本文です。
- 履歴.csv　読めた変更のすべてです。本文.csv にない欄の文も、ここに残っていることがあります。
- tables/　　台帳の表ごとの JSON です。情報担当や開発者が調べるときに使います。

読めない文字は「\ufffd」になっています。そのまま値にせず、控えや紙の報告書と見比べてください。
まず控えからの復元を試し、控えより後の変更だけをここから書き写すのが確かです。

表ごとに読めた行の数
{tables}
"""


@dataclass(frozen=True, slots=True)
class Rescued:
    """What was taken out: fields and revisions read, and names of the tables of which rows may be missing."""

    file: Path
    fields: int
    revisions: int
    incomplete: Sequence[str]


def rescue_ledger(ledger: Path, out: Path) -> Generator[Step, None, Rescued]:
    """Write what can still be read of a ledger into a zip.

    Raises:
        FileNotRead, NotALedger: there is nothing of ours to read.
        FileNotWritten, WouldReplaceLedger.
    """
    check_is_ledger_file(ledger)
    total = len(Base.metadata.sorted_tables) + 1
    tables: dict[str, RescuedTable] = {}
    for done, (name, table) in enumerate(rescue_tables(ledger), start=1):
        tables[name] = table
        yield Step(done, total, name)
    members = {
        NOTES: _NOTES.format(name=ledger.name, tables="\n".join(map(_line, tables.items()))).encode("utf-8-sig"),
        TEXTS_CSV: csv_file(["施策", "項目", "年度", "期間", "本文"], _texts(tables)),
        HISTORY_CSV: csv_file(["日時（UTC）", "だれが", "理由", "本文", "欄の番号"], _history(tables["revision"].rows)),
        **{f"tables/{name}.json": json_file(list(table.rows)) for name, table in tables.items()},
    }
    write_file(out, zipped(members))
    incomplete = [name for name, table in tables.items() if not table.is_whole or table.torn]
    return Rescued(out, len(tables["field"].rows), len(tables["revision"].rows), incomplete)


def _line(named: tuple[str, RescuedTable]) -> str:
    name, table = named
    said = _("{name}：{count}行").format(name=name, count=len(table.rows))
    if not table.is_whole:
        said += _("（壊れた所があり、足りないかもしれません）")
    if table.torn:
        said += _("（{count}行に読めない文字があります）").format(count=table.torn)
    return said


def _texts(tables: Mapping[str, RescuedTable]) -> Iterator[Sequence[Any]]:
    numbers = {row["id"]: row["no"] for row in tables["measure"].rows}
    for row in tables["field"].rows:
        no = numbers.get(row["measure_id"], row["measure_id"])
        yield [no, row["kind"], row["year"] or "", row["period"] or "", row["text"]]


def _history(rows: Sequence[Mapping[str, Any]]) -> Iterator[Sequence[Any]]:
    for row in rows:
        yield [row["made_at"], row["author"], row["reason"] or "", row["text"], row["field_id"]]
