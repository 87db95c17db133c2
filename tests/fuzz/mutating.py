"""Making hostile files out of valid ones: blind to their format, and knowing it.

Every mutation is a function of a file's bytes and a `random.Random`, so that a seed gives the same file again.
"""

import contextlib
import hashlib
import hmac
import io
import json
import struct
import warnings
import zipfile
import zlib
from collections.abc import Callable
from random import Random
from typing import Any

Mutation = Callable[[bytes, Random], bytes]

# Integers at which readers change their mind, and bytes that mean something in JSON, XML, zip or SQLite.
_EDGES = (0, 1, 0x7F, 0x80, 0xFF, 0x7FFF, 0x8000, 0xFFFF, 0x7FFFFFFF, 0x80000000, 0xFFFFFFFF)
_TOKENS = (
    *(b"\x00", b'"', b"\\", b"{", b"}", b"[", b"]", b"<", b">", b"&", b"]]>", b"\xff", b"\xed\xa0\x80", b"\xf0\x9f"),
    *(b"null", b"-1", b"1e999", b"99999999999999999999", b"NaN", b"PK\x03\x04", b"PK\x01\x02", b"PK\x05\x06"),
    *(b"<!DOCTYPE a [<!ENTITY b 'c'>]>", b"&amp;", b"XFD1048576", b"_x0000_", b"=1+1", "‮".encode(), b"\r\n"),
)
_VALUES: tuple[Any, ...] = (
    *(None, True, False, 0, -1, 1, 2**31, 2**53 - 1, 2**53, 1e308, 0.1, "", " ", "\x00", "\r", "あ" * 100_001),
    *("../../etc/passwd", "2021-02-30", "9999-12-31T23:59:59+00:00", "0" * 64, "a" * 200, "=cmd|' /C calc'!A0"),
    *([], {}, [[[]]], [None], {"": ""}, {"__proto__": 1}, "\U0010ffff", "\ufffe"),
)


def blind(content: bytes, random: Random) -> bytes:
    """Bytes flipped, cut, put in, copied, swapped or overwritten."""
    made = bytearray(content)
    for _times in range(random.choice((1, 1, 1, 2, 4, 16))):
        start = random.randrange(len(made) + 1)
        length = random.choice((1, 1, 2, 4, 8, 40, 600))
        match random.randrange(7):
            case 0 if made:
                made[min(start, len(made) - 1)] ^= 1 << random.randrange(8)
            case 1:
                del made[start : start + length]
            case 2:
                made[start:start] = random.choice(_TOKENS)
            case 3:
                made[start:start] = made[random.randrange(len(made) + 1) :][:length]
            case 4:
                made[start : start + length] = random.randbytes(length)
            case 5:
                size, form = random.choice(((1, "<B"), (2, "<H"), (4, "<L"), (4, ">L"), (2, ">H")))
                made[start : start + size] = struct.pack(form, random.choice(_EDGES) & (256**size - 1))
            case _cut:
                del made[start:]
    return bytes(made)


def in_directory(content: bytes, random: Random) -> bytes:
    """A zip with other fields in its headers: sizes, places, names, flags, methods."""
    made = bytearray(content)
    places = [at for mark in (b"PK\x01\x02", b"PK\x03\x04", b"PK\x05\x06") for at in _all(content, mark)]
    for _times in range(random.choice((1, 1, 2, 3))):
        if not places:
            break
        at = random.choice(places) + random.randrange(4, 46)
        size = random.choice((1, 2, 4))
        value = random.choice((*_EDGES, *places)) & (256**size - 1)
        made[at : at + size] = value.to_bytes(size, "little")
    return bytes(made[: len(content)])


def in_member(content: bytes, random: Random) -> bytes:
    """A zip, packed anew, with one member damaged, doubled, renamed, left out or put in the place of another."""
    members = members_of(content)
    if not members:
        return blind(content, random)
    name = random.choice(list(members))
    match random.randrange(8):
        case 0:
            del members[name]
        case 1:
            members[random.choice(("../x", "/x", name.upper(), name + "/", "x\\y", "x" * 300))] = members[name]
        case 2:
            other = random.choice(list(members))
            members[name], members[other] = members[other], members[name]
        case 3:
            members[name] = members[name] + b" " * random.choice((1, 10**6, 4 * 10**6))
        case _damaged:
            members[name] = blind(members[name], random)
    doubled = [name] if random.random() < 0.1 else []
    return zipped(members, random.choice((zipfile.ZIP_DEFLATED, zipfile.ZIP_STORED)), doubled)


