"""Rules on how a text comes out on paper, for which the caller of a check has measured."""

import unicodedata
from collections.abc import Iterator

from kyosei_desktop.domain.language import _
from kyosei_desktop.domain.plan import Value
from kyosei_desktop.domain.rules.characters import listed, quoted
from kyosei_desktop.domain.rules.findings import Finding, Fix, Level, RuleId, Span, evidence_of
from kyosei_desktop.domain.rules.question import Question
from kyosei_desktop.domain.rules.settings import Rules, RuleSetting

LENGTH = RuleId("length")
MISSING_GLYPH = RuleId("missing_glyph")

# Forms of names that offices meet and Unicode keeps apart, each with the usual one (戸籍統一文字情報 and
# JIS X 0213's list of forms unified in JIS X 0208). CJK Compatibility Ideographs need no line: NFKC knows theirs.
_USUAL_FORMS = {
    **dict(zip("髙﨑𠮷德濵𣘺栁桒𡈽冨", "高崎吉徳浜橋柳桑土富", strict=True)),
    **dict(zip("邉邊曻槗塡剝頰𠮟", "辺辺昇橋填剥頬叱", strict=True)),
}


def line_limit(rules: Rules) -> int | None:
    """How many printed lines a text may have; None where nobody has said, or nobody looks."""
    setting = rules[LENGTH]
    limit: int | None = setting.parameters["max_lines"]
    return None if setting.level is Level.OFF else limit


def check_length(question: Question, value: Value, setting: RuleSetting) -> Iterator[Finding]:
    """The text has more printed lines than it may; from some share of them on, a hint says how many are left."""
    limit = setting.parameters["max_lines"]
    lines = None if question.printed is None else question.printed.lines
    if limit is None or lines is None or not value.text:
        return
    if lines > limit:
        sentence = _("印刷すると{lines}行になります（{limit}行まで）。{over}行ほど短くしてください。")
        said = sentence.format(lines=lines, limit=limit, over=lines - limit)
        yield Finding(LENGTH, setting.level, said, evidence=str(lines))
    elif lines * 100 >= limit * setting.parameters["hint_from_percent"]:
        sentence = _("印刷すると{lines}行になります。あと{left}行まで書けます。")
        said = sentence.format(lines=lines, left=limit - lines)
        yield Finding(LENGTH, Level.HINT, said, evidence=str(lines))


def check_missing_glyph(question: Question, value: Value, setting: RuleSetting) -> Iterator[Finding]:
    """There are characters for which the report's font has no glyph; the fix offers the usual form by name."""
    measured = "" if question.printed is None else question.printed.missing_glyphs
    missing = [
        one
        for one in dict.fromkeys(measured)
        if one in value.text and unicodedata.category(one) != "Co"  # 外字 have a rule of their own
    ]
    if not missing:
        return
    usual = {one: form for one in missing if (form := _usual_form(one)) is not None}
    pairs = [f"「{one}」→「{form}」" for one, form in usual.items()]
    fix = Fix(_("{pairs}に置き換える（字の形が変わります）").format(pairs=listed(pairs)), _with(value.text, usual))
    yield Finding(
        MISSING_GLYPH,
        setting.level,
        _("報告書の書体にない文字{characters}があります。〓で印刷されます。ほかの文字に書き換えてください。").format(
            characters=quoted(missing)
        ),
        [Span(place, place + 1) for place, one in enumerate(value.text) if one in missing],
        fix if usual else None,
        evidence_of(missing),
    )


def _usual_form(character: str) -> str | None:
    form = _USUAL_FORMS.get(character) or unicodedata.normalize("NFKC", character)
    return None if form == character else form


def _with(text: str, forms: dict[str, str]) -> str:
    return text.translate({ord(one): form for one, form in forms.items()})
