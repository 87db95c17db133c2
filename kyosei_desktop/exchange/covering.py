"""The covering text of a request (照会文): what goes into the mail that carries the file."""

from kyosei_desktop.domain.language import N_, _
from kyosei_desktop.domain.plan import DepartmentId, Plan
from kyosei_desktop.domain.rounds import Round
from kyosei_desktop.exchange.file_names import REQUEST_SUFFIX
from kyosei_desktop.store.ledger import Ledger
from kyosei_desktop.store.rounds import asked_of, round_label

LETTER_SUFFIX = ".txt"

_TEXT = N_(
    "{department} 御中\n\n"
    "お世話になっております。\n"
    "「{title}」の{label}について、照会します。\n\n"
    "・お願いする欄　{measures}施策 {asked}欄（必須 {required}欄）\n"
    "・締切　{due}\n"
    "・照会ファイル　{file}\n\n"
    "添付の照会ファイル（{suffix}）をプログラムで開くと、{department}の施策だけが表示されます。\n"
    "記入して「提出」の画面で回答ファイルを作り、このメールに返信する形でお送りください。\n"
    "記入の途中で閉じても、同じ照会ファイルを開けば続きから始められます。\n"
    "ご不明な点は、取りまとめの担当までお問い合わせください。どうぞよろしくお願いいたします。\n"
)


def covering_text(ledger: Ledger, plan: Plan, collection: Round, department: DepartmentId, file_name: str) -> str:
    """A polite mail to a department about its request file: what is asked, until when, and what to do.

    Lines end in LF.

    Args:
        collection: the round; it need not be opened yet.
        file_name: of the request.
    """
    asked = asked_of(ledger, plan, collection, department)
    return _(_TEXT).format(
        department=plan.department_names[department],
        title=" ".join(plan.title.split()),
        label=round_label(ledger, collection),
        measures=len({one.field.measure for one in asked}),
        asked=len(asked),
        required=sum(1 for one in asked if one.is_required),
        due=ledger.definition.calendar.day(collection.due_on),
        file=file_name,
        suffix=REQUEST_SUFFIX,
    )


def letter_content(text: str) -> bytes:
    """A text as a file that every Windows editor shows right: UTF-8 with its mark, lines ending in CR LF."""
    return text.replace("\n", "\r\n").encode("utf-8-sig")
