"""Backups in words, as the window shows them. No Qt here."""

from dataclasses import dataclass
from datetime import datetime

from kyosei_desktop.domain.definition import Definition
from kyosei_desktop.domain.language import _
from kyosei_desktop.store.backup_contents import BackupLook
from kyosei_desktop.ui.wording import moment_label

_KIB, _MIB = 2**10, 2**20


@dataclass(frozen=True, slots=True)
class BackupLine:
    """One backup in words."""

    look: BackupLook
    when: str
    reason: str
    size: str
    changed: str
    revisions: str
    details: str

    @property
    def is_good(self) -> bool:
        """Whether it could be looked into."""
        return self.look.contents is not None


def size_label(size_bytes: int) -> str:
    """Such as 「812 KB」, 「1.4 MB」."""
    return f"{size_bytes / _MIB:.1f} MB" if size_bytes >= _MIB else f"{-(-size_bytes // _KIB)} KB"


def backup_line(look: BackupLook, definition: Definition, now: datetime) -> BackupLine:
    """A backup as the list shows it; `now` is the ledger's present moment."""
    backup, contents, calendar = look.backup, look.contents, definition.shown_calendar
    reason = _(backup.reason) if backup.reason else _("（理由の記録なし）")
    details = [calendar.moment(backup.made_at), reason, backup.path.name]
    changed = revisions = ""
    if contents is None:
        details.append(look.problem)
    else:
        revisions = _("{count}件").format(count=contents.revisions)
        if contents.changed_at is not None:
            changed = calendar.moment(contents.changed_at)
        rounds = "、".join(contents.rounds) or _("まだありません")
        details += [
            _("照会：{rounds}").format(rounds=rounds),
            _("変更の履歴：{count}件").format(count=contents.revisions),
            _("記入のある欄：{count}欄").format(count=contents.answered),
            _("最後の変更：{when}").format(when=changed or _("記録なし")),
        ]
        if contents.number:
            details.append(_("履歴の確認番号：{number}").format(number=contents.number))
    return BackupLine(
        look=look,
        when=moment_label(calendar, backup.made_at, now),
        reason=reason,
        size=size_label(look.size_bytes),
        changed=changed,
        revisions=revisions,
        details="\n".join(details),
    )
