"""The hashes by which an altered history is found out (decision 0016).

A revision's hash covers what it says and the hashes of the revisions it comes after, whatever the order of arrival.
A link's hash covers what one transaction added and the link before it, so that nothing can be slipped in between.
These formats are read for ever: a change of them is a new format beside the old one.
"""

import hashlib
import json
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from types import MappingProxyType
from typing import Any

from kyosei_desktop.domain.merge import Revision, RevisionId

SHORT_DIGITS = 16
"""Hex digits of a hash that people write down: 64 bits."""
_GROUP = 4
_CANONICAL = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), sort_keys=True)


def canonical_hash(content: Sequence[Any]) -> str:
    """SHA-256, in hex, of a value as compact UTF-8 JSON with sorted keys."""
    return hashlib.sha256(_CANONICAL.encode(content).encode("utf-8", "surrogatepass")).hexdigest()


def moment_text(moment: datetime) -> str:
    """A moment as hashes see it: UTC with microseconds."""
    return moment.astimezone(UTC).isoformat(timespec="microseconds")


def content_hash(revision: Revision) -> str:
    """The hash of what a revision says and of the ids it names as seen; the same in every ledger it comes to."""
    return canonical_hash(
        [
            "kyosei revision 1",
            revision.id,
            revision.field,
            revision.value.text,
            revision.value.blank and revision.value.blank.value,
            list(revision.after),
            revision.origin.value,
            revision.author,
            revision.department,
            moment_text(revision.made_at),
            revision.reason,
        ]
    )


def revision_hashes(
    revisions: Iterable[Revision],
    contents: Mapping[RevisionId, str] = MappingProxyType({}),
    stored: Mapping[RevisionId, str] = MappingProxyType({}),
) -> dict[RevisionId, str]:
    """The hashes of all revisions of a field: of each one's content and of the hashes of those that it comes after.

    A revision that never arrived here has no hash; when it arrives later, those that come after it get new hashes. So
    hashes depend on the set of revisions only, not on the order in which they came.

    Args:
        contents: hashes of contents that are known already.
        stored: hashes that were found before the others arrived, and stand where none of these came late.
    """
    known = {one.id: one for one in revisions}
    hashes = _still_true(known, stored)
    entered: set[RevisionId] = set()
    waiting = list(known)
    while waiting:
        one = waiting[-1]
        entered.add(one)
        # One that was entered and has no hash comes after itself, as only a forger can make it: it counts as unknown.
        missing = [seen for seen in known[one].after if seen in known and seen not in hashes and seen not in entered]
        if missing:
            waiting += missing
            continue
        waiting.pop()
        if one not in hashes:
            seen = [[each, hashes.get(each)] for each in sorted(known[one].after)]
            content = contents.get(one) or content_hash(known[one])
            hashes[one] = canonical_hash(["kyosei history 1", content, seen])
    return hashes


def _still_true(known: Mapping[RevisionId, Revision], stored: Mapping[RevisionId, str]) -> dict[RevisionId, str]:
    """The stored hashes; none where one of their revisions names another one as seen that has none yet."""
    old = [one for one in known.values() if one.id in stored]
    is_late = any(seen in known and seen not in stored for one in old for seen in one.after)
    return {} if is_late else {one.id: stored[one.id] for one in old}


@dataclass(frozen=True, slots=True)
class Link:
    """What one transaction did to the history.

    Attributes:
        previous: the hash of the link before; empty for the first.
        revisions: of each revision added its id, its field's id and its content's hash.
        acts: of each act recorded its number and its hash.
        removed: ids of revisions that went with the fields of a turn that was undone.
        records: in links of the first format the hash of all other records, where they may have changed; else None.
        changes: of each other record that changed its table's name, its key, and its hash or None where it is gone;
            None in links of the first format.
    """

    previous: str
    made_at: datetime
    revisions: Sequence[Sequence[str]]
    acts: Sequence[Sequence[Any]]
    removed: Sequence[str]
    records: str | None
    changes: Sequence[Sequence[Any]] | None = None

    @property
    def hash(self) -> str:
        """The hash of all this."""
        head, rest = ("kyosei link 1", self.records) if self.changes is None else ("kyosei link 2", list(self.changes))
        return canonical_hash(
            [
                head,
                self.previous,
                moment_text(self.made_at),
                [list(one) for one in self.revisions],
                [list(one) for one in self.acts],
                list(self.removed),
                rest,
            ]
        )


def record_hash(table: str, said: Mapping[str, Any]) -> str:
    """The hash of what a row of a table says, by its columns' names, as JSON can say it."""
    return canonical_hash(["kyosei record 1", table, dict(said)])


def short_form(full: str) -> str:
    """A hash as people write it down: 3f2a-91bc-07de-55aa."""
    digits = full[:SHORT_DIGITS]
    return "-".join(digits[at : at + _GROUP] for at in range(0, len(digits), _GROUP))


def digits_of(written: str) -> str:
    """The hex digits of a hash that somebody wrote down, in whatever width and with whatever between them.

    Raises:
        ValueError: there are other characters, or fewer digits than the short form has.
    """
    plain = "".join(one for one in unicodedata.normalize("NFKC", written).lower() if one not in "-‐−– \t")
    if len(plain) < SHORT_DIGITS or not set(plain) <= set("0123456789abcdef"):
        raise ValueError(written)
    return plain
