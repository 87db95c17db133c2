"""The covering text of a request (照会文): what goes into the mail that carries the file."""

from collections.abc import Sequence
from pathlib import Path

from kyosei_desktop.domain.language import N_, _
from kyosei_desktop.domain.plan import DepartmentId, Plan
from kyosei_desktop.domain.rounds import Round
from kyosei_desktop.exchange.file_names import FORM_SUFFIX, REQUEST_SUFFIX
from kyosei_desktop.exchange.request_forms import RequestForm, carrier_of
from kyosei_desktop.store.ledger import Ledger
from kyosei_desktop.store.rounds import asked_of, round_label

LETTER_SUFFIX = ".txt"

_HEAD = N_(
    "{department} 御中\n\n"
    "お世話になっております。\n"
    "「{title}」の{label}について、照会します。\n\n"
    "・お願いする欄　{measures}施策 {asked}欄（必須 {required}欄）\n"
    "・締切　{due}\n"
    "・照会ファイル　{files}\n\n"
)
_BY_PROGRAM = N_(
    "添付の照会ファイル（{suffix}）をプログラムで開くと、{department}の施策だけが表示されます。\n"
    "記入して「提出」の画面で回答ファイルを作り、このメールに返信する形でお送りください。\n"
    "記入の途中で閉じても、同じ照会ファイルを開けば続きから始められます。\n"
)
_BY_FORM = N_(
    "添付の Excel様式（{suffix}）を表計算ソフトで開き、色の付いた「回答」の欄に記入してください。\n"
    "書くことがない欄は「状態」で選び、右上に担当者と内線を記入してください。\n"
    "行や列を消さず、Excel ブック（{suffix}）のまま保存して、このメールに返信する形でお送りください。\n"
)
_ONE_OF_BOTH = N_("プログラムと Excel様式のどちらか一つで回答してください。両方に書くと食い違うことがあります。\n")
_FOOT = N_("ご不明な点は、取りまとめの担当までお問い合わせください。どうぞよろしくお願いいたします。\n")


def covering_text(
    ledger: Ledger, plan: Plan, collection: Round, department: DepartmentId, file_names: Sequence[str]
) -> str:
    """A polite mail to a department about its request: what is asked, until when, and what to do.

    Lines end in LF.

    Args:
        collection: the round; it need not be opened yet.
        file_names: of the request's files, whose names' ends say how they are answered.
    """
    asked = asked_of(ledger, plan, collection, department)
    name = plan.department_names[department]
    head = _(_HEAD).format(
        department=name,
        title=" ".join(plan.title.split()),
        label=round_label(ledger, collection),
        measures=len({one.field.measure for one in asked}),
        asked=len(asked),
        required=sum(1 for one in asked if one.is_required),
        due=ledger.definition.calendar.day(collection.due_on),
        files=_("、").join(file_names),
    )
    carriers = {carrier_of(Path(one).suffix) for one in file_names}
    parts = [head]
    if RequestForm.APP in carriers:
        parts.append(_(_BY_PROGRAM).format(department=name, suffix=REQUEST_SUFFIX))
    if RequestForm.EXCEL in carriers:
        parts.append(_(_BY_FORM).format(suffix=FORM_SUFFIX))
    if len(carriers) > 1:
        parts.append(_(_ONE_OF_BOTH))
    return "".join([*parts, _(_FOOT)])


def letter_content(text: str) -> bytes:
    """A text as a file that every Windows editor shows right: UTF-8 with its mark, lines ending in CR LF."""
    return text.replace("\n", "\r\n").encode("utf-8-sig")
