"""The command that unites the answers of two desks of one department."""

import argparse
from typing import Any

from kyosei_desktop.commands.common import Result, address_document, open_for_writing, run_watched
from kyosei_desktop.commands.passphrases import passphrases_of
from kyosei_desktop.domain.language import _
from kyosei_desktop.exchange.joining import JoinedFile, join_work_files
from kyosei_desktop.store.receiving import Outcome


def join(options: argparse.Namespace) -> Result:
    """`join`."""
    known = passphrases_of(options, options.files)
    with open_for_writing(options) as work_file:
        work = join_work_files(
            work_file, options.files, author=options.author, is_dry_run=options.dry_run, passphrases=known
        )
        result = run_watched(work)
    line = _("{file}　反映{taken}　変更なし{same}　古い{older}　食い違い{conflict}")
    lines = [
        line.format(file=one.file.name, **{outcome.value: one.count(outcome) for outcome in Outcome})
        for one in result.files
        if one.refused is None
    ]
    lines.append(_("二つの文が食い違う欄は{count}件です。").format(count=result.conflicts))
    document = {"files": [_document(one) for one in result.files], "conflicts": result.conflicts}
    return Result(document, lines, [one.refused for one in result.files if one.refused is not None])


def _document(joined: JoinedFile) -> dict[str, Any]:
    return {
        "file": str(joined.file),
        "person": joined.person,
        "fields": [
            {
                **address_document(one.address),
                "outcome": one.outcome.value,
                "ours": one.ours.text,
                "theirs": one.theirs.text,
            }
            for one in joined.fields
        ],
        "refused": joined.refused,
    }
