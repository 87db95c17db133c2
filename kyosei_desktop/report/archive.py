"""The archive: a whole ledger as JSON, CSV and plain words, to be read in ten years without this program."""

import csv
import io
import json
import zipfile
from collections.abc import Generator, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from kyosei_desktop import __version__
from kyosei_desktop.domain.chain import short_form
from kyosei_desktop.domain.language import _
from kyosei_desktop.domain.plan import BlankReason
from kyosei_desktop.domain.progress import Step
from kyosei_desktop.report.reading_notes import READING_NOTES
from kyosei_desktop.store.archive import archive_document
from kyosei_desktop.store.files import write_file
from kyosei_desktop.store.ledger import Ledger
from kyosei_desktop.store.passphrases import check_new_passphrase, encrypt, encrypted_name

LEDGER_JSON, PLAN_JSON, HISTORY_CSV = "ledger.json", "plan.json", "history.csv"
NOTES = "読み方.txt"
_EPOCH = (1980, 1, 1, 0, 0, 0)
_STEPS = 3


@dataclass(frozen=True, slots=True)
class Archived:
    """What was written: the file, and how many fields and revisions it holds."""

    file: Path
    fields: int
    revisions: int


def export_archive(ledger: Ledger, out: Path, *, passphrase: str | None = None) -> Generator[Step, None, Archived]:
    """Write the archive, a zip.

    Args:
        passphrase: encrypts it, and it gets the ending of encrypted files; None leaves it plain.

    Raises:
        FileNotWritten, WouldReplaceLedger, PassphraseTooShort.
    """
    if passphrase is not None:
        check_new_passphrase(passphrase)
        out = encrypted_name(out)
    yield Step(0, _STEPS, _("台帳の内容を読んでいます"))
    document = archive_document(ledger)
    yield Step(1, _STEPS, _("履歴の表を作っています"))
    count = sum(len(field["revisions"]) for field in document["fields"])
    members = {
        NOTES: reading_notes(document, count).encode("utf-8-sig"),
        LEDGER_JSON: json_file(document),
        PLAN_JSON: json_file(document["plan"]),
        HISTORY_CSV: _history_csv(document),
    }
    yield Step(2, _STEPS, _("ファイルを保存しています"))
    content = zipped(members)
    write_file(out, content if passphrase is None else encrypt(content, passphrase))
    return Archived(out, len(document["fields"]), count)


def reading_notes(document: Mapping[str, Any], revisions: int) -> str:
    """読み方: what each file and key is, and by which rule a field's value follows from its revisions."""
    links = document["links"]
    written_at = datetime.fromisoformat(document["written_at"]).astimezone()
    return READING_NOTES.format(
        title=document["plan"]["title"],
        written_at=f"{written_at:%Y-%m-%d %H:%M}",
        program=f"kyosei_desktop {__version__}",
        fields=len(document["fields"]),
        revisions=revisions,
        number=short_form(links[-1]["hash"]) if links else "",
    )


def json_file(document: Any) -> bytes:
    """A JSON file that people can read too."""
    return json.dumps(document, ensure_ascii=False, indent=1).encode()


def _history_csv(document: Mapping[str, Any]) -> bytes:
    """Every revision a row, field by field; UTF-8 with BOM, CR LF, local time."""
    heads = [
        "欄",
        "変わった日時",
        "だれが",
        "担当課",
        "種別",
        "本文",
        "空欄の理由",
        "理由",
        "ファイル",
        "今の扱い",
        "番号",
    ]
    return csv_file(heads, _history_rows(document))


def csv_file(heads: Sequence[str], rows: Iterable[Sequence[object]]) -> bytes:
    """A CSV file: UTF-8 with BOM, CR LF."""
    written = io.StringIO(newline="")
    writer = csv.writer(written)
    writer.writerow(heads)
    writer.writerows(rows)
    return written.getvalue().encode("utf-8-sig")


_ORIGINS = {"root": "はじめの文", "coordinator": "取りまとめ", "department": "担当課"}
_BLANKS = {None: "", BlankReason.ENDED.value: "終了", BlankReason.NOT_APPLICABLE.value: "該当なし"}


def _history_rows(document: Mapping[str, Any]) -> Iterator[Sequence[str]]:
    names = {one["id"]: one["name"] for one in document["departments"]}
    files = {one["id"]: one["file_name"] for one in document["submissions"]}
    for field in document["fields"]:
        for one in field["revisions"]:
            standing = "元に戻した" if one["is_withdrawn"] else "受理後の保留" if one["is_held"] else ""
            yield [
                field["label"],
                f"{datetime.fromisoformat(one['made_at']).astimezone():%Y-%m-%d %H:%M:%S}",
                one["author"],
                names.get(one["department_id"], ""),
                _ORIGINS[one["origin"]],
                one["text"],
                _BLANKS[one["blank"]],
                one["reason"] or "",
                "、".join(files[each] for each in one["submissions"]),
                standing,
                one["id"],
            ]


def zipped(members: Mapping[str, bytes]) -> bytes:
    """A zip of files by name; same content, same bytes."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            info = zipfile.ZipInfo(name, _EPOCH)
            info.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(info, data)
    return content.getvalue()
