"""Zips taken apart and put together, as people and programs do that are not ours."""

import io
import zipfile
from collections.abc import Mapping


def members_of(content: bytes) -> dict[str, bytes]:
    """What a zip holds, by name, in its order."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {one.filename: archive.read(one) for one in archive.infolist()}


def zipped(members: Mapping[str, bytes], compression: int = zipfile.ZIP_DEFLATED, comment: bytes = b"") -> bytes:
    """A zip of these members and no other."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", compression) as archive:
        archive.comment = comment
        for name, content in members.items():
            archive.writestr(name, content)
    return packed.getvalue()
