"""Probe files: which carriers come through the mail between two desks, found out before a round hangs on it.

One small file of each carrier is sent, and what arrives is sent back. A probe's bytes follow from its carrier and a
random id that stands in it, so that whoever has the program can tell, without the file that was sent, whether it
arrived as it was.
"""

import base64
import hashlib
import re
import unicodedata
import zipfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from kyosei_desktop.domain.errors import KyoseiError
from kyosei_desktop.domain.language import N_, _
from kyosei_desktop.exchange.container import PROBE_KIND
from kyosei_desktop.exchange.covering import letter_content
from kyosei_desktop.exchange.file_names import FORM_SUFFIX, REQUEST_SUFFIX, SUBMISSION_SUFFIX
from kyosei_desktop.exchange.plain_workbook import plain_workbook
from kyosei_desktop.exchange.zip_checks import ZipLimits, ZipRefused, checked_zip, zipped
from kyosei_desktop.store.documents import json_bytes
from kyosei_desktop.store.files import FileNotRead, FileNotWritten, read_file, write_file
from kyosei_desktop.store.ledger import new_id
from kyosei_desktop.store.passphrases import ENCRYPTED_SUFFIX


class ProbeCarrier(StrEnum):
    """The kinds of files that may travel."""

    REQUEST = "kyoq"
    SUBMISSION = "kyoa"
    ZIP = "zip"
    FORM = "xlsx"
    ENCRYPTED = "age"


class ProbeState(StrEnum):
    """How a probe arrived; `REPACKED` is one that was packed anew, with the same in it, and can be read."""

    UNALTERED = "unaltered"
    REPACKED = "repacked"
    ALTERED = "altered"
    MISSING = "missing"


@dataclass(frozen=True, slots=True)
class ProbeResult:
    """How one carrier came through.

    Attributes:
        file: what arrived; None when nothing did.
        is_renamed: whether it has another name than it was sent with.
    """

    carrier: ProbeCarrier
    state: ProbeState
    file: Path | None = None
    is_renamed: bool = False

    @property
    def is_usable(self) -> bool:
        """Whether a file that comes through so can be read."""
        return self.state in (ProbeState.UNALTERED, ProbeState.REPACKED)


CARRIER_NAMES = {
    ProbeCarrier.REQUEST: N_("照会ファイル（.kyoq）"),
    ProbeCarrier.SUBMISSION: N_("回答ファイル（.kyoa）"),
    ProbeCarrier.ZIP: N_("名前を .zip にした回答ファイル"),
    ProbeCarrier.FORM: N_("Excel様式（.xlsx）"),
    ProbeCarrier.ENCRYPTED: N_("合言葉をかけた回答ファイル（.kyoa.age）"),
}
STATE_WORDS = {
    ProbeState.UNALTERED: N_("そのまま届きました"),
    ProbeState.REPACKED: N_("途中で包み直されましたが、中身は同じなので使えます"),
    ProbeState.ALTERED: N_("途中で書き換えられたため、使えません"),
    ProbeState.MISSING: N_("届いていません"),
}

_FILE_NAMES = {
    ProbeCarrier.REQUEST: f"試送_照会ファイル{REQUEST_SUFFIX}",
    ProbeCarrier.SUBMISSION: f"試送_回答ファイル{SUBMISSION_SUFFIX}",
    ProbeCarrier.ZIP: "試送_回答ファイル_名前をzipに.zip",
    ProbeCarrier.FORM: f"試送_Excel様式{FORM_SUFFIX}",
    ProbeCarrier.ENCRYPTED: f"試送_合言葉をかけた回答ファイル{SUBMISSION_SUFFIX}{ENCRYPTED_SUFFIX}",
}
LETTER_NAME = "試送_ご案内.txt"

_LETTER = N_(
    "お世話になっております。\n"
    "進捗状況の照会に使うファイルが、メールで無事に届くかどうかを試しています。\n\n"
    "次の{count}個を添付しました。中身は試すためだけのもので、記入は要りません。\n"
    "{files}\n"
    "お手数ですが、届いた添付を開かずに、そのまま返信に付けてお送りください。\n"
    "届かなかったものや、警告が出たものがありましたら、その名前をお知らせください。\n\n"
    "プログラムをお持ちの方は、届いたファイルを「届いたかを調べる」で選ぶと、その場で結果が分かります。\n"
    "どうぞよろしくお願いいたします。\n"
)
# In Japanese whatever the sender's language: the bytes must not depend on it.
_SHEET_TEXT = "これは、メールで届くかどうかを試すためのファイルです。記入せず、そのまま返信に付けてお送りください。"

_MARK = re.compile(rb"kyosei-probe:(kyoq|kyoa|zip|xlsx|age):([0-9a-f]{32})")
_FILLER_BYTES = 4096
"""Of noise, so that a probe is neither empty nor so small that a filter looks at nothing."""

_LARGEST_BYTES = 2**20
_MOST_FILES = 1_000
_LIMITS = ZipLimits(_LARGEST_BYTES, fewest_members=1, most_members=50, directory_bytes=2**14)

# Of the states in which one carrier arrived several times, the best counts.
_BEST_FIRST = (ProbeState.UNALTERED, ProbeState.REPACKED, ProbeState.ALTERED, ProbeState.MISSING)


