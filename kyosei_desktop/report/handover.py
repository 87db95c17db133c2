"""The handover paper (引継書): what the next coordinator has to know, made from the ledger alone."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar

from kyosei_desktop.domain.definition import Definition
from kyosei_desktop.domain.errors import KyoseiError
from kyosei_desktop.domain.field_labels import field_label, measure_label
from kyosei_desktop.domain.language import N_, _
from kyosei_desktop.domain.rounds import Round
from kyosei_desktop.report.papers import Paper, PaperTexts, make_paper
from kyosei_desktop.report.print_text import shortened
from kyosei_desktop.store.backup import backup_folder, list_backups
from kyosei_desktop.store.editions import edition_of
from kyosei_desktop.store.handover import (
    Handover,
    Lateness,
    Oddity,
    OddKind,
    OpenKind,
    OpenPoint,
    PlayedRound,
    read_handover,
)
from kyosei_desktop.store.ledger import Ledger
from kyosei_desktop.store.verifying import history_head

TEMPLATE = "handover"
TEXT_MM, NAME_MM, FACT_MM, STEP_MM = 96.0, 44.0, 128.0, 150.0
_NAME_CHARACTERS = 40

_OPEN = {
    OpenKind.CONFLICT: N_("競合"),
    OpenKind.RETURNED: N_("差戻し中"),
    OpenKind.NOT_SUBMITTED: N_("未提出"),
    OpenKind.MISSING: N_("未記入の必須欄"),
    OpenKind.NOT_ACCEPTED: N_("未受理"),
}
_TODO = {
    OpenKind.CONFLICT: N_("違う回答が届いています。「どちらを採るか」で決めてください。"),
    OpenKind.RETURNED: N_("差し戻した欄の回答を待っています。届いたら取り込んでください。"),
    OpenKind.NOT_SUBMITTED: N_("まだ回答がありません。督促文を送ってください。"),
    OpenKind.MISSING: N_("提出はされましたが、記入がありません。差し戻すか、理由を確かめてください。"),
    OpenKind.NOT_ACCEPTED: N_("回答は届いていますが、受理していません。内容を確かめて受理してください。"),
}
_ODD = {
    OddKind.SEVERAL_INITIATIVES: N_("取組が{count}つに分かれています。担当課ごとに欄があり、紙面でも段が分かれます。"),
    OddKind.SHARED_TEXTS: N_("成果内容と取組実績は担当課が共同で書きます。違う文が届くと競合になります。"),
    OddKind.CO_OWNED: N_("一つの取組を複数の課で担当しています。同じ欄に両課の回答が届き、違えば競合になります。"),
    OddKind.NOT_BEGUN: N_("最後の年度にもまだ始まっていません（*****）。始まるかどうかを担当課に確かめてください。"),
}
STEPS = (
    N_("前の年度の照会がすべて締め切られていることを「状況」で確かめます。残っていれば「締め切る…」で締め切ります。"),
    N_(
        "「年度更新…」で、次の年度の列を作ります。前の年度の予定は案として示され、確かめるまで値にならず、"
        "印刷もされません。"
    ),
    N_("予定の案は、照会で担当課に確かめてもらうか、「予定の案をすべて予定にする…」で取りまとめ課が確定します。"),
    N_(
        "課の名前や分担が変わった年は「組織改正…」で改めます。"
        "施策を加える、終える、番号を変える年は「施策の整理…」で改めます。"
        "過去の記載はそのまま残ります。"
    ),
    N_(
        "どれも先に控えが作られます。その後に何もしていなければ、"
        "「年度更新・組織改正・施策の整理を元に戻す…」で、新しいものから順に戻せます。"
    ),
    N_(
        "「照会を始める…」で年度、期間、締切、聞く項目を決めます。"
        "「照会ファイルを作る…」で、全課の照会ファイルを一つのフォルダに作って送ります。"
    ),
    N_(
        "届いた回答ファイルは「回答を取り込む…」か「フォルダから取り込む…」で入れます。"
        "取り込む前に、変わる欄を確かめられます。"
    ),
    N_(
        "遅れている課には「選んだ課への督促文を写す」で督促文を送ります。"
        "足りない回答は「未記入の欄をまとめて差し戻す…」などで差し戻します。"
    ),
    N_(
        "「競合を決める」で競合を決め、「揃った課をまとめて受理する…」などで受理します。その後に「締め切る…」で締め切ります。"
    ),
    N_("「まとめて書き出す…」で報告書をPDFとExcelに書き出します。切れた欄が0であることを確かめてから公表します。"),
    N_(
        "担当が替わるときは「引継書を作る…」でこの引継書を作り直して渡します。"
        "「予行演習を作る…」で一回分の照会を練習できます。"
    ),
)
"""How to make the next year; what stands between 「 and 」 stands so in the window (tests/ui/test_handover.py)."""


@dataclass(eq=False)
class NothingToHandOver(KyoseiError):
    """A handover paper is wanted of a clerk's work file."""

    sentence: ClassVar[str] = N_(
        "「{name}」は作業ファイルなので、引継書を作れません。取りまとめ課の台帳を選んでください。"
    )
    name: str


