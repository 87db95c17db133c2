"""Acts in words, for the window's history and for the internal records."""

from datetime import date

from kyosei_desktop.domain.language import N_, _
from kyosei_desktop.domain.years import Calendar, FiscalYear
from kyosei_desktop.store.acts import Act, ActKind

_ACTS = {
    ActKind.ROUND_OPENED: N_("照会を始めた"),
    ActKind.ROUND_CLOSED: N_("照会を締め切った"),
    ActKind.ROUND_REOPENED: N_("照会を再開した"),
    ActKind.DUE_DATE_CHANGED: N_("締切を変えた"),
    ActKind.FIELDS_ADDED: N_("照会する項目を足した"),
    ActKind.REQUESTED: N_("照会ファイルを作った"),
    ActKind.SHEET_MADE: N_("紙の回答票を作った"),
    ActKind.MERGED: N_("回答を取り込んだ"),
    ActKind.WITHDRAWN: N_("取り込みを元に戻した"),
    ActKind.BOOK_TAKEN: N_("報告書のExcelを取り込んだ"),
    ActKind.BOOK_WITHDRAWN: N_("報告書のExcelの取り込みを元に戻した"),
    ActKind.RETURNED: N_("差し戻した"),
    ActKind.RETURN_TAKEN_BACK: N_("差戻しを取り消した"),
    ActKind.RETURN_REASONS_CHANGED: N_("差戻しの理由の例を変えた"),
    ActKind.ACCEPTED: N_("受理した"),
    ActKind.ACCEPTANCE_REVOKED: N_("受理を取り消した"),
    ActKind.HANDED_IN: N_("提出ファイルを作った"),
    ActKind.FONTS_CHANGED: N_("書体を変えた"),
    ActKind.PAGE_BREAKS_CHANGED: N_("改ページを変えた"),
    ActKind.SETTLED_ALIKE: N_("表記だけの競合をまとめて決めた"),
    ActKind.SETTLING_UNDONE: N_("まとめて決めた競合を元に戻した"),
    ActKind.ROLLED_OVER: N_("年度を更新した"),
    ActKind.PLANS_CONFIRMED: N_("予定の案を予定にした"),
    ActKind.REORGANISED: N_("組織改正をした"),
    ActKind.MEASURES_CHANGED: N_("施策を整理した"),
    ActKind.TURN_UNDONE: N_("更新・改正・整理を元に戻した"),
}
_DATE_NOTES = (ActKind.ROUND_OPENED, ActKind.DUE_DATE_CHANGED)
_COUNT_NOTES = (ActKind.SETTLED_ALIKE, ActKind.SETTLING_UNDONE, ActKind.PLANS_CONFIRMED)


def act_label(kind: ActKind) -> str:
    """Such as 「照会を始めた」."""
    return _(_ACTS[kind])


def act_note(calendar: Calendar, act: Act) -> str:
    """What the act was about: a date, a number of fields, a file's name, or the words it was given."""
    note = act.note or ""
    if act.kind in _DATE_NOTES and note:
        return _("締切 {day}").format(day=calendar.day(date.fromisoformat(note)))
    if act.kind in _COUNT_NOTES and note:
        return _("{count}欄").format(count=note)
    if act.kind is ActKind.SHEET_MADE:
        return _("照合語 {word}").format(word=note.split("\n")[0])
    if act.kind is ActKind.ROLLED_OVER:
        return calendar.fiscal_year(FiscalYear(int(note)))
    if act.kind is ActKind.TURN_UNDONE:
        return act_label(ActKind(note))
    if act.kind is ActKind.PAGE_BREAKS_CHANGED:
        return _("ページの先頭 №{measures}").format(measures=note) if note else _("すべて自動")
    return note
