"""Names of backups, which say when and why each was made, and which of them are kept.

A backup of `NAME.kyosei` is called `NAME-YYYYMMDD-HHMMSS-µs-SERIAL-REASON.kyosei`. The serial number orders them: a
clock that is set back decides nothing.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import Path

from kyosei_desktop.domain.language import N_

KEPT_RECENT = 10
"""Backups kept whatever their age; beyond them the newest of each day, week and month below."""
KEPT_DAYS, KEPT_WEEKS, KEPT_MONTHS = 14, 8, 24
_STAMP = "%Y%m%d-%H%M%S-%f"


class BackupReason(StrEnum):
    """Why a backup was made: before what. The values stand in the names of files, and are shown translated.

    To add one: a line here, and its use as `reason` of `back_up_ledger`.
    """

    BY_HAND = N_("手動")
    WORKING = N_("作業中")
    CHANGE = N_("変更前")
    MERGE = N_("取り込み前")
    WITHDRAWAL = N_("取消前")
    SETTLING = N_("一括決定前")
    BULK = N_("一括操作前")
    CLOSING = N_("締切前")
    TURN = N_("更新・改正前")
    RESTORE = N_("復元前")
    MIGRATION = N_("形式変換前")
    UPDATE = N_("版の更新前")


@dataclass(frozen=True, slots=True)
class Backup:
    """A copy in the ledger's backup folder.

    Attributes:
        path: the file.
        made_at: local time, by the clock of the computer that made it.
        serial: the number of the backup, from 1; 0 where the name has none.
        reason: a `BackupReason`'s value, or whatever stands there; empty where the name has none.
    """

    path: Path
    made_at: datetime
    serial: int = 0
    reason: str = ""


def next_name(ledger: Path, others: Sequence[Backup], now: datetime, reason: BackupReason) -> str:
    """What the next backup is called, given those that there are."""
    serial = max((one.serial for one in others), default=0) + 1
    return f"{ledger.stem}-{now.astimezone().strftime(_STAMP)}-{serial:04d}-{reason}{ledger.suffix}"


def named_backup(ledger: Path, path: Path) -> Backup | None:
    """What a file's name says of it; None for one that is no backup of ours."""
    pattern = rf"{re.escape(ledger.stem)}-(\d{{8}}-\d{{6}}-\d{{6}})(?:-(\d{{1,9}})-(.+))?"
    found = re.fullmatch(pattern, path.stem)
    if found is None:
        return None
    try:
        made_at = datetime.strptime(found[1], _STAMP).astimezone()
    except (ValueError, OverflowError):
        return None
    return Backup(path, made_at, int(found[2] or 0), found[3] or "")


def newest_first(backups: Iterable[Backup]) -> list[Backup]:
    """In the order in which they were made; those without a number by their time, before all others."""
    return sorted(backups, key=lambda one: (one.serial, one.made_at), reverse=True)


def superfluous(ordered: Sequence[Backup]) -> list[Backup]:
    """Those that no rule keeps, given newest first."""
    kept = {one.path for one in ordered[:KEPT_RECENT]}
    for limit, span in ((KEPT_DAYS, "%Y-%j"), (KEPT_WEEKS, "%G-%V"), (KEPT_MONTHS, "%Y-%m")):
        newest: dict[str, Path] = {}
        for one in ordered:
            newest.setdefault(one.made_at.strftime(span), one.path)
        kept |= set(list(newest.values())[:limit])
    return [one for one in ordered if one.path not in kept]
