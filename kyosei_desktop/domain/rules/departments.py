"""The rule on departments that are no more."""

import re
from collections.abc import Iterator
from functools import lru_cache

from kyosei_desktop.domain.language import _
from kyosei_desktop.domain.plan import Value
from kyosei_desktop.domain.rules.characters import listed, quoted, spans_of
from kyosei_desktop.domain.rules.findings import Finding, Fix, RuleId, evidence_of
from kyosei_desktop.domain.rules.question import Question
from kyosei_desktop.domain.rules.settings import RuleSetting

ABOLISHED_DEPARTMENT = RuleId("abolished_department")


def check_abolished_department(question: Question, value: Value, setting: RuleSetting) -> Iterator[Finding]:
    """The text names a department that is no more. 旧○○課 and names within those of present ones do not count."""
    abolished = {one["name"]: one.get("now", "") for one in setting.parameters["names"]}
    if not abolished:
        return
    pattern = _pattern(question.departments.union(abolished))
    found = [one for one in pattern.finditer(value.text) if one.group() in abolished]
    if not found:
        return
    names = list(dict.fromkeys(one.group() for one in found))
    successors = {name: abolished[name] for name in names if abolished[name]}
    if len(names) == len(successors) == 1:
        sentence = _("{names}は今はない課です。今の名前は「{now}」です。直すか、「旧」を付けてください。")
    else:
        sentence = _("{names}は今はない課です。今の課の名前に直すか、「旧」を付けてください。")
    said = sentence.format(names=quoted(names), now=next(iter(successors.values()), ""))
    fix = None
    if successors:
        pairs = listed([f"{name}→{now}" for name, now in successors.items()])
        text = pattern.sub(lambda one: successors.get(one.group(), one.group()), value.text)
        fix = Fix(_("{pairs}に置き換える").format(pairs=pairs), text)
    yield Finding(ABOLISHED_DEPARTMENT, setting.level, said, spans_of(found), fix, evidence_of(names))


@lru_cache(maxsize=32)
def _pattern(names: frozenset[str]) -> re.Pattern[str]:
    """Matches names, at each place the longest, so that 福祉課 is not found in 生活福祉課."""
    return re.compile("(?<!旧)(?:" + "|".join(re.escape(one) for one in sorted(names, key=len, reverse=True)) + ")")
