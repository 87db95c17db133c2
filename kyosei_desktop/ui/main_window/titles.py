"""What the title bar and the status line say about the file that is open."""

from kyosei_desktop.domain.check_word import check_word
from kyosei_desktop.domain.language import _
from kyosei_desktop.store.ledger import Ledger
from kyosei_desktop.store.rounds import find_open_round, list_rounds, round_label


def window_title(ledger: Ledger | None) -> str:
    """The title bar: the file, whether it may be changed, and before all else whether it is for practice."""
    if ledger is None:
        return _("進捗状況のとりまとめ")
    name = _("{name}（読み取り専用）").format(name=ledger.name) if ledger.is_read_only else ledger.name
    mark = _("【予行演習】")
    title = f"{name} – {ledger.head.title.removeprefix(mark)}"
    return f"{mark} {title}" if ledger.definition.is_rehearsal else title


def whose_text(ledger: Ledger | None) -> str:
    """Whose ledger or work file is open."""
    if ledger is None:
        return _("開いているファイルはありません")
    if ledger.head.department is not None:
        department = ledger.plan().department_names[ledger.head.department]
        return _("作業ファイル：{department}").format(department=department)
    kind = _("台帳（読み取り専用）：{name}") if ledger.is_read_only else _("台帳：{name}")
    return kind.format(name=ledger.name)


def round_text(ledger: Ledger | None) -> str:
    """Which round runs; in a work file the newest one that was asked."""
    if ledger is None:
        return ""
    running = find_open_round(ledger)
    if running is None:
        rounds = list_rounds(ledger)
        if not rounds:
            return _("照会なし")
        running = rounds[-1]
    words = round_label(ledger, running)
    return words if running.is_open else _("{round}（締切済）").format(round=words)


def handed_over_text(ledger: Ledger, author: str) -> str | None:
    """What to say to somebody who goes on with a colleague's work file; None where it is their own, or still empty."""
    from kyosei_desktop.store.drafts import load_drafts  # for a work file only: a ledger is opened without
    from kyosei_desktop.store.joining import last_writer

    before = last_writer(ledger)
    if before is None or before == author:
        return None
    words = _("この作業ファイルは、前に{before}さんが記入していました。これからの変更は「{author}」の名前で残ります。")
    said = words.format(before=before, author=author)
    drafts = len(load_drafts(ledger))
    if drafts:
        said += _("書きかけの下書きが{count}欄あり、{before}さんのものと思われます。").format(
            count=drafts, before=before
        )
    return said


def work_check_word(ledger: Ledger) -> str | None:
    """The check word that a submission of this work file would have now; None while nothing is answered."""
    from kyosei_desktop.store.work_files import newest_answers, read_work  # for a work file only

    answers = newest_answers(ledger, read_work(ledger))
    return check_word((one.field, one.value) for one in answers) if answers else None
