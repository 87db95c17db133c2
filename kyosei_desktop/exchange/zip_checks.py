"""Zips: written the same every time; those from outside looked at with bounded reads before they are inflated.

What is refused here and why: bytes before or after the zip, Zip64 and comments (no writer of our formats or of
workbooks makes them, and readers differ on them), encryption, other methods than stored and deflated, links, absolute
names and names with `..`, a name twice (also in another case: file systems and spreadsheet programs take the two for
one), members that share bytes (the "better zip bomb"), and what inflates to much more than it is.
"""

import io
import re
import stat
import struct
import zipfile
import zlib
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from enum import Enum, auto

MAX_RATIO = 200
"""Prose deflates to a third, a sheet's XML to a twentieth; bombs reach 1,000."""

RATIO_FREE_BYTES = 2**20
"""Below this size the ratio does not matter: short repetitive texts deflate well, and 1 MiB harms nobody."""

# End of central directory record, APPNOTE.TXT 4.3.16: signature, this disk, disk of the directory, entries on this
# disk, entries, size and offset of the directory, length of the comment.
_END = struct.Struct("<4s4H2LH")
_END_SIGNATURE, LOCAL_SIGNATURE = b"PK\x05\x06", b"PK\x03\x04"

# Local file header, 4.3.7: its signature, flags, what stands in the directory too, lengths of name and extra field.
_LOCAL = struct.Struct("<4s2xH18x2H")

# General purpose bits, 4.4.4: encryption, a patch instead of the data, encryption of another kind; names in UTF-8.
_FOREIGN_FLAGS, _UTF_8_FLAG = 0x1 | 0x20 | 0x40, 0x800

_EPOCH = (1980, 1, 1, 0, 0, 0)  # the earliest time that a zip can hold

# A drive, a root, a step up or a character that no part's name has.
_UNSAFE_NAME = re.compile(r'^/|^[A-Za-z]:|(?:^|/)\.{1,2}(?:/|$)|//|[\\<>:"|?*\x00-\x1f]')

# What zipfile and zlib raise on damaged or hostile input.
_ZIP_ERRORS = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    EOFError,
    NotImplementedError,
    RuntimeError,
    ValueError,
    OSError,
)


class ZipFault(Enum):
    """What is wrong with a zip."""

    NOT_A_ZIP = auto()
    DAMAGED = auto()
    FOREIGN = auto()
    TOO_LARGE = auto()


class ZipRefused(Exception):
    """A zip breaks the limits. Each format says so in its own words."""

    def __init__(self, fault: ZipFault) -> None:
        super().__init__(fault.name)
        self.fault = fault


@dataclass(frozen=True, slots=True)
class ZipLimits:
    """What a zip of one format is held to.

    Attributes:
        file_bytes: of the whole file.
        fewest_members, most_members: how many the directory may have.
        directory_bytes: of the central directory.
    """

    file_bytes: int
    fewest_members: int
    most_members: int
    directory_bytes: int


class CheckedZip:
    """A zip within its limits, whose members are still packed.

    They are inflated here: `zipfile` would look at each one's head once more, and make two file objects for each.
    """

    def __init__(self, content: bytes, members: Sequence[zipfile.ZipInfo]) -> None:
        """Members that have passed the checks of `checked_zip`."""
        self._content = content
        self._members = {one.filename: one for one in members}

    @property
    def names(self) -> Collection[str]:
        """The members' names in the directory's order."""
        return self._members.keys()

    def read(self, name: str, limit_bytes: int) -> bytes:
        """One member's bytes, never inflating more than a byte above the limit whatever its header claims."""
        member = self._members[name]
        if member.file_size > limit_bytes or is_bomb(member):
            raise ZipRefused(ZipFault.TOO_LARGE)
        begins = _data_begins(self._content, member)
        content = self._content[begins : begins + member.compress_size]
        if member.compress_type == zipfile.ZIP_DEFLATED:
            content = zlib.decompressobj(-zlib.MAX_WBITS).decompress(content, member.file_size + 1)
        if len(content) != member.file_size or zlib.crc32(content) != member.CRC:
            raise ZipRefused(ZipFault.DAMAGED)
        return content