def in_json(content: bytes, random: Random) -> bytes:
    """A JSON document with one or a few of its values or keys changed."""
    try:
        document = json.loads(content)
    except ValueError:
        return blind(content, random)
    for _times in range(random.choice((1, 1, 1, 2, 3))):
        document = _changed(document, random)
    return json.dumps(document, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass")


def signed(key: bytes) -> Mutation:
    """A container with a changed payload or manifest, signed as whoever has the key can sign it."""

    def mutate(content: bytes, random: Random) -> bytes:
        members = members_of(content)
        manifest, payload = members["manifest.json"], members["payload.json"]
        if random.random() < 0.85:
            payload = in_json(payload, random)
        else:
            manifest = in_json(manifest, random)
        with contextlib.suppress(ValueError):
            document = json.loads(manifest)
            if isinstance(document, dict):
                document["sha256"] = hashlib.sha256(payload).hexdigest()
                rest = {name: document[name] for name in sorted(document) if name != "hmac"}
                said = json.dumps(rest, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass")
                document["hmac"] = hmac.new(key, said, hashlib.sha256).hexdigest()
                manifest = json.dumps(document, ensure_ascii=False).encode("utf-8", "surrogatepass")
        return zipped({"manifest.json": manifest, "payload.json": payload})

    return mutate


def in_header(content: bytes, random: Random) -> bytes:
    """An SQLite file with other bytes in its header, or at the beginning of one of its pages, where the page's is."""
    made = bytearray(content)
    page = int.from_bytes(content[16:18], "big") or 4096
    for _times in range(random.choice((1, 1, 2, 5))):
        start = random.choice((0, 0, page * random.randrange(max(1, len(content) // page))))
        at = min(start + random.randrange(100), len(made) - 1)
        made[at] = random.choice((0, 1, 0xFF, made[at] ^ 1 << random.randrange(8)))
    return bytes(made)


def members_of(content: bytes) -> dict[str, bytes]:
    """What a zip holds; nothing where it cannot be read."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return {one.filename: archive.read(one) for one in archive.infolist()}
    except (zipfile.BadZipFile, zlib.error, OSError, EOFError, RuntimeError, NotImplementedError, ValueError):
        return {}


def zipped(
    members: dict[str, bytes], compression: int = zipfile.ZIP_DEFLATED, doubled: list[str] | None = None
) -> bytes:
    """A zip of the members, some of them twice."""
    packed = io.BytesIO()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # that a name is there twice
        with zipfile.ZipFile(packed, "w", compression) as archive:
            for name in (*members, *(doubled or ())):
                archive.writestr(name, members.get(name, b""))
    return packed.getvalue()


def _all(content: bytes, mark: bytes) -> list[int]:
    found, at = [], content.find(mark)
    while at >= 0:
        found.append(at)
        at = content.find(mark, at + 1)
    return found


def _changed(part: Any, random: Random) -> Any:
    """A JSON value with a change somewhere in it."""
    if isinstance(part, dict) and part and random.random() < 0.9:
        key = random.choice(list(part))
        match random.randrange(12):
            case 0:
                return {name: value for name, value in part.items() if name != key}
            case 1:
                return {**part, random.choice(("", "novelty", "あ", "a" * 1000)): random.choice(_VALUES)}
            case _deeper:
                return {**part, key: _changed(part[key], random)}
    if isinstance(part, list) and part and random.random() < 0.9:
        at = random.randrange(len(part))
        match random.randrange(12):
            case 0:
                return [*part[:at], *part[at + 1 :]]
            case 1:
                return [*part, part[at]]
            case 2:
                return part[::-1]
            case _deeper:
                return [*part[:at], _changed(part[at], random), *part[at + 1 :]]
    if isinstance(part, str) and random.random() < 0.3:
        return part + random.choice(("\x00", "\r\n", " ", "\ud800", "1", "あ"))
    return random.choice(_VALUES)
