"""When a workbook was saved, by what it says itself."""

import re
from datetime import UTC, datetime

from kyosei_desktop.exchange.spreadsheet import PACKAGE_LIMITS
from kyosei_desktop.exchange.zip_checks import ZipRefused, checked_zip

_PART = "docProps/core.xml"
_MAX_BYTES = 64 * 2**10
"""A dozen short texts; Excel writes about 700 bytes."""

_MODIFIED = re.compile(rb"<dcterms:modified[^<>]{0,200}>\s{0,9}([0-9TZ:.+-]{10,40})\s{0,9}</dcterms:modified>")


def saved_at(content: bytes) -> datetime | None:
    """The time (UTC) in a workbook's core properties; None where it does not tell.

    Looked for as bytes, so that no XML of others is parsed; a time without a zone is UTC, as the format wants it.

    Args:
        content: a file that `read_spreadsheet` takes.
    """
    try:
        with checked_zip(content, PACKAGE_LIMITS) as archive:
            if _PART not in archive.names:
                return None
            found = _MODIFIED.search(archive.read(_PART, _MAX_BYTES))
        if found is None:
            return None
        moment = datetime.fromisoformat(found[1].decode())
    except (ZipRefused, ValueError):
        return None
    return (moment if moment.tzinfo is not None else moment.replace(tzinfo=UTC)).astimezone(UTC)
