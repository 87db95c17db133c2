"""Rules on whether there is a text, and one that a field may hold: errors, which no definition can switch off."""

from collections.abc import Iterator

from kyosei_desktop.domain.errors import NotAcceptableText, TextTooLong
from kyosei_desktop.domain.language import _
from kyosei_desktop.domain.plan import FieldKind, Value
from kyosei_desktop.domain.rules.findings import Finding, Fix, RuleId, Span, evidence_of
from kyosei_desktop.domain.rules.question import Question
from kyosei_desktop.domain.rules.settings import RuleSetting
from kyosei_desktop.domain.text import FORBIDDEN_CHARACTERS, MAX_FIELD_CHARACTERS

REQUIRED = RuleId("required")
FORBIDDEN = RuleId("forbidden_characters")
TOO_LONG = RuleId("too_long")


def check_required(question: Question, value: Value, setting: RuleSetting) -> Iterator[Finding]:
    """A required field is not answered."""
    if not question.is_required or value.is_answered:
        return
    if question.kind is FieldKind.ENTRY:
        sentence = _("必須の欄です。文章を記入するか、「該当なし」「終了」「未着手」を選んでください。")
    else:
        sentence = _("必須の欄です。文章を記入してください。")
    yield Finding(REQUIRED, setting.level, sentence)


def check_forbidden(_question: Question, value: Value, setting: RuleSetting) -> Iterator[Finding]:
    """There are control characters, which no field may hold (`domain.text.clean_text`)."""
    text = value.text.replace("\r\n", "\n").replace("\r", "\n")
    found = list(FORBIDDEN_CHARACTERS.finditer(text))
    if found:
        names = [f"U+{ord(one.group()):04X}" for one in found]
        yield Finding(
            FORBIDDEN,
            setting.level,
            str(NotAcceptableText(found="、".join(dict.fromkeys(names)))),
            [Span(*one.span()) for one in found],
            Fix(_("制御文字を取り除く"), FORBIDDEN_CHARACTERS.sub("", text)),
            evidence_of(names),
        )


def check_too_long(_question: Question, value: Value, setting: RuleSetting) -> Iterator[Finding]:
    """The text is longer than any field may be."""
    length = len(value.text)
    if length > MAX_FIELD_CHARACTERS:
        sentence = str(TextTooLong(length=length, limit=MAX_FIELD_CHARACTERS))
        yield Finding(TOO_LONG, setting.level, sentence, [Span(MAX_FIELD_CHARACTERS, length)], None, str(length))