def make_probe(folder: Path) -> list[Path]:
    """Write a probe of each carrier, and a text for the mail that carries them.

    Args:
        folder: is made where absent; probes made earlier are replaced.

    Raises:
        FileNotWritten.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise FileNotWritten(name=folder.name, cause=error.strerror or str(error)) from error
    made, identity = [], new_id()
    for carrier in ProbeCarrier:
        made.append(folder / _FILE_NAMES[carrier])
        write_file(made[-1], _content(carrier, identity))
    listed = "".join(f"・{_FILE_NAMES[carrier]}　{_(CARRIER_NAMES[carrier])}\n" for carrier in ProbeCarrier)
    made.append(folder / LETTER_NAME)
    write_file(made[-1], letter_content(_(_LETTER).format(count=len(ProbeCarrier), files=listed)))
    return made


def read_probe(paths: Iterable[Path]) -> list[ProbeResult]:
    """How each carrier came through, in the order of the carriers.

    Args:
        paths: files, and folders whose files are looked at. What is no probe is passed over.

    Raises:
        FileNotRead: a path is not there.
    """
    found: dict[ProbeCarrier, ProbeResult] = {}
    for file in _files_in(paths):
        result = look_at_probe(file)
        if result is None:
            continue
        known = found.get(result.carrier)
        if known is None or _BEST_FIRST.index(result.state) < _BEST_FIRST.index(known.state):
            found[result.carrier] = result
    return [found.get(one, ProbeResult(one, ProbeState.MISSING)) for one in ProbeCarrier]


def look_at_probe(file: Path) -> ProbeResult | None:
    """How a probe came through; None for a file that is none. Raises FileNotRead."""
    try:
        content = read_file(file, _LARGEST_BYTES)
    except FileNotRead:
        raise
    except KyoseiError:
        return None  # too large
    members = _members(content)
    mark = _MARK.search(b"\n".join(members.values())) or _MARK.search(content)
    name = unicodedata.normalize("NFC", file.name)  # as macOS takes names apart
    if mark is None:
        # A filter that puts a notice in the place of the content leaves the name.
        carrier = next((one for one, sent in _FILE_NAMES.items() if name == sent), None)
        return None if carrier is None else ProbeResult(carrier, ProbeState.ALTERED, file)
    carrier = ProbeCarrier(mark[1].decode())
    sent = _content(carrier, mark[2].decode())
    if content == sent:
        state = ProbeState.UNALTERED
    else:
        state = ProbeState.REPACKED if members and members == _members(sent) else ProbeState.ALTERED
    return ProbeResult(carrier, state, file, is_renamed=name != _FILE_NAMES[carrier])


def result_lines(results: Sequence[ProbeResult]) -> list[str]:
    """What came through, a sentence for each carrier."""
    lines = []
    for one in results:
        line = f"{_(CARRIER_NAMES[one.carrier])}　{_(STATE_WORDS[one.state])}"
        if one.file is not None and one.is_renamed:
            line += _("（名前が「{name}」に変わっています）").format(name=one.file.name)
        lines.append(line)
    return lines


def _content(carrier: ProbeCarrier, identity: str) -> bytes:
    """The probe's bytes; stored, for two versions of zlib need not deflate alike."""
    mark = f"kyosei-probe:{carrier.value}:{identity}"
    filler = hashlib.shake_256(mark.encode()).hexdigest(_FILLER_BYTES)
    if carrier is ProbeCarrier.FORM:
        return plain_workbook([_SHEET_TEXT, mark, filler])
    if carrier is ProbeCarrier.ENCRYPTED:
        return _like_encrypted(mark)
    manifest = {"format_version": 1, "kind": PROBE_KIND, "mark": mark}
    members = {"manifest.json": json_bytes(manifest), "payload.json": json_bytes({"filler": filler})}
    return zipped(members, zipfile.ZIP_STORED)


def _like_encrypted(mark: str) -> bytes:
    """What a filter takes for a file in the age format, whose form it has; no passphrase opens it."""
    noise = hashlib.shake_256(mark.encode()).digest(_FILLER_BYTES)
    salt, key, code = (
        base64.b64encode(noise[at : at + size]).rstrip(b"=") for at, size in ((0, 16), (16, 32), (48, 32))
    )
    header = b"age-encryption.org/v1\n-> scrypt %b 18\n%b\n--- %b\n" % (salt, key, code)
    return header + noise[80:96] + mark.encode() + noise


def _members(content: bytes) -> dict[str, bytes]:
    """What is in a zip, where the file is one that can be read."""
    try:
        with checked_zip(content, _LIMITS) as archive:
            return {name: archive.read(name, _LARGEST_BYTES) for name in sorted(archive.names)}
    except ZipRefused:
        return {}


def _files_in(paths: Iterable[Path]) -> list[Path]:
    files: list[Path] = []
    for path in paths:
        try:
            files += sorted(one for one in path.iterdir() if one.is_file()) if path.is_dir() else [path]
        except OSError as error:
            raise FileNotRead(name=path.name, cause=error.strerror or str(error)) from error
    return files[:_MOST_FILES]