@contextmanager
def checked_zip(content: bytes, limits: ZipLimits) -> Iterator[CheckedZip]:
    """A zip whose directory and members' places have been checked.

    Raises:
        ZipRefused: here, or within the block when a member turns out to be damaged or too large.
    """
    if len(content) > limits.file_bytes:
        raise ZipRefused(ZipFault.TOO_LARGE)
    entries, directory_at = _check_end(content, limits)
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            members = archive.infolist()
            # The directory may hold more than the last record says.
            if len(members) != entries or not all(map(_is_plain, members)) or not _are_distinct(members):
                raise ZipRefused(ZipFault.FOREIGN)
            if not _are_apart(content, members, directory_at):
                raise ZipRefused(ZipFault.DAMAGED)
            yield CheckedZip(content, members)
    except _ZIP_ERRORS as error:
        raise ZipRefused(ZipFault.DAMAGED) from error


def zipped(members: Mapping[str, bytes], compression: int) -> bytes:
    """The bytes of a zip with these members in this order; the same for the same input, wherever it is made.

    Args:
        compression: `zipfile.ZIP_STORED` or `ZIP_DEFLATED`; two versions of zlib need not deflate alike.
    """
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name, content in members.items():
            info = zipfile.ZipInfo(name, _EPOCH)
            info.create_system = 0  # else the bytes would tell Windows from the rest
            archive.writestr(info, content, compression)
    return packed.getvalue()


def is_bomb(member: zipfile.ZipInfo) -> bool:
    """Whether a member claims to inflate to more than honest content does."""
    return member.file_size > RATIO_FREE_BYTES and member.file_size > MAX_RATIO * member.compress_size


def _check_end(content: bytes, limits: ZipLimits) -> tuple[int, int]:
    """Look at the last record, so that a huge or strange directory is never parsed.

    Returns:
        How many members it counts, and where the directory begins.
    """
    if not content.startswith((LOCAL_SIGNATURE, _END_SIGNATURE)):
        raise ZipRefused(ZipFault.NOT_A_ZIP)
    end = content.rfind(_END_SIGNATURE, -_END.size - 0xFFFF)
    if end < 0 or end + _END.size > len(content):
        raise ZipRefused(ZipFault.DAMAGED)
    _signature, disk, first_disk, entries_here, entries, size, offset, comment = _END.unpack_from(content, end)
    if end + _END.size + comment != len(content):
        raise ZipRefused(ZipFault.DAMAGED)
    # Zip64 puts a record between directory and end, so it is refused here too.
    is_plain = disk == first_disk == comment == 0 and entries_here == entries and offset + size == end
    if not is_plain or not limits.fewest_members <= entries <= limits.most_members:
        raise ZipRefused(ZipFault.FOREIGN)
    if size > limits.directory_bytes:
        raise ZipRefused(ZipFault.FOREIGN)
    return entries, offset


def _is_plain(member: zipfile.ZipInfo) -> bool:
    return (
        member.compress_type in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
        and not member.flag_bits & _FOREIGN_FLAGS
        and not member.comment
        and not stat.S_ISLNK(member.external_attr >> 16)
        and not _UNSAFE_NAME.search(member.orig_filename)
    )


def _are_distinct(members: Sequence[zipfile.ZipInfo]) -> bool:
    return len({one.filename.casefold() for one in members}) == len(members)


def _are_apart(content: bytes, members: Sequence[zipfile.ZipInfo], directory_at: int) -> bool:
    """Whether each member has its own bytes, all before the directory, and is called there as in the directory."""
    free_from = 0
    for member in sorted(members, key=lambda one: one.header_offset):
        start = member.header_offset
        if start < free_from or start + _LOCAL.size > directory_at:
            return False
        signature, flags, name_length, _extra_length = _LOCAL.unpack_from(content, start)
        name = content[start + _LOCAL.size : start + _LOCAL.size + name_length]
        if signature != LOCAL_SIGNATURE or _decoded(name, flags) != member.orig_filename:
            return False
        free_from = _data_begins(content, member) + member.compress_size
    return free_from <= directory_at


def _data_begins(content: bytes, member: zipfile.ZipInfo) -> int:
    *_, name_length, extra_length = _LOCAL.unpack_from(content, member.header_offset)
    return int(member.header_offset + _LOCAL.size + name_length + extra_length)


def _decoded(name: bytes, flags: int) -> str:
    return name.decode("utf-8" if flags & _UTF_8_FLAG else "cp437")
