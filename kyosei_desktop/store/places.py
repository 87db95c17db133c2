"""Where a ledger is: a file, or a schema of a database on a PostgreSQL server, named by a URL (decision 0019).

    postgresql+psycopg://USER@HOST:PORT/DATABASE?schema=NAME&sslmode=verify-full&sslrootcert=CA.crt

All but `schema` is the usual URL of SQLAlchemy and goes to libpq as it is. The password comes from `~/.pgpass`,
`PGPASSWORD` or the window; one that stands in the URL is used and never shown or kept.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar, Self

from kyosei_desktop.domain.errors import KyoseiError
from kyosei_desktop.domain.language import N_

if TYPE_CHECKING:
    from sqlalchemy import URL  # slow to load, and a file needs none

DEFAULT_SCHEMA = "public"
"""The schema that PostgreSQL itself takes where none is named."""
_MAX_NAME_BYTES = 63  # https://www.postgresql.org/docs/current/sql-syntax-lexical.html
_SCHEMES = ("postgresql+psycopg", "postgresql", "postgres")
_SEARCH_PATH = re.compile(r"(?:^|\s)(?:-c\s*|--)search_path=\"?(\w+)\"?(?=\s|$)")
_SECRETS = ("password", "sslpassword")


@dataclass(eq=False)
class DatabaseNotSupported(KyoseiError):
    """A database URL that this version cannot open."""

    sentence: ClassVar[str] = N_(
        "「{scheme}」の台帳は開けません。台帳のファイル名か、postgresql+psycopg:// で始まるアドレスを指定してください。"
    )
    scheme: str


@dataclass(eq=False)
class AddressNotUnderstood(KyoseiError):
    """A text is no address of a ledger on a server."""

    sentence: ClassVar[str] = N_(
        "台帳のアドレスを読み取れません（{cause}）。"
        "postgresql+psycopg://利用者@サーバー:5432/データベース?schema=計画の名前 の形で書いてください。"
    )
    cause: str


@dataclass(frozen=True, slots=True)
class ServerPlace:
    """A ledger on a server.

    Attributes:
        url: of the database, without `schema`; it may hold secrets.
        schema: holds this one plan.
        desk: the folder of this computer that holds what belongs to ledgers on servers, such as copies.
    """

    url: "URL" = field(repr=False)
    schema: str
    desk: Path

    @property
    def host(self) -> str:
        """The server, or the servers, as people call it."""
        hosts = self.url.query.get("host", ())
        named = [hosts] if isinstance(hosts, str) else list(hosts)
        return self.url.host or "、".join(one for one in named if not one.startswith("/")) or "localhost"

    @property
    def name(self) -> str:
        """What the ledger is called in messages."""
        return f"{self.schema}（{self.host}）"

    @property
    def beside(self) -> Path:
        """The name of a file on this computer beside which lies what would lie beside a ledger that is a file."""
        database = self.url.database or self.url.username or ""
        folder = re.sub(r"[^\w.-]+", "_", f"{self.host}-{database}")[:_MAX_NAME_BYTES]
        return self.desk / folder / f"{self.schema}.kyosei"

    @property
    def text(self) -> str:
        """The URL without any secret, as it may be shown and kept."""
        query = {key: value for key, value in self.url.query.items() if key not in _SECRETS}
        shown = _url(self.url, None, {**query, "schema": self.schema})
        return shown.render_as_string(hide_password=True)

    def with_password(self, password: str) -> Self:
        """The same with a password, for this run of the program only."""
        return replace(self, url=self.url.set(password=password))


LedgerPlace = Path | ServerPlace


def path_beside(place: LedgerPlace) -> Path:
    """The file beside which lies what belongs to a ledger: the ledger's own, or the one that stands for a server's."""
    return place.beside if isinstance(place, ServerPlace) else place


def default_desk() -> Path:
    """The folder for what belongs to ledgers on servers: in the documents folder, where people find it."""
    documents = Path.home() / "Documents"
    return (documents if documents.is_dir() else Path.home()) / "kyosei_desktop"


def is_address(text: str) -> bool:
    """Whether a text is a URL rather than the name of a file."""
    return "://" in text


def ledger_place(text: str, *, desk: Path | None = None) -> LedgerPlace:
    """Where a ledger is, of what a person wrote: a path or a URL.

    Args:
        desk: as in `ServerPlace`; by default `default_desk`.

    Raises:
        DatabaseNotSupported, AddressNotUnderstood.
    """
    scheme, separator, rest = text.partition("://")
    if not separator:
        return Path(text)
    if scheme == "sqlite":
        return Path(rest.removeprefix("/"))
    if scheme not in _SCHEMES:
        raise DatabaseNotSupported(scheme=scheme)
    from sqlalchemy import exc, make_url

    try:
        url = make_url(f"{_SCHEMES[0]}://{rest}")
    except (exc.ArgumentError, ValueError) as error:
        # Not the library's own words: they repeat the address, and a password in it.
        raise AddressNotUnderstood(cause=scheme) from error
    named = url.query.get("schema") or _named_in_options(url) or DEFAULT_SCHEMA
    schema = named if isinstance(named, str) else named[-1]
    check_schema_name(schema)
    query = {key: value for key, value in url.query.items() if key not in ("schema", "password")}
    password = url.query.get("password", url.password)
    return ServerPlace(_url(url, password, query), schema, desk or default_desk())


def check_schema_name(name: str) -> None:
    """Make sure that a schema may be called so. Raises AddressNotUnderstood."""
    is_reserved = name.startswith("pg_") or name == "information_schema"
    if is_reserved or not re.fullmatch(r"[^\W\d]\w*", name) or len(name.encode()) > _MAX_NAME_BYTES:
        raise AddressNotUnderstood(cause=f"schema={name[:_MAX_NAME_BYTES]}")


def _url(url: "URL", password: object, query: Mapping[str, str | Sequence[str]]) -> "URL":
    """A URL with another password, or none, and another query."""
    said = None if password is None else str(password)
    from sqlalchemy import URL

    return URL.create(url.drivername, url.username, said, url.host, url.port, url.database, query)


def _named_in_options(url: "URL") -> str | None:
    """The schema that stands first in `options=-csearch_path=…`, the other usual way to name one."""
    options = url.query.get("options", "")
    found = _SEARCH_PATH.search(options if isinstance(options, str) else " ".join(options))
    return None if found is None else found[1]