def handover_paper(ledger: Ledger) -> Paper:
    """The paper of a coordinator's ledger as it is now. Raises NothingToHandOver."""
    if ledger.is_work_file:
        raise NothingToHandOver(name=ledger.name)
    found = read_handover(ledger)
    texts = PaperTexts(ledger.definition)
    composer = _Composer(texts, ledger)
    data = {
        "head": texts.short(_("引継書　{title}").format(title=found.plan.title)),
        "written_at": texts.word(texts.definition.calendar.moment(found.written_at)),
        "facts": composer.facts(found),
        "rounds": [composer.round(one) for one in found.rounds],
        "late": [composer.late(one) for one in found.late],
        "open": [composer.open_point(one) for one in found.open_points],
        "odd": [composer.oddity(one) for one in found.oddities],
        "steps": [texts.cell(_(one), STEP_MM).text for one in STEPS],
        "places": composer.places(),
    }
    return make_paper(TEMPLATE, found.plan.title, texts, edition_of(ledger, found.plan), data)


def _number_of(ledger: Ledger, definition: Definition) -> str:
    """The number by which it can be found out later whether the history is still the same."""
    head = history_head(ledger)
    if head is None:
        return ""
    when = definition.calendar.moment(head.sealed_at)
    return _("{number}（{when}まで）").format(number=head.number, when=when)


@dataclass(frozen=True)
class _Composer:
    texts: PaperTexts
    ledger: Ledger

    @property
    def definition(self) -> Definition:
        return self.texts.definition

    def facts(self, found: Handover) -> Sequence[Sequence[str]]:
        calendar, plan = self.definition.calendar, found.plan
        years = _("{first}から{last}まで").format(
            first=calendar.fiscal_year(plan.years[0]), last=calendar.fiscal_year(plan.years[-1])
        )
        return self._pairs(
            (_("載っている年度"), years),
            (_("施策"), _("{count}施策").format(count=len(plan.measures))),
            (_("担当課"), _("{count}課").format(count=len(plan.departments))),
            (_("様式"), self.definition.name),
            (_("書体"), f"{self.definition.fonts.family} {self.definition.fonts.max_pt:g}pt"),
        )

    def places(self) -> Sequence[Sequence[str]]:
        path, backups = self.ledger.path, list_backups(self.ledger.path)
        said = _("まだありません")
        if backups:
            newest = self.definition.calendar.moment(backups[0].made_at)
            said = _("{count}個（いちばん新しいもの：{newest}）").format(count=len(backups), newest=newest)
        return self._pairs(
            (_("台帳"), str(path.absolute())),
            (_("控えのフォルダ"), str(backup_folder(path).absolute())),
            (_("控え"), said),
            (_("履歴の確認番号"), _number_of(self.ledger, self.definition)),
        )

    def round(self, one: PlayedRound) -> Mapping[str, Any]:
        due = self._day(one.round.due_on)
        if one.first_due_on != one.round.due_on:
            due += _("（はじめは {day}）").format(day=self._day(one.first_due_on))
        return {
            "label": self.texts.cell(self._round(one.round), NAME_MM).text,
            "opened_on": self.texts.word(self._day(one.opened_on)),
            "due_on": self.texts.word(due),
            "last_answer_on": self.texts.word(self._day(one.last_answer_on) if one.last_answer_on else _("回答なし")),
            "closed_on": self.texts.word(self._day(one.closed_on) if one.closed_on else _("照会中")),
            "asked": self.texts.word(_("{count}課").format(count=one.asked)),
        }

    def late(self, one: Lateness) -> Mapping[str, Any]:
        arrived = self._day(one.arrived_on) if one.arrived_on else _("回答なし")
        return {
            "department": self.texts.cell(one.department, NAME_MM).text,
            "round": self.texts.word(self._round(one.round)),
            "arrived_on": self.texts.word(arrived),
            "days": self.texts.word(_("{days}日").format(days=one.days) if one.days else ""),
        }

    def open_point(self, one: OpenPoint) -> Mapping[str, Any]:
        where = "" if one.address is None else field_label(self.definition, one.address, self.definition.calendar)
        return {
            "kind": self.texts.word(_(_OPEN[one.kind])),
            "where": self.texts.cell(f"{where} {one.department}".strip(), NAME_MM).text,
            "what": self.texts.word(_(_TODO[one.kind]), TEXT_MM),
        }

    def oddity(self, one: Oddity) -> Mapping[str, Any]:
        name = shortened(" ".join(one.name.split()), _NAME_CHARACTERS)
        return {
            "no": self.texts.word(measure_label(self.definition, one.measure)),
            "name": self.texts.cell(name, NAME_MM).text,
            "what": self.texts.word(_(_ODD[one.kind]).format(count=one.count), TEXT_MM),
            "departments": self.texts.word("、".join(one.departments), TEXT_MM),
        }

    def _round(self, one: Round) -> str:
        year = self.definition.calendar.fiscal_year(one.year)
        return f"{year} {self.definition.period(one.period).label}"

    def _day(self, day: date) -> str:
        return self.definition.calendar.day(day)

    def _pairs(self, *pairs: tuple[str, str]) -> list[list[str]]:
        return [[self.texts.word(name), self.texts.word(said, FACT_MM)] for name, said in pairs]
